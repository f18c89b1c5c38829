import type { Failure } from '../../../src/failures.js';
import type { GpuBackendReading, GpuCard } from '../../../src/readers/gpu/card.js';
import type { DrmCard } from '../../../src/readers/gpu/drm/cards.js';

/** What a card is stays true while it does not answer. */
const lasting: ReadonlySet<string> = new Set<keyof DrmCard>([
  ...(['id', 'name', 'model', 'pciAddress', 'integrated', 'memoryKind'] as const),
  ...(['kernelDriver', 'pciId'] as const),
]);

/**
 * The reading of a backend that does not answer: its cards as the last one that succeeded knew them, with nothing
 * measured. One that slept or was lost then does so still.
 */
export function silentReading<C extends GpuCard>(
  failure: Failure,
  known: GpuBackendReading<C> | 'disabled' | null,
): GpuBackendReading<C> {
  const state = stateOf(failure);
  const { message: reason, remedy } = failure;
  const cards = known === null || known === 'disabled' || state === 'absent' ? [] : known.cards;
  return {
    ...{ state, source: null, reason, remedy, driverVersion: null },
    cards: cards.map((card) => ({
      ...withoutValues(card),
      state: card.state === 'asleep' || card.state === 'lost' ? card.state : state,
    })),
  };
}

/** The state of a backend for why it could not be read. */
export function stateOf({ code }: Failure) {
  if (code === 'timeout' || code === 'no_permission' || code === 'absent') return code;
  return 'failed';
}

function withoutValues<C extends GpuCard>(card: C): C {
  const kept = Object.entries(card).map(([key, value]: [string, unknown]) => [
    key,
    lasting.has(key) ? value : null,
  ]);
  // What is measured may be null in every field of every vendor's card.
  return Object.fromEntries(kept) as C;
}
