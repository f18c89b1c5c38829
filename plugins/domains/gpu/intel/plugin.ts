import { GpuEngine } from '../../../../schemas/gpu/drm.js';
import { IntelGpu, IntelStats } from '../../../../schemas/gpu/intel.js';
import type { DrmScans } from '../../../../src/readers/gpu/drm/scans.js';
import { intelReader } from '../../../../src/readers/gpu/intel/reader.js';
import { intelBounds, type IntelCard } from '../../../../src/readers/gpu/intel/card.js';
import { shownAs } from '../../../core/domain/rounding.js';
import { drmRows } from '../drm.js';
import { mediaField } from '../media.js';
import { field, type Own, type Rows } from '../row.js';
import { gpuVendor } from '../vendor.js';

/** What only Intel's drivers tell. */
const rows: Rows<IntelCard, Own<typeof IntelGpu>> = {
  ...drmRows,
  usage_source: field((card) => card.usageSource),
  media_percent: mediaField,
  clock_requested_mhz: field((card) => shownAs('megahertz', card.requestedMhz)),
  clock_max_mhz: field((card) => shownAs('megahertz', card.maxMhz)),
  power_sensor: field(({ energySensor }) => namedSensor(energySensor)),
  power_rated_watts: field((card) => shownAs('watts', card.ratedWatts)),
  power_critical_watts: field((card) => shownAs('watts', card.criticalWatts)),
  graphics_voltage_volts: field((card) => shownAs('volts', card.graphicsVolts)),
};

/** `card` is all of it, `pkg` the chip with its memory; drivers without names measure one of both. */
function namedSensor(sensor: string | null): string | null {
  return sensor === 'card' || sensor === 'pkg' ? sensor : null;
}

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
    bounds: intelBounds,
    rows,
    deadline: 3,
    rates: true,
  });
