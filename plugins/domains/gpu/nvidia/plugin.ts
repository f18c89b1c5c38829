import { NvidiaEcc, NvidiaGpu, NvidiaMigInstance, NvidiaStats } from '../../../../schemas/gpu/nvidia.js';
import { nvidiaReader } from '../../../../src/readers/gpu/nvidia/reader.js';
import type {
  NvidiaCard,
  NvidiaEcc as Ecc,
  NvidiaMigInstance as MigInstance,
} from '../../../../src/readers/gpu/nvidia/card.js';
import { roundedOrNull } from '../../../core/domain/rounding.js';
import { nvidiaMeasures } from './metrics.js';
import { gpuVendor } from '../vendor.js';

/** `/stats/gpu/nvidia`: NVIDIA's cards. */
export const nvidia = gpuVendor({
  vendor: 'nvidia',
  type: 'NVIDIA',
  summary: 'NVIDIA cards',
  description:
    "NVIDIA's cards as its driver reports them, through its library NVML where that answers, else through nvidia-smi (`source`). A card that is lost or asleep stays in the list; one that sleeps is not woken.",
  schema: NvidiaStats,
  components: [NvidiaEcc, NvidiaMigInstance, NvidiaGpu],
  reader: nvidiaReader,
  extend: nvidiaProperties,
  measures: nvidiaMeasures,
  deadline: 6,
});

function nvidiaProperties(card: NvidiaCard) {
  return {
    performance_state: card.performanceState,
    power_instant_watts: roundedOrNull(card.instantWatts, 3),
    memory_reserved_bytes: card.memoryReserved,
    ecc_mode: card.eccMode,
    mig_mode: card.migMode,
    ecc_errors: card.ecc === null ? null : eccErrors(card.ecc),
    mig_instances: card.migInstances?.map(migInstance) ?? null,
    processes_reason: card.processesReason,
    system_memory_total_bytes: card.systemMemory?.total ?? null,
    system_memory_available_bytes: card.systemMemory?.available ?? null,
    nvml_version: card.nvmlVersion,
    cuda_version: card.cudaVersion,
    state_reason: card.stateReason,
    state_remedy: card.stateRemedy,
  };
}

function eccErrors(ecc: Ecc) {
  return {
    volatile_corrected: ecc.volatileCorrected,
    volatile_uncorrected: ecc.volatileUncorrected,
    aggregate_corrected: ecc.aggregateCorrected,
    aggregate_uncorrected: ecc.aggregateUncorrected,
  };
}

function migInstance(instance: MigInstance) {
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
