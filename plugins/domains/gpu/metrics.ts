import { family, gauge, type Family, type Metric, type Sample } from '../../../src/exposition/metric.js';
import type { GpuBackendReading, GpuCard } from '../../../src/readers/gpu/card.js';
import { stateSamples } from './measures.js';

const backendStates = [
  ...['ok', 'lost', 'driver_mismatch', 'no_permission', 'not_passed_through', 'timeout', 'failed'],
];

const backendState = gauge(
  'sysmon_gpu_backend_state',
  '1 for the state in which the GPUs of one vendor are, 0 for all others; left out where there are none.',
  ...['vendor', 'state'],
);
const cards = gauge(
  'sysmon_gpu_cards',
  'How many GPUs of one vendor there are, lost ones included; left out where that is not known.',
  'vendor',
);

/** The metrics of a vendor's backend, beside those of its cards. */
export const backendMetrics: readonly Metric[] = [backendState, cards];

/** What a reading tells of the backend itself. Of an absent or switched-off one it is that there are no cards. */
export function backendFamilies(vendor: string, reading: GpuBackendReading): Family[] {
  const none = reading.state === 'absent' || reading.state === 'disabled';
  const states = none ? [] : stateSamples(backendStates, reading.state);
  return [
    family(
      backendState,
      states.map(([value, state]): Sample => [value, vendor, state ?? null]),
    ),
    family(cards, [[numberOfCards(reading), vendor]]),
  ];
}

/** Null where a backend that is broken has shown none yet. */
function numberOfCards({ state, cards: known }: GpuBackendReading): number | null {
  const isTold = state === 'ok' || state === 'absent' || state === 'disabled';
  return isTold || known.length > 0 ? known.length : null;
}

/** The values of the labels by which a card is known. */
export function labelsOf(vendor: string) {
  return (card: GpuCard) => [card.id, vendor, card.model ?? card.name];
}
