import type { ChildProcess } from 'node:child_process';
import { within, type Clock } from '../../clock.js';
import { Failure } from '../../failures.js';

/** One that was killed takes a moment to go even where nothing holds it, ms. */
const moment = 500;

/** The processes of a program that have been killed and have not gone yet: until then no other one is started. */
export class Lingering {
  readonly #name: string;
  readonly #clock: Clock;
  /** Why each was killed, and when (ms). */
  readonly #killed = new Map<ChildProcess, { why: Failure | null; at: number }>();
  readonly #waiting: (() => void)[] = [];

  constructor(name: string, clock: Clock) {
    this.#name = name;
    this.#clock = clock;
  }

  has(child: ChildProcess): boolean {
    return this.#killed.has(child);
  }

  /** A process has been killed, for this reason; null when nobody needed it any more. */
  add(child: ChildProcess, why: Failure | null): void {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    this.#killed.set(child, { why, at: this.#clock.monotonic() });
    child.once('exit', () => {
      this.#killed.delete(child);
      if (this.#killed.size === 0) for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  /** Resolves once all have gone, or `timeout` ms have passed since the last was killed. */
  async gone(timeout = moment): Promise<void> {
    const newest = Math.max(...[...this.#killed.values()].map(({ at }) => at));
    const left = newest + timeout - this.#clock.monotonic();
    if (this.#killed.size === 0 || left <= 0) return;
    const allGone = new Promise<void>((wake) => this.#waiting.push(wake));
    await within(this.#clock, left, allGone, () => undefined);
  }

  /** Throws while one has not gone: the Failure that it was killed for, which says more than that it is still there. */
  refuse(): void {
    const [first] = this.#killed.values();
    if (first === undefined) return;
    const { why } = first;
    if (why === null) throw new Failure('timeout', `an earlier ${this.#name} has not ended yet`);
    throw new Failure(why.code, `${why.message}; it has not ended yet`, { cause: why });
  }
}
