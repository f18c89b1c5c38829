/** Both clocks at one moment, ms: since 1970, and of the clock's `monotonic()`. */
export interface BothClocks {
  readonly epoch: number;
  readonly at: number;
}

/** What the wall clock moves by against the monotonic one without having been set, ms: it is slewed, or corrected a little. */
const tolerance = 2_000;
/** How long a clock must stand where it has jumped to before it is believed, ms. */
const believedAfter = 30_000;
/** A clock that never stands so long is taken as it is after this, ms: recording must not wait for ever. */
const longestDoubt = 600_000;

/**
 * Whether the machine's clock is to be believed: it is when it has run in step with the monotonic one for half a
 * minute. A machine without a battery clock begins in 1970, another is days ahead until the network has told it the
 * time; a jump may also be real (a laptop that slept, a clock that was set), and then it stands.
 */
export class WallClock {
  /** The believed distance of the two clocks, ms; null before the first. */
  #believed: number | null = null;
  #seen = NaN;
  #jumpedAt = -Infinity;
  #doubtedSince: number | null = null;
  #lastAt = -Infinity;

  /** Takes note of both clocks. */
  observe({ epoch, at }: BothClocks): void {
    const distance = epoch - at;
    if (!isNear(distance, this.#seen)) this.#jumpedAt = at;
    this.#seen = distance;
    this.#lastAt = at;
    this.#doubtedSince ??= at;
    const stood = at - this.#jumpedAt >= believedAfter || at - this.#doubtedSince >= longestDoubt;
    if (stood || this.#hasReturned) this.believe();
  }

  /** Takes the clock as it is. */
  believe(): void {
    this.#believed = this.#seen;
    this.#doubtedSince = null;
  }

  /** Whether the clock as it was last seen is believed. */
  get isCertain(): boolean {
    return this.#believed !== null && this.#doubtedSince === null;
  }

  /** Whether it was ever believed. */
  get wasCertain(): boolean {
    return this.#believed !== null;
  }

  /** How long it has run in step with the monotonic clock, ms; 0 while it is not believed. */
  get inStepFor(): number {
    return this.isCertain ? this.#lastAt - this.#jumpedAt : 0;
  }

  /** What is added to the monotonic clock to get the time, ms: as it is believed, or as it is while none is. */
  get distance(): number {
    return this.#believed ?? this.#seen;
  }

  /** The same as the clock was last seen, believed or not. */
  get seenDistance(): number {
    return this.#seen;
  }

  /** Whether the clock is where it is believed to be, after whatever excursion. */
  get #hasReturned(): boolean {
    return this.#believed !== null && isNear(this.#seen, this.#believed);
  }
}

/** Whether two distances of the clocks differ by no more than a clock moves without a jump. */
export function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= tolerance;
}
