import type { Clock } from '../../src/clock.js';

/** A clock that stands still until it is advanced. `monotonic()` starts at 0. */
export class FakeClock implements Clock {
  /** How many turns of the event loop real input and output may take. */
  turns = 20;
  #start: number;
  #now = 0;
  readonly #timers = new Set<{ at: number; wake: () => void }>();

  constructor(start = '2026-01-31T12:00:00.000Z') {
    this.#start = Date.parse(start);
  }

  epoch(): number {
    return this.#start + this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  /** Sets the wall clock by `ms`, back when that is negative; the monotonic one goes on as if nothing had happened. */
  shift(ms: number): void {
    this.#start += ms;
  }

  setTimer(delay: number, wake: () => void): () => void {
    const timer = { at: this.#now + delay, wake };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How many timers are set. */
  get timers(): number {
    return this.#timers.size;
  }

  /** Moves on by `ms`, firing what falls due on the way in order. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await this.#settle();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.wake();
      await this.#settle();
    }
    this.#now = end;
    await this.#settle();
  }

  /** Lets `ms` pass in which the process stands still: every timer that falls due fires once, late, at the end. */
  async leap(ms: number): Promise<void> {
    this.#now += ms;
    await this.advance(0);
  }

  /** What `pending` gives, the clock being moved on in small steps until it is there. */
  async until<T>(pending: Promise<T>, step = 10): Promise<T> {
    let done = false;
    const finished = () => (done = true);
    pending.then(finished, finished);
    await this.#settle();
    while (!done) await this.advance(step);
    return pending;
  }

  /** Lets everything that is already settled or only waits for real input and output go on. */
  async #settle(): Promise<void> {
    for (let turn = 0; turn < this.turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  #next(end: number) {
    return [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}
