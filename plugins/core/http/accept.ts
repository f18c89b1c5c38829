/** A media type that can be given. */
export interface Offer {
  type: string;
  /** The values of its parameter `version` that mean it; without them parameters of a range are ignored. */
  versions?: readonly string[];
  /** Whether it is given to those alone who name it: a wildcard does not say that it is understood. */
  byNameOnly?: boolean;
}

/**
 * Which of `offered` an Accept header wants most (https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1): its `q` decides,
 * of a tie what it names rather than what a wildcard takes, then what it lists first, then what is offered first. When it
 * does not say or takes none of them, the first that need not be asked for by name.
 */
export function preferredType<T extends string>(
  accept: string | undefined,
  offered: readonly (T | (Offer & { type: T }))[],
): T {
  const ranges = (accept ?? '*/*').split(',').map(mediaRange);
  const offers = offered.map((one) => (typeof one === 'string' ? { type: one } : one));
  const taken = offers.flatMap((offer) => {
    const subscription = wishFor(offer, ranges);
    return subscription === null ? [] : [{ offer, subscription }];
  });
  const [best] = taken.sort((one, other) => compared(one.subscription, other.subscription));
  const chosen = best?.offer ?? offers.find((one) => one.byNameOnly !== true);
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

/** How much an offer is wanted. */
interface Subscription {
  quality: number;
  exactness: number;
  /** Where in the header the range stands that decides. */
  place: number;
}

/** The most exact range that takes the type decides, of equally exact ones the most willing; null when none takes it. */
function wishFor(offer: Offer, ranges: MediaRange[]): Subscription | null {
  const wishes = ranges.map(({ quality, ...range }, place) => {
    return { quality, place, exactness: exactness(range, offer) };
  });
  const [best] = wishes.sort((one, other) => other.exactness - one.exactness || compared(one, other));
  if (best === undefined || best.quality === 0) return null;
  return best.exactness < (offer.byNameOnly === true ? named : anything) ? null : best;
}

/** Below 0 when `one` is wanted more; by which version a type is named is no wish of its own. */
function compared(one: Subscription, other: Subscription): number {
  const precision = (subscription: Subscription) => Math.min(subscription.exactness, named);
  return other.quality - one.quality || precision(other) - precision(one) || one.place - other.place;
}

/** A range for everything. */
const anything = 1;
/** From here on a range names the type itself. */
const named = 3;

/** How exactly a range means the offer; 0 when not at all. */
function exactness({ type, version }: Omit<MediaRange, 'quality'>, offer: Offer): number {
  if (type === '*/*') return anything;
  if (type === `${offer.type.split('/', 1).join('')}/*`) return 2;
  if (type !== offer.type) return 0;
  if (version === null || offer.versions === undefined) return named;
  return offer.versions.includes(version) ? named + 1 : 0;
}
