import type { Ring } from './ring.js';
import { Slots } from './slots.js';
import type { Spread } from './spread.js';

/** One bucket: the span of `step` that begins at `bucket * step`. */
export interface Bucket extends Spread {
  bucket: number;
}

/**
 * The buckets of one series that have one length, in the slots of a ring. One bucket is open: what comes goes into it. A
 * bucket without a value is a gap. Values keep seven significant digits.
 */
export class Tier {
  /** Length of a bucket, ms. */
  readonly step: number;
  readonly slots: number;
  readonly #ring: Ring;
  readonly #values: Slots;
  #open: number | null = null;
  /** What the open bucket is made of so far. */
  #sum = 0;
  #count = 0;
  #least = Infinity;
  #greatest = -Infinity;

  constructor(ring: Ring) {
    this.step = ring.step;
    this.slots = ring.slots;
    this.#ring = ring;
    this.#values = new Slots(ring.slots);
    ring.add(this.#values);
  }

  /** How many bytes its values take now; `Slots.bytes` at most. */
  get bytes(): number {
    return this.#values.bytes;
  }

  /** Gives up its place in the ring. */
  leave(): void {
    this.#ring.remove(this.#values);
  }

  /** The bucket an instant falls into; ms since 1970. */
  bucketOf(epoch: number): number {
    return Math.floor(epoch / this.step);
  }

  /**
   * Adds what was measured in `bucket`. Gives the bucket that has thereby been completed, else null. One that was
   * completed before, which the clock has come back to, goes on: what it held counts as one part of it.
   */
  add(bucket: number, part: Spread): Bucket | null {
    const completed = bucket === this.#open ? null : this.#complete();
    if (this.#open === null) this.#begin(bucket);
    this.#join(part, 1);
    return completed;
  }

  /** Completes the open bucket when it lies before `bucket`, and gives it. */
  close(bucket: number): Bucket | null {
    return this.#open !== null && this.#open < bucket ? this.#complete() : null;
  }

  /** What is known of a bucket, null for a gap; `count` is of how many parts the open one is made, else 0. */
  at(bucket: number): (Spread & { count: number }) | null {
    if (bucket === this.#open) return { ...this.#openSpread(), count: this.#count };
    const slot = this.#ring.slotOf(bucket);
    if (this.#ring.held(slot) !== bucket) return null;
    const stored = this.#values.at(slot);
    return stored === null ? null : { ...stored, count: 0 };
  }

  /** Puts back what was kept of a bucket before this process began: one that was open goes on. `now` is a bucket. */
  restore(bucket: number, stored: Spread & { count: number }, now: number): void {
    const isOpen = bucket === this.#open;
    if (!isOpen && (stored.count === 0 || (this.#open ?? -Infinity) > bucket)) {
      this.fill(bucket, stored, now);
      return;
    }
    if (!isOpen) {
      this.#complete();
      this.#begin(bucket);
    }
    this.#join(stored, Math.max(1, stored.count));
  }

  /**
   * Puts a kept bucket in a gap. What has been measured is not overwritten, and of two for one place the one that
   * belongs to the time before `now` has it, else the newer.
   */
  fill(bucket: number, stored: Spread, now: number): void {
    if (bucket === this.#open || this.at(bucket) !== null) return;
    const held = this.#ring.held(this.#ring.slotOf(bucket));
    const isOfNow = (one: number) => one <= now && one > now - this.slots;
    const mayTake = held === null || held === bucket || isOfNow(bucket) || (!isOfNow(held) && bucket > held);
    if (mayTake) this.#put(bucket, stored);
  }

  #openSpread(): Spread {
    return { min: this.#least, avg: this.#sum / this.#count, max: this.#greatest };
  }

  #complete(): Bucket | null {
    if (this.#open === null) return null;
    const completed = { bucket: this.#open, ...this.#openSpread() };
    this.#put(completed.bucket, completed);
    this.#open = null;
    return completed;
  }

  #begin(bucket: number): void {
    const known = this.at(bucket);
    this.#open = bucket;
    this.#sum = 0;
    this.#count = 0;
    this.#least = Infinity;
    this.#greatest = -Infinity;
    if (known !== null) this.#join(known, 1);
  }

  #join({ min, avg, max }: Spread, parts: number): void {
    this.#sum += avg * parts;
    this.#count += parts;
    this.#least = Math.min(this.#least, min);
    this.#greatest = Math.max(this.#greatest, max);
  }

  #put(bucket: number, spread: Spread): void {
    this.#values.put(this.#ring.take(bucket), spread);
  }
}
