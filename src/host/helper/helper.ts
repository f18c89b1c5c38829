import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Failure } from '../../failures.js';
import type { HazardName } from './hazards.js';
import type { HelperMethods, HelperRequest, HelperResponse } from './protocol.js';

const childFile = fileURLToPath(new URL('./child.js', import.meta.url));
const firstBackOff = 1_000;
const longestBackOff = 60_000;

interface Pending {
  resolve: (value: never) => void;
  reject: (failure: Failure) => void;
  timer: NodeJS.Timeout;
}

/**
 * One hazard's helper process, as its parent sees it. The process is started by the first question. A question
 * that passes its deadline is answered with `timeout` at once and the process is killed, not awaited; until it
 * has really gone (it may be in uninterruptible sleep) no second one is started, then one after a back-off.
 */
export class Helper<M extends HelperMethods> {
  readonly #hazard: HazardName;
  readonly #environment: Record<string, string>;
  readonly #file: string;
  #child: ChildProcess | null = null;
  #dying = false;
  #closed = false;
  #nextId = 0;
  #deaths = 0;
  #notBefore = 0;
  #lastDeath = '';
  readonly #pending = new Map<number, Pending>();

  constructor(hazard: HazardName, environment: Record<string, string>, file = childFile) {
    this.#hazard = hazard;
    this.#environment = environment;
    this.#file = file;
  }

  /** The helper's process id while it runs; for tests and `--check`. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /**
   * Calls a method in the helper. Rejects with a Failure: `timeout` after `deadline` ms or while an earlier
   * process is stuck, `failed` when the process died or the call threw (Node's error code as the cause).
   */
  ask<K extends keyof M & string>(
    method: K,
    args: Parameters<M[K]>,
    deadline: number,
  ): Promise<Awaited<ReturnType<M[K]>>> {
    return new Promise((resolve, reject) => {
      const refusal = this.#refusal();
      if (refusal !== null) {
        reject(refusal);
        return;
      }
      const child = (this.#child ??= this.#start());
      const id = this.#nextId++;
      const timer = setTimeout(() => {
        this.#kill(
          new Failure('timeout', `${this.#hazard}.${method} did not answer within ${deadline / 1000} s`),
        );
      }, deadline).unref();
      this.#pending.set(id, { resolve, reject, timer });
      const request: HelperRequest = { id, method, args };
      child.send(request, (error) => {
        if (error !== null) this.#settle(id)?.reject(new Failure('failed', this.#lost(), { cause: error }));
      });
    });
  }

  /** Kills the process; every later question is refused. */
  close(): void {
    this.#closed = true;
    this.#kill(new Failure('failed', 'the service is closing'));
  }

  #refusal(): Failure | null {
    if (this.#closed) return new Failure('failed', 'the service is closing');
    if (this.#dying) return new Failure('timeout', `an earlier ${this.#hazard} call has not ended yet`);
    if (performance.now() >= this.#notBefore) return null;
    return new Failure('failed', `${this.#lastDeath}; it is tried again soon`);
  }

  #start(): ChildProcess {
    const child = fork(this.#file, [this.#hazard], {
      env: this.#environment,
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.unref();
    child.channel?.unref();
    child.on('message', (response: HelperResponse) => this.#answered(response));
    child.on('error', (error) => this.#rejectAll(new Failure('failed', this.#lost(), { cause: error })));
    child.on('exit', (code, signal) => this.#exited(code, signal));
    return child;
  }

  #answered(response: HelperResponse): void {
    this.#deaths = 0;
    const pending = this.#settle(response.id);
    if (pending === undefined) return;
    if (response.ok) pending.resolve(response.value as never);
    else pending.reject(helperFailure(response));
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    clearTimeout(pending?.timer);
    return pending;
  }

  #kill(reason: Failure): void {
    this.#rejectAll(reason);
    if (this.#child === null) return;
    this.#dying = true;
    this.#lastDeath = reason.message;
    this.#child.kill('SIGKILL');
  }

  #exited(code: number | null, signal: NodeJS.Signals | null): void {
    if (!this.#dying)
      this.#lastDeath = `the ${this.#hazard} helper ended (${signal ?? `exit status ${code ?? '?'}`})`;
    this.#child = null;
    this.#dying = false;
    this.#notBefore = performance.now() + Math.min(longestBackOff, firstBackOff * 2 ** this.#deaths);
    this.#deaths += 1;
    this.#rejectAll(new Failure('failed', this.#lastDeath));
  }

  #rejectAll(failure: Failure): void {
    for (const id of [...this.#pending.keys()]) this.#settle(id)?.reject(failure);
  }

  #lost(): string {
    return `the ${this.#hazard} helper could not be asked`;
  }
}

function helperFailure(response: { message: string; code: string | null }): Failure {
  if (response.code === 'ENOENT') return new Failure('absent', response.message);
  if (response.code === 'EACCES' || response.code === 'EPERM')
    return new Failure('no_permission', response.message);
  return new Failure('failed', response.message);
}
