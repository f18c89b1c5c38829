import type { Clock } from '../../clock.js';
import type { History } from './history.js';
import type { HeldValue, Selection, Wanted } from './selection.js';
import type { Series } from './series.js';
import { WallClock, type BothClocks } from '../wall-clock.js';

interface Held extends Pick<BothClocks, 'at'> {
  value: number;
}

/** So many values are held; more would be a machine whose clock never stands still, and then it is taken as it is. */
const mostHeld = 20_000;

/**
 * Gives readings to the history, each under its right time. While the machine's clock is not to be believed they are
 * held with the instant of the monotonic clock, and are shown by the clock as it is; once it is clear what time it
 * is they are kept under that time. So a clock that is wrong for a while neither puts a reading in a wrong place nor
 * overwrites what is there.
 */
export class Recorder {
  readonly #history: History;
  readonly #clock: Clock;
  readonly #wall = new WallClock();
  #held = new Map<Series, Held[]>();
  #heldCount = 0;
  #observed: BothClocks | null = null;

  constructor(history: History, clock: Clock) {
    this.#history = history;
    this.#clock = clock;
  }

  /** Keeps a value that was measured at `moment`; null is a gap, and nothing is kept. */
  record(metric: string, instance: string | null, moment: BothClocks, value: number | null): void {
    // Dozens of values are measured at one moment.
    if (moment !== this.#observed) this.observe(moment);
    if (value === null || !Number.isFinite(value)) return;
    if (this.isCertain) {
      this.#history.record(metric, instance, moment.epoch, value);
      return;
    }
    const series = this.#history.seriesOf(metric, instance, moment.epoch);
    if (series === null) return;
    series.lastAt = moment.epoch;
    this.#hold(series, { at: moment.at, value });
  }

  /** Takes note of both clocks, and keeps what was held when it is clear what time it is. */
  observe(moment: BothClocks): void {
    this.#observed = moment;
    this.#wall.observe(moment);
    if (this.isCertain) this.#giveOut();
  }

  /** Whether it is clear what time it is. */
  get isCertain(): boolean {
    return this.#wall.isCertain;
  }

  /** How long the clock has run in step, ms; 0 while it is not clear what time it is. */
  get inStepFor(): number {
    return this.#wall.inStepFor;
  }

  /** What the monotonic clock lacks to the time as it is believed, ms; it changes when a jump of the clock was real. */
  get distance(): number {
    return this.#wall.distance;
  }

  /** The time as it is believed, ms since 1970: what is recorded now is recorded then. */
  get now(): number {
    return this.#clock.monotonic() + this.distance;
  }

  /** Completes every bucket that has passed. */
  settle(): void {
    this.observe({ epoch: this.#clock.epoch(), at: this.#clock.monotonic() });
    if (this.isCertain) this.#history.settle(this.now);
  }

  /**
   * The last word: what is held is kept by the clock as it is where there never was another time. Of readings since
   * a jump of the clock nobody will know when they were, and a gap is better than a false time.
   */
  end(): void {
    this.settle();
    if (!this.#wall.wasCertain) this.#wall.believe();
    if (this.isCertain) this.#giveOut();
    this.#held.clear();
    this.#heldCount = 0;
  }

  /** Points of the past, those that are held among them; `now` is of the clock as it is. */
  select(wanted: Wanted, now: number): Selection {
    this.settle();
    return this.#history.select(wanted, now, (series) => this.#heldOf(series));
  }

  #hold(series: Series, held: Held): void {
    const own = this.#held.get(series);
    if (own === undefined) this.#held.set(series, [held]);
    else own.push(held);
    this.#heldCount += 1;
    if (this.#heldCount < mostHeld) return;
    this.#wall.believe();
    this.#giveOut();
  }

  #giveOut(): void {
    if (this.#heldCount === 0) return;
    for (const [{ metric, instance }, held] of this.#held) {
      for (const { at, value } of held) this.#history.record(metric, instance, at + this.distance, value);
    }
    this.#held.clear();
    this.#heldCount = 0;
  }

  #heldOf(series: Series): HeldValue[] {
    const held = this.#held.get(series) ?? [];
    return held.map(({ at, value }) => ({ epoch: at + this.#wall.seenDistance, value }));
  }
}
