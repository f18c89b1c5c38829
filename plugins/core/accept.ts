/**
 * Which of `offered` media types an Accept header wants most (https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1);
 * the first when it does not say or takes none of them.
 */
export function preferredType<T extends string>(
  accept: string | undefined,
  offered: readonly [T, ...T[]],
): T {
  const ranges = (accept ?? '*/*').split(',').map(mediaRange);
  const qualities = offered.map((type) => qualityOf(type, ranges));
  return offered[qualities.indexOf(Math.max(...qualities))] ?? offered[0];
}

interface MediaRange {
  type: string;
  quality: number;
}

function mediaRange(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = Number(parameters.find((one) => one.startsWith('q='))?.slice(2) ?? 1);
  return { type, quality: Number.isNaN(quality) ? 0 : quality };
}

/** The most exact range that takes the type decides. */
function qualityOf(type: string, ranges: MediaRange[]): number {
  const group = `${type.split('/', 1).join('')}/*`;
  for (const wanted of [type, group, '*/*']) {
    const range = ranges.find((one) => one.type === wanted);
    if (range !== undefined) return range.quality;
  }
  return 0;
}
