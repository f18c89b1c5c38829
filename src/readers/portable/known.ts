/**
 * What systeminformation leaves for unknown — NaN, null, -1, 0, '', 'unknown' — as null. Its values come from
 * another process, so nothing is taken from their types.
 */

/** A count or size that may be 0; null when it is negative or no number. */
export function knownNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

/** A number that is never 0 in truth (a size of memory, a clock rate); null when it is 0 or no number. */
export function knownPositive(value: unknown): number | null {
  return knownNumber(value) || null;
}

/** A text; null when it is empty or says that it is unknown. */
export function knownText(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' || text.toLowerCase() === 'unknown' ? null : text;
}

/** The load averages over 1, 5 and 15 minutes; null on Windows, which has none. */
export function knownLoadAverage(
  platform: NodeJS.Platform,
  values: readonly number[],
): [number, number, number] | null {
  const [one, five, fifteen] = values.map(knownNumber);
  if (platform === 'win32' || one == null || five == null || fifteen == null) return null;
  return [one, five, fifteen];
}

/** What `ask` gives, asked once; asked again only while the answer was not `whole` or there was none. */
export function keptOnceKnown<T>(ask: () => Promise<T>, whole: (answer: T) => boolean): () => Promise<T> {
  let kept: T | undefined;
  return async () => {
    if (kept !== undefined) return kept;
    const answer = await ask();
    if (whole(answer)) kept = answer;
    return answer;
  };
}
