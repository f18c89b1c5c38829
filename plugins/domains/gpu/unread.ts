import type { Failure } from '../../../src/failures.js';
import {
  backendOf,
  type CardState,
  type GpuBackendReading,
  type GpuCard,
} from '../../../src/readers/gpu/card.js';
import type { DrmCard } from '../../../src/readers/gpu/drm/cards.js';

/** What a card is stays true while it does not answer. */
const lasting: ReadonlySet<string> = new Set<keyof DrmCard>([
  ...(['id', 'name', 'model', 'pciAddress', 'integrated', 'memoryKind'] as const),
  ...(['kernelDriver', 'pciId'] as const),
]);

/**
 * The reading of a backend that does not answer: its cards as the last one that succeeded knew them, with nothing
 * measured. One that slept or was lost then does so still, for the same reason.
 */
export function readingOf<C extends GpuCard>(
  failure: Failure,
  known: GpuBackendReading<C> | null,
): GpuBackendReading<C> {
  const reading = backendOf(failure);
  const { state, reason, remedy } = reading;
  if (known === null || (state !== 'timeout' && state !== 'no_permission' && state !== 'failed'))
    return reading;
  return { ...reading, cards: known.cards.map((card) => withoutValues(card, { state, reason, remedy })) };
}

type Word = Pick<GpuCard, 'reason' | 'remedy'> & { state: CardState };

function withoutValues<C extends GpuCard>(card: C, word: Word): C {
  const { state, reason, remedy } = card;
  const own = state === 'asleep' || state === 'lost' ? { state, reason, remedy } : word;
  const stored = Object.entries(card).map(([key, value]) => [key, lasting.has(key) ? value : null] as const);
  // What is measured may be null in every field of every vendor's card.
  return Object.assign(Object.fromEntries(stored) as C, { ...own, implausible: [] });
}
