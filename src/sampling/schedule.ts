import type { Clock } from '../clock.js';
import type { Failure } from '../failures.js';

/** What the schedule knows of a sampler. */
export interface Scheduled {
  readonly name: string;
  readonly due: number;
  readonly readsWhenIdle: boolean;
  latest():
    | (({ readonly ok: true } | { readonly ok: false; readonly failure: Failure }) & { readonly at: number })
    | null;
  readNow(): Promise<unknown>;
  onWake: () => void;
}

/**
 * The process's one timer. Every sampler that is due is read in the same wake-up: wake-ups are what a monitor
 * costs its machine, not readings.
 */
export class Schedule {
  readonly #clock: Clock;
  readonly #interval: number;
  readonly #onArm: (next: number) => void;
  readonly #samplers: Scheduled[] = [];
  #cancel: (() => void) | null = null;
  /** What the timer is set to, of the monotonic clock; Infinity while it is not. */
  #wakesAt = Infinity;
  #running = false;
  #wakeUps = 0;
  #lateness = { last: 0, total: 0 };

  /**
   * `interval` (ms) is the grid on which wake-ups fall. `onArm` is told each time in how many ms the next one is due;
   * Infinity when none is.
   */
  constructor(clock: Clock, interval: number, onArm: (next: number) => void = () => undefined) {
    this.#onArm = onArm;
    this.#clock = clock;
    this.#interval = interval;
  }

  add(sampler: Scheduled): void {
    this.#samplers.push(sampler);
    sampler.onWake = () => this.#armFor(sampler);
  }

  /** Reads at once what is read also when nobody asks, then keeps everything at its rhythm. */
  start(): void {
    this.#running = true;
    for (const sampler of this.#samplers) if (sampler.readsWhenIdle) void sampler.readNow();
    this.#arm();
  }

  stop(): void {
    this.#running = false;
    this.#disarm();
    this.#onArm(Infinity);
  }

  /** What is read all the time, with its last outcome: what readiness is judged by. */
  get alwaysRead(): readonly Scheduled[] {
    return this.#samplers.filter(({ readsWhenIdle }) => readsWhenIdle);
  }

  /**
   * How often the timer woke this process, and by how much later than planned, in ms: the delay that anything else
   * in the event loop has as well.
   */
  get timing(): { wakeUps: number; lastDelay: number; totalDelay: number } {
    return { wakeUps: this.#wakeUps, lastDelay: this.#lateness.last, totalDelay: this.#lateness.total };
  }

  /** Of the many readings that end after a wake-up, the first alone changes what comes next. */
  #armFor(sampler: Scheduled): void {
    if (this.#onGrid(sampler.due) < this.#wakesAt) this.#arm();
  }

  #arm(): void {
    if (!this.#running) return;
    this.#disarm();
    let due = Infinity;
    for (const sampler of this.#samplers) due = Math.min(due, sampler.due);
    const now = this.#clock.monotonic();
    this.#wakesAt = Math.max(now + 1, this.#onGrid(due));
    const delay = this.#wakesAt - now;
    this.#onArm(delay);
    if (delay === Infinity) return;
    this.#cancel = this.#clock.setTimer(delay, () => this.#wake(now + delay));
  }

  #disarm(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#wakesAt = Infinity;
  }

  #wake(planned: number): void {
    const now = this.#clock.monotonic();
    const last = Math.max(0, now - planned);
    this.#lateness = { last, total: this.#lateness.total + last };
    this.#wakeUps += 1;
    // Half an interval of tolerance gathers everything that falls due around this grid point.
    const horizon = now + this.#interval / 2;
    for (const sampler of this.#samplers) if (sampler.due <= horizon) void sampler.readNow();
    this.#arm();
  }

  /** The nearest point of the grid, so that samplers that started at different instants fall into step. */
  #onGrid(due: number): number {
    return Math.round(due / this.#interval) * this.#interval;
  }
}
