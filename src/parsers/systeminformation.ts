/**
 * What systeminformation leaves for unknown — NaN, null, -1, 0, '', 'unknown' — as null. Its values come from
 * another process, so nothing is taken from their types. https://systeminformation.io
 */

/** A count or size that may be 0; null when it is negative or no number. */
export function knownNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

/** A number that is never 0 in truth (a size of memory, a clock rate); null when it is 0 or no number. */
export function knownPositive(value: unknown): number | null {
  return value === 0 ? null : knownNumber(value);
}

/** A text; null when it is empty or says that it is unknown. */
export function knownText(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' || text.toLowerCase() === 'unknown' ? null : text;
}

/** Node's load averages over 1, 5 and 15 minutes; null on Windows, which has none and for which it gives 0. */
export function knownLoadAverage(
  platform: string,
  values: readonly unknown[],
): [number, number, number] | null {
  if (platform === 'win32') return null;
  const one = knownNumber(values[0]);
  const five = knownNumber(values[1]);
  const fifteen = knownNumber(values[2]);
  return one === null || five === null || fifteen === null ? null : [one, five, fifteen];
}
