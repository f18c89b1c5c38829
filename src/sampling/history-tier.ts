/** The smallest, the mean and the greatest value of a span of time. */
export interface Spread {
  min: number;
  avg: number;
  max: number;
}

/** One bucket: the span of `step` that begins at `bucket * step`. */
export interface Bucket extends Spread {
  bucket: number;
}

/**
 * A ring of buckets of one length, in fixed memory: 12 bytes a bucket. The newest bucket is open: what comes goes
 * into it. A bucket without a value is a gap. Values keep seven significant digits.
 */
export class Tier {
  /** Length of a bucket, ms. */
  readonly step: number;
  readonly slots: number;
  readonly #min: Float32Array;
  readonly #avg: Float32Array;
  readonly #max: Float32Array;
  #newest = -Infinity;
  /** What the newest bucket is made of so far; nothing while the count is 0. */
  #sum = 0;
  #count = 0;
  #least = Infinity;
  #greatest = -Infinity;

  /** `step` and `span` in ms. */
  constructor(step: number, span: number) {
    this.step = step;
    this.slots = Math.max(1, Math.ceil(span / step));
    this.#min = new Float32Array(this.slots).fill(NaN);
    this.#avg = new Float32Array(this.slots).fill(NaN);
    this.#max = new Float32Array(this.slots).fill(NaN);
  }

  /** How many bytes one takes. */
  static bytes(step: number, span: number): number {
    return Math.max(1, Math.ceil(span / step)) * 12;
  }

  /** The bucket an instant falls into; ms since 1970. */
  bucketOf(epoch: number): number {
    return Math.floor(epoch / this.step);
  }

  /**
   * Adds what was measured in `bucket`. Gives the bucket that has thereby been completed, else null. An instant
   * before the newest bucket means that the clock was set back: what it had written of the future is forgotten.
   */
  add(bucket: number, { min, avg, max }: Spread): Bucket | null {
    const completed = bucket > this.#newest ? this.close(bucket) : null;
    if (bucket < this.#newest) this.#rewind(bucket);
    else this.#advance(bucket);
    this.#sum += avg;
    this.#count += 1;
    this.#least = Math.min(this.#least, min);
    this.#greatest = Math.max(this.#greatest, max);
    return completed;
  }

  /** Completes the open bucket when it lies before `bucket`, and gives it. */
  close(bucket: number): Bucket | null {
    if (this.#count === 0 || this.#newest >= bucket) return null;
    const completed = { bucket: this.#newest, ...this.#openSpread() };
    this.#put(completed.bucket, completed);
    this.#count = 0;
    return completed;
  }

  /** What is known of a bucket, null for a gap; `count` is of how many parts the open one is made, else 0. */
  at(bucket: number): (Spread & { count: number }) | null {
    if (bucket > this.#newest || bucket <= this.#newest - this.slots) return null;
    if (bucket === this.#newest && this.#count > 0) return { ...this.#openSpread(), count: this.#count };
    const slot = this.#slot(bucket);
    const avg = this.#avg[slot] ?? NaN;
    if (Number.isNaN(avg)) return null;
    return { min: this.#min[slot] ?? avg, avg, max: this.#max[slot] ?? avg, count: 0 };
  }

  /** Puts back what was kept of a bucket; what has been measured since is not overwritten. */
  restore(bucket: number, kept: Spread & { count: number }): void {
    if (bucket <= this.#newest - this.slots) return;
    if (bucket > this.#newest) this.close(bucket);
    const isOpen = bucket >= this.#newest;
    if (!isOpen) {
      if (Number.isNaN(this.#avg[this.#slot(bucket)])) this.#put(bucket, kept);
      return;
    }
    this.#advance(bucket);
    const parts = Math.max(1, kept.count);
    this.#sum += kept.avg * parts;
    this.#count += parts;
    this.#least = Math.min(this.#least, kept.min);
    this.#greatest = Math.max(this.#greatest, kept.max);
  }

  #openSpread(): Spread {
    return { min: this.#least, avg: this.#sum / this.#count, max: this.#greatest };
  }

  #advance(bucket: number): void {
    if (bucket === this.#newest && this.#count > 0) return;
    if (bucket > this.#newest) this.#forget(Math.max(this.#newest + 1, bucket - this.slots + 1), bucket);
    this.#newest = bucket;
    this.#sum = 0;
    this.#count = 0;
    this.#least = Infinity;
    this.#greatest = -Infinity;
  }

  #rewind(bucket: number): void {
    this.#forget(Math.max(bucket, this.#newest - this.slots + 1), this.#newest);
    this.#newest = bucket;
    this.#count = 0;
    this.#advance(bucket);
  }

  #forget(from: number, to: number): void {
    for (let bucket = from; bucket <= to; bucket += 1) this.#avg[this.#slot(bucket)] = NaN;
  }

  #put(bucket: number, { min, avg, max }: Spread): void {
    const slot = this.#slot(bucket);
    this.#min[slot] = min;
    this.#avg[slot] = avg;
    this.#max[slot] = max;
  }

  #slot(bucket: number): number {
    return ((bucket % this.slots) + this.slots) % this.slots;
  }
}
