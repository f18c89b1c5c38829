import { AmdGpu, AmdStats } from '../../../../schemas/gpu/amd.js';
import { GpuEngine } from '../../../../schemas/gpu/drm.js';
import { amdReader } from '../../../../src/readers/gpu/amd/reader.js';
import { amdBounds, type AmdCard } from '../../../../src/readers/gpu/amd/card.js';
import type { DrmScans } from '../../../../src/readers/gpu/drm/scans.js';
import { shownAs } from '../../../core/domain/rounding.js';
import { drmRows } from '../drm.js';
import { mediaField } from '../media.js';
import { field, type Own, type Rows } from '../row.js';
import { gpuVendor } from '../vendor.js';

/** What only AMD's driver tells. */
const rows: Rows<AmdCard, Own<typeof AmdGpu>> = {
  ...drmRows,
  unique_id: field((card) => card.uniqueId),
  vbios_version: field((card) => card.vbiosVersion),
  power_limit_default_watts: field((card) => shownAs('watts', card.limitDefaultWatts)),
  power_limit_min_watts: field((card) => shownAs('watts', card.limitMinWatts)),
  power_limit_max_watts: field((card) => shownAs('watts', card.limitMaxWatts)),
  visible_vram_total_bytes: field((card) => card.visibleVramTotal),
  visible_vram_used_bytes: field((card) => card.visibleVramUsed),
  graphics_voltage_volts: field((card) => shownAs('volts', card.graphicsVolts)),
  media_percent: mediaField,
  compute_partition: field((card) => card.computePartition),
  memory_partition: field((card) => card.memoryPartition),
  gpu_metrics_version: field((card) => card.gpuMetricsVersion),
};

/** `/stats/gpu/amd`: AMD cards, discrete and integrated. `scans` looks at the programs for all makers. */
export const amd = ({ scans }: { scans: DrmScans }) =>
  gpuVendor({
    vendor: 'amd',
    type: 'AMD ROCm',
    summary: 'AMD GPUs',
    description:
      "AMD's graphics cards and accelerators as the kernel's driver tells of them in /sys/class/drm; where that is " +
      'hidden, as rocm-smi or amd-smi does. A suspended card is not woken. The memory of an integrated GPU is a carveout of ' +
      "the system's, and what it uses beyond it stands in `gtt_*`.",
    schema: AmdStats,
    card: AmdGpu,
    components: [GpuEngine],
    reader: (host) => amdReader(host, scans),
    bounds: amdBounds,
    rows,
    deadline: 12,
  });
