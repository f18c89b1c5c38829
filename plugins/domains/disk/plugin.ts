import { DiskDevice, DiskStats, FileSystem } from '../../../schemas/disk.js';
import type { OwnViewNow } from '../../../src/readers/container/own-view.js';
import { judged } from '../../../src/plausible.js';
import { diskBounds, doubtedDevices } from '../../../src/readers/disk/bounds.js';
import {
  diskReader,
  type DiskDeviceReading,
  type FileSystemReading,
} from '../../../src/readers/disk/reader.js';
import { portableDiskReader } from '../../../src/readers/portable/disk.js';
import { domain } from '../../core/domain/domain.js';
import { reasonsOf } from '../../core/domain/implausible.js';
import { inGigabytes, percentOf, remainderOf, shownAs, sumOf } from '../../core/domain/rounding.js';
import { diskHistory } from './history.js';
import { diskMetrics } from './metrics.js';
import { fileSystemProblems, shownState } from './problems.js';
import { disksOf, overAll, rateOf } from './totals.js';

/** `/stats/disk`: how full the root file system and all others are, and what the block devices do. */
export const disk = domain({
  name: 'disk',
  summary: 'Disk usage, file systems and block devices',
  description:
    'First the root file system, or the one that holds SYSMON_DISK_PATH, counted as df counts: blocks reserved for ' +
    'the superuser are neither used nor free; when that one does not answer, a 503. Then all file systems: one that ' +
    'does not answer has the state "timeout" and costs only itself. Then block devices, rates over the time since ' +
    'the previous sample. On Linux by statfs(2), from /proc/self/mountinfo and /proc/diskstats.',
  tag: 'Host',
  schema: DiskStats,
  components: [FileSystem, DiskDevice],
  history: diskHistory,
  whenIdle: true,
  rates: true,
  // Longer than a mount that does not answer is waited for, a helper's start included.
  deadline: 2,
  reader: (host, { diskPath }, { view }: { view?: OwnViewNow }) =>
    judged(
      host.platform === 'linux' ? diskReader(host, diskPath, view) : portableDiskReader(host, diskPath),
      diskBounds,
      doubtedDevices,
    ),
  implausible: ({ implausible }) => implausible,
  present: (reading) => ({
    total_gb: inGigabytes(reading.total),
    used_gb: inGigabytes(reading.used),
    free_gb: inGigabytes(reading.free),
    percent: percentOf(reading.used, reading.used + reading.free),
    total_bytes: reading.total,
    used_bytes: reading.used,
    free_bytes: reading.free,
    mount_point: reading.mountPoint,
    device: reading.device,
    type: reading.type,
    read_only: reading.readOnly,
    inodes_total: reading.inodes,
    inodes_free: reading.inodesFree,
    ...totals(disksOf(reading.devices)),
    pressure_some_percent: shownAs('finePercent', reading.pressure.some),
    pressure_full_percent: shownAs('finePercent', reading.pressure.full),
    filesystems: reading.fileSystems?.map(presentFileSystem) ?? null,
    devices: reading.devices?.map(presentDevice) ?? null,
    implausible: reasonsOf(reading.implausible),
  }),
  metrics: diskMetrics,
  problems: ({ fileSystems }) => fileSystemProblems(fileSystems ?? []),
});

function totals(disks: DiskDeviceReading[] | null) {
  return {
    read_bytes: overAll(disks, ({ readBytes }) => readBytes),
    written_bytes: overAll(disks, ({ writtenBytes }) => writtenBytes),
    read_bytes_per_second: shownAs('bytesPerSecond', rateOf(disks, 'readBytes')),
    written_bytes_per_second: shownAs('bytesPerSecond', rateOf(disks, 'writeBytes')),
  };
}

function presentFileSystem({ size, state, ...reading }: FileSystemReading): FileSystem {
  return {
    mount_point: reading.mountPoint,
    other_mount_points: reading.alsoMountedAt.map(({ mountPoint }) => mountPoint),
    device: reading.device,
    type: reading.type,
    pool: reading.pool,
    ...(size === null ? unknownSize : presentSize(size)),
    read_only: reading.readOnly,
    state: shownState(state),
    reason: reading.reason,
  };
}

const unknownSize = {
  ...{ total_bytes: null, used_bytes: null, free_bytes: null, used_percent: null },
  ...{ inodes_total: null, inodes_used: null, inodes_free: null },
};

function presentSize(size: NonNullable<FileSystemReading['size']>) {
  const used = remainderOf(size.total, size.free);
  // btrfs and others have no fixed number of inodes and say 0.
  const fixed = size.inodes !== null && size.inodes > 0;
  return {
    total_bytes: size.total,
    used_bytes: used,
    free_bytes: size.available,
    used_percent: percentOf(used, sumOf([used, size.available])),
    inodes_total: fixed ? size.inodes : null,
    inodes_used: fixed ? remainderOf(size.inodes, size.inodesFree) : null,
    inodes_free: fixed ? size.inodesFree : null,
  };
}

function presentDevice(device: DiskDeviceReading): DiskDevice {
  const { counters } = device;
  return {
    name: device.name,
    kind: device.kind,
    parent: device.parent,
    label: device.label,
    model: device.model,
    size_bytes: device.bytes,
    read_bytes: device.readBytes,
    written_bytes: device.writtenBytes,
    read_operations: counters.reads,
    written_operations: counters.writes,
    ...presentRates(device.rates ?? noRates),
  };
}

const noRates = {
  ...{ readBytes: null, writeBytes: null, reads: null, writes: null, readSeconds: null, writeSeconds: null },
  ...{ busyPercent: null, queue: null },
};

function presentRates(rates: NonNullable<DiskDeviceReading['rates']> | typeof noRates) {
  return {
    read_bytes_per_second: shownAs('bytesPerSecond', rates.readBytes),
    written_bytes_per_second: shownAs('bytesPerSecond', rates.writeBytes),
    read_operations_per_second: shownAs('perSecond', rates.reads),
    written_operations_per_second: shownAs('perSecond', rates.writes),
    read_wait_seconds: shownAs('fineSeconds', rates.readSeconds),
    written_wait_seconds: shownAs('fineSeconds', rates.writeSeconds),
    usage_percent: shownAs('percent', rates.busyPercent),
    queue_length: shownAs('ratio', rates.queue),
  };
}
