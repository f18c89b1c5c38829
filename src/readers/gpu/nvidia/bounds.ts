import { partOf, whole } from '../../../bounds.js';
import { Each, type Bounds } from '../../../plausible.js';
import { drawn, gpuBounds } from '../bounds.js';
import type { NvidiaCard, NvidiaMigInstance } from './card.js';

/** What the measurements of an NVIDIA card can be. */
export const nvidiaBounds: Bounds<NvidiaCard> = {
  ...gpuBounds,
  driverIndex: whole('index', '', 4_095),
  instantWatts: drawn('power_instant_watts', ({ limitWatts }) => [limitWatts]),
  memoryReserved: partOf('memory_reserved_bytes', (card) => card.vramTotal, 'its memory'),
  ecc: {
    volatileCorrected: whole('ecc_errors.volatile_corrected'),
    volatileUncorrected: whole('ecc_errors.volatile_uncorrected'),
    aggregateCorrected: whole('ecc_errors.aggregate_corrected'),
    aggregateUncorrected: whole('ecc_errors.aggregate_uncorrected'),
  },
  migInstances: new Each<NvidiaMigInstance, NvidiaCard>(({ id, index }) => id ?? String(index), {
    index: whole('mig_instances.index', '', 63),
    gpuInstanceId: whole('mig_instances.gpu_instance_id', '', 63),
    computeInstanceId: whole('mig_instances.compute_instance_id', '', 63),
    memoryTotal: partOf('mig_instances.memory_total_bytes', (_, card) => card.vramTotal, "the card's memory"),
    memoryUsed: partOf('mig_instances.memory_used_bytes', ({ memoryTotal }) => memoryTotal, 'its memory'),
    memoryFree: partOf('mig_instances.memory_free_bytes', ({ memoryTotal }) => memoryTotal, 'its memory'),
  }),
};
