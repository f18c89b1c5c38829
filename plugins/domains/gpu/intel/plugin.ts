import { GpuEngine } from '../../../../schemas/gpu/gpu.js';
import { IntelGpu, IntelStats } from '../../../../schemas/gpu/intel.js';
import type { DrmScans } from '../../../../src/readers/gpu/drm/scans.js';
import { intelReader } from '../../../../src/readers/gpu/intel/reader.js';
import type { IntelCard } from '../../../../src/readers/gpu/intel/card.js';
import { roundedOrNull } from '../../../core/domain/rounding.js';
import { gpuVendor, presentDrm } from '../vendor.js';

/** `/stats/gpu/intel`: Intel's GPUs, in processors and on cards. `scans` looks at the programs for all makers. */
export const intel = (scans: DrmScans) =>
  gpuVendor({
    vendor: 'intel',
    type: 'Intel',
    summary: 'Intel GPUs',
    description:
      "Intel's GPUs as the kernel's drivers i915 and xe tell of them in /sys/class/drm. Usage is the time the chip " +
      'was not in its idle state and power the difference of its energy counter, both since the reading before. ' +
      'The same engines encode and decode video, so both values are theirs. How much memory a card has and uses is ' +
      'only told by xe, the latter to root; a GPU in the processor has none of its own. A suspended card is not woken.',
    schema: IntelStats,
    components: [GpuEngine, IntelGpu],
    reader: (host) => intelReader(host, scans),
    extend: (card: IntelCard) => ({
      ...presentDrm(card),
      usage_source: card.usageSource,
      media_percent: roundedOrNull(card.mediaPercent, 2),
      clock_requested_mhz: card.requestedMhz,
      clock_max_mhz: card.maxMhz,
      power_sensor: card.powerSensor,
      power_rated_watts: roundedOrNull(card.ratedWatts, 3),
      power_critical_watts: roundedOrNull(card.criticalWatts, 3),
      graphics_voltage_volts: roundedOrNull(card.graphicsVolts, 3),
    }),
    deadline: 3,
    rates: true,
  });
