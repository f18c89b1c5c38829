/** The codings an answer may have, the smallest body first. */
export const contentCodings = ['br', 'gzip', 'identity'] as const;

/** A coding of an answer's body, as Content-Encoding names it; `identity` is the body as it is. */
export type ContentCoding = (typeof contentCodings)[number];

/**
 * Which of `offered` an Accept-Encoding header wants most (https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3), of
 * a tie the one that stands first; `identity` when there is no header or it takes none of them.
 */
export function preferredCoding(
  accept: string | undefined,
  offered: readonly ContentCoding[],
): ContentCoding {
  if (accept === undefined) return 'identity';
  const wanted = qualitiesIn(accept);
  const qualities = offered.map((coding) => qualityOf(coding, wanted));
  const best = Math.max(...qualities);
  return (best > 0 ? offered[qualities.indexOf(best)] : undefined) ?? 'identity';
}

/** Less than any quality that can be written: whoever takes a coding and does not speak of `identity` wants the coding. */
const unspoken = 0.0001;

function qualityOf(coding: ContentCoding, wanted: ReadonlyMap<string, number>): number {
  return wanted.get(coding) ?? wanted.get('*') ?? (coding === 'identity' ? unspoken : 0);
}

function qualitiesIn(accept: string): Map<string, number> {
  const listed = accept.split(',').map((one): [string, number] => {
    const [name = '', ...parameters] = one.split(';').map((part) => part.trim().toLowerCase());
    const written = parameters.find((parameter) => parameter.startsWith('q='))?.slice('q='.length);
    const quality = Number(written ?? 1);
    return [name === 'x-gzip' ? 'gzip' : name, quality >= 0 && quality <= 1 ? quality : 0];
  });
  return new Map(listed);
}
