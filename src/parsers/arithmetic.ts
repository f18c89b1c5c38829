/** Arithmetic with what may be unknown: null stands for a number that nobody told. */

/**
 * A number; of one that is larger than any the greatest there is, as of four hundred digits where a counter should be.
 * Whether it can be is for its bound to say.
 */
export function finite(value: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
}

/** The sum; null as soon as one is not known, since part of a sum is not the sum. Of none it is 0. */
export function sumOf(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return sum;
}

/** By how much a part may be more than its whole: they are read one after the other, and some are rounded. */
export const partSlack = 1.02;

/** What is left of `whole`, never below 0; null when either is unknown, and when the part is more than the whole. */
export function remainderOf(whole: number | null, part: number | null): number | null {
  if (whole === null || part === null || part > whole * partSlack) return null;
  return Math.max(0, whole - part);
}

/** `part` divided by `whole`; null when either is unknown or there is no whole. */
export function ratioOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : finite(part / whole);
}

/** How much a counter has grown; null when either is unknown, and when it went backwards: it has begun anew. */
export function increaseOf(before: number | null, now: number | null): number | null {
  return before === null || now === null || now < before ? null : now - before;
}
