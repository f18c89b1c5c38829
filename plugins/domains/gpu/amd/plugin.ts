import { AmdGpu, AmdStats } from '../../../../schemas/gpu/amd.js';
import { GpuEngine } from '../../../../schemas/gpu/gpu.js';
import type { DrmScans } from '../../../../src/readers/gpu/drm/scans.js';
import { amdReader } from '../../../../src/readers/gpu/amd/reader.js';
import type { AmdCard } from '../../../../src/readers/gpu/amd/card.js';
import { roundedOrNull } from '../../../core/domain/rounding.js';
import { gpuVendor, presentDrm } from '../vendor.js';

/** `/stats/gpu/amd`: AMD cards, discrete and integrated. `scans` looks at the programs for all makers. */
export const amd = (scans: DrmScans) =>
  gpuVendor({
    vendor: 'amd',
    type: 'AMD ROCm',
    summary: 'AMD GPUs',
    description:
      "AMD's graphics cards and accelerators as the kernel's driver tells of them in /sys/class/drm; where that is " +
      'hidden, as rocm-smi or amd-smi does. A suspended card is not woken. The memory of an integrated GPU is a carveout of ' +
      "the system's, and what it uses beyond it stands in `gtt_*`.",
    schema: AmdStats,
    components: [GpuEngine, AmdGpu],
    reader: (host) => amdReader(host, scans),
    extend: (card: AmdCard) => ({
      ...presentDrm(card),
      unique_id: card.uniqueId,
      vbios_version: card.vbiosVersion,
      power_limit_default_watts: card.limitDefaultWatts,
      power_limit_min_watts: card.limitMinWatts,
      power_limit_max_watts: card.limitMaxWatts,
      visible_vram_total_bytes: card.visibleVramTotal,
      visible_vram_used_bytes: card.visibleVramUsed,
      graphics_voltage_volts: roundedOrNull(card.graphicsVolts, 3),
      media_percent: roundedOrNull(card.mediaPercent, 2),
      compute_partition: card.computePartition,
      memory_partition: card.memoryPartition,
      gpu_metrics_version: card.gpuMetricsVersion,
    }),
    deadline: 12,
  });
