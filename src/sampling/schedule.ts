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
    sampler.onWake = () => this.#arm();
  }

  /** Reads at once what is read also when nobody asks, then keeps everything at its rhythm. */
  start(): void {
    this.#running = true;
    for (const sampler of this.#samplers) if (sampler.readsWhenIdle) void sampler.readNow();
    this.#arm();
  }

  stop(): void {
    this.#running = false;
    this.#cancel?.();
    this.#cancel = null;
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

  #arm(): void {
    if (!this.#running) return;
    this.#cancel?.();
    this.#cancel = null;
    const wakesAt = this.#onGrid(Math.min(...this.#samplers.map((sampler) => sampler.due)));
    const now = this.#clock.monotonic();
    const delay = Math.max(1, wakesAt - now);
    this.#onArm(delay);
    if (delay === Infinity) return;
    this.#cancel = this.#clock.setTimer(delay, () => this.#wake(now + delay));
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
