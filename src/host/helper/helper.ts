import { fork, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { systemClock, within, type Clock } from '../../clock.js';
import { Failure, systemErrorCode, type FailureCode } from '../../failures.js';
import { crashOf } from '../programs/crash.js';
import { killGroup } from '../programs/process-group.js';
import { BackOff } from './back-off.js';
import type { HazardName } from './hazards.js';
import type { HelperMethods, HelperRequest, HelperResponse } from './protocol.js';

const childFile = fileURLToPath(new URL('./child.js', import.meta.url));

interface Pending {
  /** Takes what the method that was asked for gives; what comes from another process has lost its type. */
  resolve(value: unknown): void;
  reject: (failure: Failure) => void;
}

/**
 * One hazard's helper process, as its parent sees it. The process is started by the first question. A question
 * that passes its deadline is answered with `timeout` at once and the process is killed, not awaited; until it
 * has really gone (it may be in uninterruptible sleep) no second one is started, then one after a back-off.
 * Only a question under way keeps the parent alive.
 */
export class Helper<M extends HelperMethods> {
  readonly #hazard: HazardName;
  readonly #environment: Record<string, string>;
  readonly #file: string;
  readonly #clock: Clock;
  #child: ChildProcess | null = null;
  #closed = false;
  /** Why the process was killed, from then until it has gone. */
  #killedFor: Failure | null = null;
  #lastDeath = new Failure('failed', 'never asked');
  readonly #backOff = new BackOff();
  #nextId = 0;
  readonly #pending = new Map<number, Pending>();
  /** Questions already answered with `timeout` whose calls go on: what to call when they have ended. */
  readonly #late = new Map<number, () => void>();
  #whenGone: (() => void)[] = [];

  constructor(
    hazard: HazardName,
    environment: Record<string, string>,
    { file = childFile, clock = systemClock }: { file?: string; clock?: Clock } = {},
  ) {
    this.#hazard = hazard;
    this.#environment = environment;
    this.#file = file;
    this.#clock = clock;
  }

  /** The process id from the start of the process until it has really gone, else null. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /**
   * Calls a method in the helper. Rejects with a Failure: `timeout` after `deadline` ms, while a killed process
   * has not gone, and until the next one may start; `failed` when the process died; what the call itself threw
   * as `absent`, `no_permission` or `failed`, with Node's error code on the cause.
   *
   * With `leaveLate` a call that passes its deadline costs only itself: the process is not killed, and what is
   * given gets a promise of the call's end.
   */
  async ask<K extends keyof M & string>(
    method: K,
    args: Parameters<M[K]>,
    deadline: number,
    leaveLate?: (ended: Promise<void>) => void,
  ): Promise<Awaited<ReturnType<M[K]>>> {
    const refusal = this.#refusal();
    if (refusal !== null) throw refusal;
    const child = this.#child ?? this.#start();
    const id = this.#nextId++;
    const answer = new Promise<Awaited<ReturnType<M[K]>>>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
    });
    keepAlive(child, true);
    this.#send(child, { id, method, args });
    return within(this.#clock, deadline, answer, () => {
      const words = `${this.#hazard}.${method} did not answer within ${deadline / 1000} s`;
      const timeout = new Failure('timeout', words);
      if (leaveLate === undefined) this.#kill(timeout);
      else leaveLate(this.#leave(id, timeout));
      throw timeout;
    });
  }

  /** Kills the process without awaiting its end; every later question is refused. */
  close(): void {
    this.#closed = true;
    this.#kill(closing());
  }

  /** Resolves once no process is left, at once where none runs; keeps the parent alive as a question does. */
  gone(): Promise<void> {
    if (this.#child === null) return Promise.resolve();
    keepAlive(this.#child, true);
    return new Promise((resolve) => this.#whenGone.push(resolve));
  }

  #refusal(): Failure | null {
    if (this.#closed) return closing();
    if (this.#killedFor !== null) {
      const words = `${this.#killedFor.message}; its process has been killed but has not ended yet`;
      return new Failure(this.#killedFor.code, words);
    }
    const wait = this.#backOff.remaining(this.#clock.monotonic());
    if (wait === 0) return null;
    const { code, message } = this.#lastDeath;
    return new Failure(code, `${message}; it is not asked again for ${Math.ceil(wait / 1000)} s`);
  }

  #start(): ChildProcess {
    this.#backOff.started(this.#clock.monotonic());
    const child = this.#fork();
    this.#child = child;
    // The child sees its end of this pipe close when the parent has gone; nothing is ever written to it.
    if (child.stdin instanceof Socket) child.stdin.unref();
    child.on('message', (response: HelperResponse) => this.#answered(response));
    child.on('error', (error) => {
      // A process that could not be started gives no `exit`.
      if (child.pid === undefined) this.#gone(this.#cannotStart(error));
    });
    // A process that can no longer be asked is of no use.
    child.on('disconnect', () => {
      if (this.#child === child) killGroup(child);
    });
    child.on('exit', (code, signal) => this.#gone(this.#killedFor ?? this.#ended(code, signal)));
    return child;
  }

  #fork(): ChildProcess {
    try {
      return fork(this.#file, [this.#hazard], {
        env: this.#environment,
        execArgv: [],
        serialization: 'advanced',
        stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
        // A group of its own, so that the programs it started can be killed with it.
        detached: process.platform !== 'win32',
      });
    } catch (thrown) {
      const failure = this.#cannotStart(thrown);
      this.#gone(failure);
      throw failure;
    }
  }

  #send(child: ChildProcess, request: HelperRequest): void {
    const lost = (cause: unknown) =>
      this.#settle(request.id)?.reject(
        new Failure('failed', `the ${this.#hazard} helper could not be asked`, { cause }),
      );
    try {
      child.send(request, (error) => {
        if (error !== null) lost(error);
      });
    } catch (thrown) {
      lost(thrown);
    }
  }

  /** Answers a question with `timeout` and lets its call go on; resolves when that has ended. */
  #leave(id: number, timeout: Failure): Promise<void> {
    const ended = new Promise<void>((resolve) => this.#late.set(id, resolve));
    this.#settle(id)?.reject(timeout);
    return ended;
  }

  #answered(response: HelperResponse): void {
    this.#late.get(response.id)?.();
    this.#late.delete(response.id);
    const pending = this.#settle(response.id);
    if (pending === undefined) return;
    if (response.ok) pending.resolve(response.value);
    else pending.reject(thrownInHelper(response));
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0) keepAlive(this.#child, false);
    return pending;
  }

  #kill(reason: Failure): void {
    const child = this.#child;
    if (child !== null) {
      this.#killedFor ??= reason;
      killGroup(child);
    }
    this.#rejectAll(reason);
  }

  #gone(reason: Failure): void {
    this.#backOff.died(this.#clock.monotonic());
    this.#child = null;
    this.#killedFor = null;
    this.#lastDeath = reason;
    this.#rejectAll(reason);
    for (const ended of [...this.#late.values(), ...this.#whenGone]) ended();
    this.#late.clear();
    this.#whenGone = [];
  }

  #rejectAll(failure: Failure): void {
    for (const id of [...this.#pending.keys()]) this.#settle(id)?.reject(failure);
  }

  #cannotStart(cause: unknown): Failure {
    const code = systemErrorCode(cause) ?? 'unknown error';
    return new Failure('failed', `the ${this.#hazard} helper could not be started (${code})`, { cause });
  }

  #ended(code: number | null, signal: NodeJS.Signals | null): Failure {
    const how = crashOf(code, signal) ?? `ended (exit status ${code ?? 'unknown'})`;
    return new Failure('failed', `the ${this.#hazard} helper ${how}`);
  }
}

/** Whether the parent may end while this process runs. The channel alone would not do: it closes before `exit`. */
function keepAlive(child: ChildProcess | null, keep: boolean): void {
  for (const handle of [child, child?.channel]) {
    if (keep) handle?.ref();
    else handle?.unref();
  }
}

function closing(): Failure {
  return new Failure('failed', 'the service is closing');
}

const codes: Partial<Record<string, FailureCode>> = {
  ENOENT: 'absent',
  EACCES: 'no_permission',
  EPERM: 'no_permission',
};

function thrownInHelper({ message, code }: { message: string; code: string | null }): Failure {
  const cause = Object.assign(new Error(message), code === null ? {} : { code });
  return new Failure(codes[code ?? ''] ?? 'failed', message, { cause });
}
