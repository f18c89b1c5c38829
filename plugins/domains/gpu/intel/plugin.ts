import { GpuEngine } from '../../../../schemas/gpu/gpu.js';
import { IntelGpu, IntelStats } from '../../../../schemas/gpu/intel.js';
import type { DrmScans } from '../../../../src/readers/gpu/drm/scans.js';
import { intelReader } from '../../../../src/readers/gpu/intel/reader.js';
import type { IntelCard } from '../../../../src/readers/gpu/intel/card.js';
import { roundedOrNull } from '../../../core/domain/rounding.js';
import { drmRows } from '../drm.js';
import { mediaField } from '../media.js';
import { field, type Own, type Rows } from '../row.js';
import { gpuVendor } from '../vendor.js';

/** What only Intel's drivers tell. */
const rows: Rows<IntelCard, Own<typeof IntelGpu>> = {
  ...drmRows,
  usage_source: field((card) => card.usageSource),
  media_percent: mediaField,
  clock_requested_mhz: field((card) => card.requestedMhz),
  clock_max_mhz: field((card) => card.maxMhz),
  power_sensor: field((card) => card.powerSensor),
  power_rated_watts: field((card) => roundedOrNull(card.ratedWatts, 3)),
  power_critical_watts: field((card) => roundedOrNull(card.criticalWatts, 3)),
  graphics_voltage_volts: field((card) => roundedOrNull(card.graphicsVolts, 3)),
};

/** `/stats/gpu/intel`: Intel's GPUs, in processors and on cards. `scans` looks at the programs for all makers. */
export const intel = ({ scans }: { scans: DrmScans }) =>
  gpuVendor({
    vendor: 'intel',
    type: 'Intel',
    summary: 'Intel GPUs',
    description:
      "Intel's GPUs as the kernel's drivers i915 and xe tell of them in /sys/class/drm. Usage is the time the chip " +
      'was not in its idle state and power the difference of its energy counter, both since the reading before. ' +
      'The same engines encode and decode video: how busy they were is `media_percent`. How much memory a card has and uses is ' +
      'only told by xe, the latter to root; a GPU in the processor has none of its own. A suspended card is not woken.',
    schema: IntelStats,
    card: IntelGpu,
    components: [GpuEngine],
    reader: (host) => intelReader(host, scans),
    rows,
    deadline: 3,
    rates: true,
  });
