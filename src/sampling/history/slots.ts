import type { Spread } from './spread.js';

/**
 * The values of one series in the slots of a ring, with seven significant digits. Memory is taken when it is needed: a
 * page of it by the operating system when something is written there, since nothing is all zeros, and that of the
 * smallest and greatest values when one differs from its mean.
 */
export class Slots {
  /** Zero where there is nothing; a value of zero stands as minus zero. */
  readonly #avg: Float32Array;
  /** The smallest and the greatest of a slot, one after the other; null while all are as their mean. */
  #extremes: Float32Array | null = null;

  constructor(slots: number) {
    this.#avg = new Float32Array(slots);
  }

  /** How many bytes these take at most. */
  static bytes(slots: number): number {
    return slots * 12;
  }

  /** How many bytes these take now. */
  get bytes(): number {
    return this.#avg.byteLength + (this.#extremes?.byteLength ?? 0);
  }

  at(slot: number): Spread | null {
    const stored = this.#avg[slot] ?? 0;
    if (Object.is(stored, 0)) return null;
    // Minus zero becomes zero.
    const avg = stored + 0;
    return { min: this.#extremes?.[2 * slot] ?? avg, avg, max: this.#extremes?.[2 * slot + 1] ?? avg };
  }

  put(slot: number, { min, avg, max }: Spread): void {
    const rounded = Math.fround(avg);
    this.#avg[slot] = rounded === 0 ? -0 : rounded;
    if (this.#extremes === null && Math.fround(min) === rounded && Math.fround(max) === rounded) return;
    const extremes = (this.#extremes ??= this.#allAsTheirMean());
    extremes[2 * slot] = min;
    extremes[2 * slot + 1] = max;
  }

  clear(slot: number): void {
    this.#avg[slot] = 0;
  }

  #allAsTheirMean(): Float32Array {
    const extremes = new Float32Array(2 * this.#avg.length);
    // Thousands of slots: lists of their entries would be more than all else that is made in a minute.
    for (let slot = 0; slot < this.#avg.length; slot += 1) {
      const avg = this.#avg[slot] ?? 0;
      if (Object.is(avg, 0)) continue;
      extremes[2 * slot] = avg + 0;
      extremes[2 * slot + 1] = avg + 0;
    }
    return extremes;
  }
}
