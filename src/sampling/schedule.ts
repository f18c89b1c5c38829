import type { Clock } from '../clock.js';

/** What the schedule knows of a sampler. */
export interface Scheduled {
  readonly name: string;
  readonly due: number;
  readonly readsWhenIdle: boolean;
  latest(): { readonly ok: boolean; readonly at: number } | null;
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
  readonly #samplers: Scheduled[] = [];
  #cancel: (() => void) | null = null;
  #running = false;

  /** `interval` (ms) is the grid on which wake-ups fall. */
  constructor(clock: Clock, interval: number) {
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
  }

  /** What is read all the time, with its last outcome: what readiness is judged by. */
  get alwaysRead(): readonly Scheduled[] {
    return this.#samplers.filter(({ readsWhenIdle }) => readsWhenIdle);
  }

  #arm(): void {
    if (!this.#running) return;
    this.#cancel?.();
    this.#cancel = null;
    const wakesAt = this.#onGrid(Math.min(...this.#samplers.map((sampler) => sampler.due)));
    if (wakesAt === Infinity) return;
    const delay = Math.max(1, wakesAt - this.#clock.monotonic());
    this.#cancel = this.#clock.setTimer(delay, () => this.#wake());
  }

  #wake(): void {
    // Half an interval of tolerance gathers everything that falls due around this grid point.
    const horizon = this.#clock.monotonic() + this.#interval / 2;
    for (const sampler of this.#samplers) if (sampler.due <= horizon) void sampler.readNow();
    this.#arm();
  }

  /** The nearest point of the grid, so that samplers that started at different instants fall into step. */
  #onGrid(due: number): number {
    return Math.round(due / this.#interval) * this.#interval;
  }
}
