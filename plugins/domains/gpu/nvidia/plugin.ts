import { NvidiaEcc, NvidiaGpu, NvidiaMigInstance, NvidiaStats } from '../../../../schemas/gpu/nvidia.js';
import { nvidiaBounds } from '../../../../src/readers/gpu/nvidia/bounds.js';
import { nvidiaReader } from '../../../../src/readers/gpu/nvidia/reader.js';
import { gpuVendor } from '../vendor.js';
import { nvidiaRows } from './card.js';
import { dcgm } from './other-names/dcgm.js';
import { nvidiaGpuExporter } from './other-names/nvidia-gpu-exporter.js';

/** `/stats/gpu/nvidia`: NVIDIA's cards. */
export const nvidia = gpuVendor({
  vendor: 'nvidia',
  type: 'NVIDIA',
  summary: 'NVIDIA cards',
  description:
    "NVIDIA's cards as its driver reports them, through its library NVML where that answers, else through nvidia-smi (`source`). A card that is lost or asleep stays in the list; one that sleeps is not woken.",
  schema: NvidiaStats,
  card: NvidiaGpu,
  components: [NvidiaEcc, NvidiaMigInstance],
  reader: nvidiaReader,
  bounds: nvidiaBounds,
  rows: nvidiaRows,
  otherNames: { dcgm, nvidia_gpu_exporter: nvidiaGpuExporter },
  deadline: 6,
});
