import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { within, type Clock } from '../../clock.js';
import { Failure } from '../../failures.js';
import { BackOff } from '../helper/back-off.js';
import type { Following, ProgramRound } from '../host.js';
import { crashOf } from './crash.js';
import type { Lingering } from './lingering.js';
import { killGroup } from './process-group.js';
import { Rounds } from './rounds.js';
import { isToBeFound } from './in-path.js';
import { notInstalled, startFailure } from './start-failure.js';

/** What a followed program shares with other starts of the same one. */
export interface FollowingContext {
  name: string;
  path: string;
  environment: Record<string, string>;
  clock: Clock;
  /** Everything to be killed when the host closes. */
  running: Set<ChildProcess>;
  lingering: Lingering;
}

export interface FollowingOptions {
  args: readonly string[];
  /** How often the program prints a round, ms. */
  interval: number;
  /** Nobody asked for so long (ms): the program is ended. */
  idle: number;
  maxBytes: number;
}

/** A driver that is loaded by the first to ask may take so long before the first round, ms. */
const startDeadline = 20_000;
type LoopingChild = ChildProcessByStdio<null, Readable, null>;

/**
 * A program that prints over and over, as its parent sees it: started by the first question, ended when nobody asks,
 * started anew after a pause when it ends by itself. What it prints between two silences is a round.
 */
export class FollowedProgram implements Following {
  readonly #context: FollowingContext;
  readonly #options: FollowingOptions;
  #child: LoopingChild | null = null;
  #rounds: Rounds;
  /** Since it was started it has printed all there is at least once. */
  #wasWhole = false;
  #startedAt = 0;
  #lastEnd: Failure | null = null;
  readonly #backOff = new BackOff();
  #waiting: ((outcome: Failure | null) => void)[] = [];
  #cancelStart: () => void = () => undefined;
  #cancelSilence: () => void = () => undefined;
  #cancelIdle: () => void = () => undefined;

  constructor(context: FollowingContext, options: FollowingOptions) {
    this.#context = context;
    this.#options = options;
    this.#rounds = new Rounds(options.interval);
  }

  async latest(timeout: number, isWhole: (text: string) => boolean = () => true): Promise<ProgramRound> {
    const { clock, name } = this.#context;
    this.#cancelIdle();
    this.#cancelIdle = clock.setTimer(this.#options.idle, () => this.#end(null));
    if (this.#child === null) await this.#start();
    while (this.#rounds.isEmpty || !(this.#wasWhole ||= isWhole(this.#rounds.text))) {
      await this.#nextRound(timeout);
    }
    const round = this.#rounds.newest(clock.monotonic());
    if (round === null) throw this.#lastEnd ?? new Failure('failed', `${name} printed nothing`);
    const { patience, longest } = this.#rounds;
    if (round.age <= patience) return round;
    const stale = new Failure('stale', `${name} has printed nothing for ${Math.round(round.age / 1000)} s`);
    if (round.age > longest) this.#end(stale);
    throw stale;
  }

  stop(timeout: number): Promise<void> {
    const { lingering } = this.#context;
    const child = this.#child;
    this.#cancelIdle();
    this.#end(null);
    if (child === null || !lingering.has(child)) return Promise.resolve();
    return lingering.gone(timeout);
  }

  async #start(): Promise<void> {
    const { name, path, environment, clock, running, lingering } = this.#context;
    await lingering.gone();
    if (this.#child !== null) return;
    lingering.refuse();
    const wait = this.#backOff.remaining(clock.monotonic());
    if (wait > 0) throw this.#lastEnd ?? new Failure('failed', `${name} has ended`);
    this.#startedAt = clock.monotonic();
    this.#backOff.started(this.#startedAt);
    const child = this.#spawn(path, environment);
    this.#child = child;
    const late = `${name} printed nothing within ${startDeadline / 1000} s and was killed`;
    this.#cancelStart = clock.setTimer(startDeadline, () => this.#end(new Failure('timeout', late)));
    running.add(child);
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (text: string) => this.#received(child, text));
    child.on('error', (error) => {
      running.delete(child);
      this.#gone(child, startFailure(this.#context, error));
    });
    child.on('exit', (code, signal) => {
      running.delete(child);
      const how = crashOf(code, signal) ?? `ended by itself (exit status ${code ?? 'unknown'})`;
      this.#gone(child, new Failure('failed', `${name} ${how}`));
    });
  }

  #spawn(path: string, environment: Record<string, string>): LoopingChild {
    try {
      if (!isToBeFound(path, environment)) throw notInstalled(this.#context.name);
      return spawn(path, this.#options.args, {
        env: environment,
        stdio: ['ignore', 'pipe', 'ignore'],
        detached: process.platform !== 'win32',
        windowsHide: true,
      });
    } catch (thrown) {
      this.#backOff.died(this.#context.clock.monotonic());
      this.#lastEnd = thrown instanceof Failure ? thrown : startFailure(this.#context, thrown);
      throw this.#lastEnd;
    }
  }

  #received(child: LoopingChild, text: string): void {
    if (this.#child !== child) return;
    const { clock, name } = this.#context;
    const { maxBytes } = this.#options;
    this.#rounds.received(text, clock.monotonic());
    this.#cancelSilence();
    if (this.#rounds.pending > maxBytes) {
      this.#end(
        new Failure('too_large', `${name} printed more than ${maxBytes} bytes at once and was killed`),
      );
      return;
    }
    this.#cancelSilence = clock.setTimer(this.#rounds.silence, () => this.#endRound());
  }

  #endRound(): void {
    if (!this.#rounds.end()) return;
    this.#cancelStart();
    this.#settle(null);
  }

  /** The timeout is that of one question, and counts from the start; the program goes on. */
  #nextRound(timeout: number): Promise<void> {
    const { clock, name } = this.#context;
    const left = Math.max(0, timeout - (clock.monotonic() - this.#startedAt));
    const settled = new Promise<void>((resolve, reject) => {
      this.#waiting.push((failure) => (failure === null ? resolve() : reject(failure)));
    });
    return within(clock, left, settled, () => {
      const seconds = `${timeout / 1000} s`;
      const late = this.#rounds.isEmpty
        ? `${name} printed nothing within ${seconds}; it is given ${startDeadline / 1000} s to start`
        : `${name} has not printed all within ${seconds}`;
      throw new Failure('timeout', late);
    });
  }

  /** Kills the program and does not await its end; `why` is null when nobody needs it any more. */
  #end(why: Failure | null): void {
    const child = this.#child;
    if (child === null) return;
    killGroup(child);
    child.stdout.destroy();
    this.#context.lingering.add(child, why);
    this.#gone(child, why);
  }

  #gone(child: LoopingChild, why: Failure | null): void {
    if (this.#child !== child) return;
    this.#child = null;
    this.#rounds = new Rounds(this.#options.interval);
    this.#wasWhole = false;
    this.#cancelStart();
    this.#cancelSilence();
    this.#lastEnd = why;
    if (why !== null) this.#backOff.died(this.#context.clock.monotonic());
    this.#settle(why ?? new Failure('failed', `${this.#context.name} is not asked any more`));
  }

  #settle(outcome: Failure | null): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const settle of waiting) settle(outcome);
  }
}
