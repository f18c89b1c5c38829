import { NvidiaGpu, NvidiaStats } from '../../../schemas/gpu/nvidia.js';
import { nvidiaReader } from '../../../src/readers/gpu/nvidia.js';
import type { NvidiaCard } from '../../../src/readers/gpu/nvidia-card.js';
import { roundedOrNull } from '../../core/rounding.js';
import { gpuVendor } from './vendor.js';

/** `/stats/gpu/nvidia`: NVIDIA's cards. */
export const nvidia = gpuVendor({
  vendor: 'nvidia',
  type: 'NVIDIA',
  summary: 'NVIDIA cards',
  description:
    "NVIDIA's cards as its driver reports them through nvidia-smi. A card that the driver has lost stays in the list.",
  schema: NvidiaStats,
  components: [NvidiaGpu],
  reader: nvidiaReader,
  extend: nvidiaProperties,
  deadline: 6,
});

function nvidiaProperties(card: NvidiaCard) {
  return {
    performance_state: card.performanceState,
    power_instant_watts: roundedOrNull(card.instantWatts, 3),
    memory_reserved_bytes: card.memoryReserved,
    ecc_mode: card.eccMode,
    mig_mode: card.migMode,
    system_memory_total_bytes: card.systemMemory?.total ?? null,
    system_memory_available_bytes: card.systemMemory?.available ?? null,
  };
}
