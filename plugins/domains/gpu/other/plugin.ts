import { GpuEngine } from '../../../../schemas/gpu/drm.js';
import { OtherGpu, OtherStats } from '../../../../schemas/gpu/other.js';
import { drmBounds } from '../../../../src/readers/gpu/drm/bounds.js';
import type { DrmDevice } from '../../../../src/readers/gpu/drm/cards.js';
import type { DrmScans } from '../../../../src/readers/gpu/drm/scans.js';
import { otherReader } from '../../../../src/readers/gpu/other/reader.js';
import { portableOtherReader } from '../../../../src/readers/portable/gpu/other.js';
import { drmRows } from '../drm.js';
import { gpuVendor } from '../vendor.js';

/** `/stats/gpu/other`: every GPU that no other backend reads. `scans` looks at the programs for all makers, `isClaimed` tells
 * whose cards the others are. */
export const other = ({ scans, isClaimed }: { scans: DrmScans; isClaimed: (device: DrmDevice) => boolean }) =>
  gpuVendor({
    vendor: 'other',
    type: 'Other',
    summary: 'GPUs of other makers',
    description:
      'The GPUs in /sys/class/drm that no other backend reads (Mali, Adreno, Apple silicon under Linux, NVIDIA under ' +
      'nouveau, …): who they are, the programs that have them open, and how busy these keep them where the driver ' +
      'counts that. Display adapters that cannot compute and cards of virtual machines are left out. On Windows the ' +
      'cards of all makers but NVIDIA, with who they are and nothing else.',
    schema: OtherStats,
    card: OtherGpu,
    components: [GpuEngine],
    reader: (host) =>
      host.platform === 'linux' ? otherReader(host, isClaimed, scans) : portableOtherReader(host),
    bounds: drmBounds,
    rows: drmRows,
    deadline: 3,
  });
