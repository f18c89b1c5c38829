import { DiskStats } from '../../schemas/disk.js';
import { diskReader } from '../../src/readers/disk.js';
import { portableDiskReader } from '../../src/readers/portable/disk.js';
import { domain } from '../core/domain.js';
import { inGigabytes, percentOf } from '../core/rounding.js';
import { diskMetrics } from '../metrics/disk.js';

/** `/stats/disk`: how full the root file system is. */
export const disk = domain({
  name: 'disk',
  summary: 'Disk usage of the root file system',
  description:
    'The root file system, or the one that holds SYSMON_DISK_PATH, counted as df counts: blocks reserved for the ' +
    'superuser are neither used nor free. On Linux by statfs(2); a mount that does not answer is a 503.',
  tag: 'Host',
  schema: DiskStats,
  whenIdle: true,
  deadline: 1.5,
  reader: (host, { diskPath }) =>
    host.platform === 'linux' ? diskReader(host, diskPath) : portableDiskReader(host, diskPath),
  present: (reading) => ({
    total_gb: inGigabytes(reading.total),
    used_gb: inGigabytes(reading.used),
    free_gb: inGigabytes(reading.free),
    percent: percentOf(reading.used, reading.used + reading.free, 1),
    total_bytes: reading.total,
    used_bytes: reading.used,
    free_bytes: reading.free,
    mount_point: reading.mountPoint,
    device: reading.device,
    type: reading.type,
    read_only: reading.readOnly,
    inodes_total: reading.inodes,
    inodes_free: reading.inodesFree,
  }),
  metrics: diskMetrics,
});
