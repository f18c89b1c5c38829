import { family, gauge, type Family, type Metric, type Sample } from '../../../src/exposition/metric.js';
import type { GpuBackendReading, GpuCard } from '../../../src/readers/gpu/card.js';
import { cardMeasures, cardStates, type Measure } from './measures.js';

/** The labels by which a card is known in every metric: UUID (or PCI address), maker and product. */
const cardLabels = ['uuid', 'vendor', 'model'] as const;

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
  'How many GPUs of one vendor there are, lost ones included.',
  'vendor',
);
const info = gauge(
  'sysmon_gpu_info',
  'Always 1; the labels say which GPU this is.',
  ...[...cardLabels, 'name', 'pci_address', 'driver_version', 'memory_kind', 'integrated'],
);
const state = gauge(
  'sysmon_gpu_state',
  '1 for the state in which a GPU is, 0 for all others; it has no other values than those of state "ok".',
  ...[...cardLabels, 'state'],
);
const throttle = gauge(
  'sysmon_gpu_throttle_active',
  '1 for each reason that holds the clocks of a GPU down; a reason that does not is left out.',
  ...[...cardLabels, 'reason'],
);

/** All metrics of cards, whoever made them. */
export const cardMetrics: readonly Metric[] = [
  ...[backendState, cards, info, state, throttle],
  ...cardMeasures.map(({ metric }) => metric),
];

/** What a reading of one vendor's cards gives. Of an absent or switched-off backend it is that there are none. */
export function cardFamilies(vendor: string, reading: GpuBackendReading | 'disabled'): Family[] {
  if (reading === 'disabled' || reading.state === 'absent') return [family(cards, [[0, vendor]])];
  return [
    backendFamily(vendor, reading.state),
    family(cards, [[reading.cards.length, vendor]]),
    family(
      info,
      reading.cards.map((card) => [1, ...labelsOf(vendor, card), ...describe(card)]),
    ),
    family(
      state,
      reading.cards.flatMap((card) => stateSamples(vendor, card)),
    ),
    family(
      throttle,
      reading.cards.flatMap((card) => throttleSamples(vendor, card)),
    ),
    ...measured(vendor, reading.cards, cardMeasures),
  ];
}

/** The state of a vendor's backend, one series for every state there is. */
export function backendFamily(vendor: string, current: string): Family {
  return family(
    backendState,
    backendStates.map((one) => [one === current ? 1 : 0, vendor, one]),
  );
}

/** A family for each measure, with a sample for each card that has it. */
export function measured<C extends GpuCard>(
  vendor: string,
  readings: readonly C[],
  measures: readonly Measure<C>[],
): Family[] {
  return measures.map(({ metric, values }) => {
    const samples = readings.flatMap((card) =>
      values(card).map(([value, ...more]): Sample => [value, ...labelsOf(vendor, card), ...more]),
    );
    return family(metric, samples);
  });
}

/** The values of `cardLabels`. */
export function labelsOf(vendor: string, card: GpuCard): [string, string, string | null] {
  return [card.id, vendor, card.model ?? card.name];
}

function describe(card: GpuCard): (string | null)[] {
  const integrated = card.integrated === null ? null : String(card.integrated);
  return [card.name, card.pciAddress, card.driverVersion, card.memoryKind, integrated];
}

function stateSamples(vendor: string, card: GpuCard): Sample[] {
  return cardStates.map((one) => [one === card.state ? 1 : 0, ...labelsOf(vendor, card), one]);
}

function throttleSamples(vendor: string, card: GpuCard): Sample[] {
  return (card.throttleReasons ?? []).map((reason) => [1, ...labelsOf(vendor, card), reason]);
}
