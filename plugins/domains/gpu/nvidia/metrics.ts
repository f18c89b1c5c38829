import type { Sample } from '../../../../src/exposition/metric.js';
import type { NvidiaCard } from '../../../../src/readers/gpu/nvidia/card.js';
import { cardCounter, cardGauge, cardGauges, type Measure } from '../measures.js';

const eccLabels = ['kind'];

/** What only NVIDIA's driver tells of a card. */
export const nvidiaMeasures: readonly Measure<NvidiaCard>[] = [
  cardGauge('sysmon_gpu_performance_state', 'Performance state: 0 is the fastest, 15 the slowest.', (card) =>
    performanceState(card.performanceState),
  ),
  cardGauge(
    'sysmon_gpu_memory_reserved_bytes',
    'Memory of the GPU that the driver keeps for itself.',
    (card) => card.memoryReserved,
  ),
  cardGauge(
    'sysmon_gpu_power_instant_watts',
    'Power that the GPU draws at this instant.',
    (card) => card.instantWatts,
  ),
  cardCounter(
    'sysmon_gpu_ecc_errors_total',
    'Memory errors since the driver was loaded, by whether they could be corrected.',
    eccLabels,
    ({ ecc }) => [
      [ecc?.volatileCorrected ?? null, 'corrected'],
      [ecc?.volatileUncorrected ?? null, 'uncorrected'],
    ],
  ),
  cardCounter(
    'sysmon_gpu_ecc_lifetime_errors_total',
    "Memory errors over the card's life, by whether they could be corrected.",
    eccLabels,
    ({ ecc }) => [
      [ecc?.aggregateCorrected ?? null, 'corrected'],
      [ecc?.aggregateUncorrected ?? null, 'uncorrected'],
    ],
  ),
  mig('sysmon_gpu_mig_memory_total_bytes', 'Memory of one instance of a GPU that is split.', 'memoryTotal'),
  mig(
    'sysmon_gpu_mig_memory_used_bytes',
    'Memory in use of one instance of a GPU that is split.',
    'memoryUsed',
  ),
  cardGauges(
    'sysmon_gpu_system_memory_bytes',
    'Memory of the system that a GPU without memory of its own uses.',
    'kind',
    ({ systemMemory }) => ({
      total: systemMemory?.total ?? null,
      available: systemMemory?.available ?? null,
    }),
  ),
];

function mig(name: string, help: string, key: 'memoryTotal' | 'memoryUsed'): Measure<NvidiaCard> {
  const { metric } = cardGauges<NvidiaCard>(name, help, 'mig', () => ({}));
  const values = (card: NvidiaCard): Sample[] =>
    (card.migInstances ?? []).map((one) => [one[key], one.id ?? String(one.index ?? '')]);
  return { metric, values };
}

/** `P8` is 8. */
function performanceState(text: string | null): number | null {
  const digits = /^P(\d+)$/.exec(text ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}
