import type { StoredLimits } from '../../host/history/store.js';

/** A tier of the file: the bucket of now, how many reach back, and how far that is, ms. */
export interface KeptTier {
  tier: number;
  now: number;
  slots: number;
  span: number;
}

/** The tiers that are kept, all but the finest; `now` in ms since 1970. */
export function keptTiers(tiers: readonly { step: number; span: number }[], now: number): KeptTier[] {
  return tiers
    .map(({ step, span }, tier) => ({
      ...{ tier, span },
      now: Math.floor(now / step),
      slots: Math.ceil(span / step),
    }))
    .slice(1);
}

/** At the start no tier may have more than this: twice the longest history that can be wished. */
const mostAtStart = 20_000;
/** How often buckets are counted, ms. */
const countInterval = 3_600_000;

/**
 * What goes from the file. A clock may be wrong for hours and run in step all the while, so it alone is no reason to
 * delete anything. What is old goes once the clock has run in step for as long as the tier reaches: then it really is.
 * Until then the number is bounded, at twice of what the tier holds: a clock that is wrong must have been so for as
 * long as the tier reaches before anything goes, and by then all from before is old in truth.
 */
export class Retention {
  /** When buckets were last counted, ms of the monotonic clock; null before the first time. */
  #countedAt: number | null = null;

  /** `at` is of the monotonic clock; `inStepFor` is how long the clock has run in step. Both in ms. */
  limits(tiers: readonly KeptTier[], at: number, inStepFor: number): StoredLimits[] {
    const most = this.#mostOf(at);
    return tiers.map(({ tier, now, slots, span }) => ({
      tier,
      oldest: inStepFor >= span ? now - slots + 1 : null,
      most: most === null ? null : { buckets: most(slots), around: now },
    }));
  }

  /** A history that is wished shorter by mistake loses nothing within the first hour. */
  #mostOf(at: number): ((slots: number) => number) | null {
    const isFirst = this.#countedAt === null;
    if (at - (this.#countedAt ?? -Infinity) < countInterval) return null;
    this.#countedAt = at;
    return (slots) => (isFirst ? Math.max(mostAtStart, 2 * slots) : 2 * slots);
  }
}
