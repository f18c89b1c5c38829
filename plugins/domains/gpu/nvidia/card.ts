import type { NvidiaEcc, NvidiaGpu, NvidiaMigInstance } from '../../../../schemas/gpu/nvidia.js';
import type {
  NvidiaCard,
  NvidiaEcc as Ecc,
  NvidiaMigInstance as MigInstance,
} from '../../../../src/readers/gpu/nvidia/card.js';
import { shownAs } from '../../../core/domain/rounding.js';
import { cardCounter, cardGauge, cardGauges, labelledGauge } from '../measures.js';
import { field, type Measure, type Own, type Rows } from '../row.js';

const systemMemory = labelledGauge(
  'sysmon_gpu_system_memory_bytes',
  'Memory of the system that a GPU without memory of its own uses.',
  'kind',
);
const eccErrors = cardCounter<NvidiaCard>(
  'sysmon_gpu_ecc_errors_total',
  'Memory errors since the driver was loaded, by whether they could be corrected.',
  ['kind'],
  ({ ecc }) => [
    [ecc?.volatileCorrected ?? null, 'corrected'],
    [ecc?.volatileUncorrected ?? null, 'uncorrected'],
  ],
);
const lifetimeEccErrors = cardCounter<NvidiaCard>(
  'sysmon_gpu_ecc_lifetime_errors_total',
  "Memory errors over the card's life, by whether they could be corrected.",
  ['kind'],
  ({ ecc }) => [
    [ecc?.aggregateCorrected ?? null, 'corrected'],
    [ecc?.aggregateUncorrected ?? null, 'uncorrected'],
  ],
);

/** What only NVIDIA's driver tells of a card. */
export const nvidiaRows: Rows<NvidiaCard, Own<typeof NvidiaGpu>> = {
  performance_state: field((card) => card.performanceState, {
    metric: cardGauge(
      'sysmon_gpu_performance_state',
      'Performance state: 0 is the fastest, 15 the slowest.',
      (card) => performanceState(card.performanceState),
    ),
  }),
  power_instant_watts: field((card) => shownAs('watts', card.instantWatts), {
    metric: cardGauge(
      'sysmon_gpu_power_instant_watts',
      'Power that the GPU draws at this instant.',
      (card) => card.instantWatts,
    ),
  }),
  memory_reserved_bytes: field((card) => card.memoryReserved, {
    metric: cardGauge(
      'sysmon_gpu_memory_reserved_bytes',
      'Memory of the GPU that the driver keeps for itself.',
      (card) => card.memoryReserved,
    ),
  }),
  ecc_mode: field((card) => card.eccMode),
  mig_mode: field((card) => card.migMode),
  ecc_errors: field((card) => (card.ecc === null ? null : presentEcc(card.ecc)), {
    metrics: [eccErrors, lifetimeEccErrors],
  }),
  mig_instances: field((card) => card.migInstances?.map(presentInstance) ?? null, {
    metrics: [
      mig(
        'sysmon_gpu_mig_memory_total_bytes',
        'Memory of one instance of a GPU that is split.',
        'memoryTotal',
      ),
      mig(
        'sysmon_gpu_mig_memory_used_bytes',
        'Memory in use of one instance of a GPU that is split.',
        'memoryUsed',
      ),
    ],
  }),
  system_memory_total_bytes: field((card) => card.systemMemory?.total ?? null, {
    metric: systemMemory('total', (card) => card.systemMemory?.total ?? null),
  }),
  system_memory_available_bytes: field((card) => card.systemMemory?.available ?? null, {
    metric: systemMemory('available', (card) => card.systemMemory?.available ?? null),
  }),
  nvml_version: field((card) => card.nvmlVersion),
  cuda_version: field((card) => card.cudaVersion),
};

function presentEcc(ecc: Ecc): NvidiaEcc {
  return {
    volatile_corrected: ecc.volatileCorrected,
    volatile_uncorrected: ecc.volatileUncorrected,
    aggregate_corrected: ecc.aggregateCorrected,
    aggregate_uncorrected: ecc.aggregateUncorrected,
  };
}

function presentInstance(instance: MigInstance): NvidiaMigInstance {
  return {
    index: instance.index,
    id: instance.id,
    name: instance.name,
    gpu_instance_id: instance.gpuInstanceId,
    compute_instance_id: instance.computeInstanceId,
    memory_total_bytes: instance.memoryTotal,
    memory_used_bytes: instance.memoryUsed,
    memory_free_bytes: instance.memoryFree,
  };
}

function mig(name: string, help: string, key: 'memoryTotal' | 'memoryUsed'): Measure<NvidiaCard> {
  return cardGauges(name, help, ['mig'], ({ migInstances }) =>
    (migInstances ?? []).map((one) => [one[key], one.id ?? String(one.index ?? '')]),
  );
}

/** `P8` is 8. */
export function performanceState(text: string | null): number | null {
  const digits = /^P(\d+)$/.exec(text ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}
