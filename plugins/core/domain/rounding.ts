import { forms, type Form } from '../../../schemas/units.js';
import { partSlack, ratioOf } from '../../../src/parsers/arithmetic.js';

export { ratioOf, remainderOf, sumOf } from '../../../src/parsers/arithmetic.js';

/**
 * `value` with so many decimals, as the original service rounds: exactly, and a tie to the even digit. Only a
 * value with few binary places can be a true tie, and there the multiplication is exact.
 */
export function rounded(value: number, decimals: number): number {
  // Minus zero becomes zero.
  if (Number.isInteger(value)) return value + 0;
  const scale = scales[decimals] ?? 10 ** decimals;
  const scaled = value * scale;
  if (isFarFromTie(scaled)) return Math.round(scaled) / scale;
  const isTie = Number.isInteger(value * 2 ** (decimals + 1)) && Math.abs(scaled % 1) === 0.5;
  if (isTie) return (2 * Math.round(scaled / 2)) / scale;
  return Number(value.toFixed(decimals));
}

const scales: readonly number[] = [1, 10, 100, 1_000, 10_000];

/** Whether a product is nearer to one whole number than to all others, however it was rounded itself. */
function isFarFromTie(scaled: number): boolean {
  return Math.abs(scaled) < 1e9 && Math.abs(scaled - Math.floor(scaled) - 0.5) > 1e-6;
}

/** What is known, with the decimals of its form: every number of a body passes here, so that it has the same digits everywhere. */
export function shownAs(form: Form, value: number): number;
export function shownAs(form: Form, value: number | null): number | null;
export function shownAs(form: Form, value: number | null): number | null {
  return roundedOrNull(value, forms[form].decimals);
}

/** Rounds what is known. */
export function roundedOrNull(value: number | null, decimals: number): number | null {
  return value === null ? null : rounded(value, decimals);
}

/** Bytes as GB of 2^30 bytes; null stays null. */
export function inGigabytes(bytes: number): number;
export function inGigabytes(bytes: number | null): number | null;
export function inGigabytes(bytes: number | null): number | null {
  return bytes === null ? null : shownAs('gigabytes', bytes / 2 ** 30);
}

/** Bytes as MB of 2^20 bytes; null stays null. */
export function inMegabytes(bytes: number): number;
export function inMegabytes(bytes: number | null): number | null;
export function inMegabytes(bytes: number | null): number | null {
  return bytes === null ? null : shownAs('megabytes', bytes / 2 ** 20);
}

/**
 * `part` of `whole` in percent, 100 at most; null when either is unknown, there is no whole, or the part is more than it by
 * more than the time between two readings explains.
 */
export function percentOf(
  part: number | null,
  whole: number | null,
  form: 'percent' | 'finePercent' = 'percent',
): number | null {
  const ratio = ratioOf(part, whole);
  return ratio === null || ratio > partSlack ? null : shownAs(form, Math.min(1, ratio) * 100);
}
