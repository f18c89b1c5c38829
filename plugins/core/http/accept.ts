/** A media type that can be given. */
export interface Offer {
  type: string;
  /** The values of its parameter `version` that mean it; without them parameters of a range are ignored. */
  versions?: readonly string[];
  /** Whether it is given to those alone who name it: a wildcard does not say that it is understood. */
  byNameOnly?: boolean;
}

/**
 * Which of `offered` an Accept header wants most (https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1), of a tie the
 * one that stands first; when it does not say or takes none of them, the first that need not be asked for by name.
 */
export function preferredType<T extends string>(
  accept: string | undefined,
  offered: readonly (T | (Offer & { type: T }))[],
): T {
  const ranges = (accept ?? '*/*').split(',').map(mediaRange);
  const offers = offered.map((one) => (typeof one === 'string' ? { type: one } : one));
  const qualities = offers.map((offer) => qualityOf(offer, ranges));
  const best = Math.max(...qualities);
  const chosen = best > 0 ? offers[qualities.indexOf(best)] : offers.find((one) => one.byNameOnly !== true);
  if (chosen === undefined) throw new RangeError('one type must be there for those who name none');
  return chosen.type;
}

interface MediaRange {
  type: string;
  version: string | null;
  quality: number;
}

function mediaRange(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const parameter = (name: string) =>
    parameters
      .find((one) => one.startsWith(`${name}=`))
      ?.slice(name.length + 1)
      .replace(/^"(.*)"$/, '$1') ?? null;
  const quality = Number(parameter('q') ?? 1);
  return { type, version: parameter('version'), quality: quality >= 0 && quality <= 1 ? quality : 0 };
}

/** The most exact range that takes the type decides, of equally exact ones the most willing; 0 when none takes it. */
function qualityOf(offer: Offer, ranges: MediaRange[]): number {
  const matches = ranges.map((range) => ({ range, exactness: exactness(range, offer) }));
  const most = Math.max(...matches.map((one) => one.exactness));
  if (most === 0 || (offer.byNameOnly === true && most < named)) return 0;
  return Math.max(...matches.filter((one) => one.exactness === most).map(({ range }) => range.quality));
}

/** From here on a range names the type itself. */
const named = 3;

/** How exactly a range means the offer; 0 when not at all. */
function exactness({ type, version }: MediaRange, offer: Offer): number {
  if (type === '*/*') return 1;
  if (type === `${offer.type.split('/', 1).join('')}/*`) return 2;
  if (type !== offer.type) return 0;
  if (version === null || offer.versions === undefined) return named;
  return offer.versions.includes(version) ? named + 1 : 0;
}
