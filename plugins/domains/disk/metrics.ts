import {
  counter,
  family,
  gauge,
  single,
  type DomainMetrics,
  type Family,
  type Metric,
} from '../../../src/exposition/metric.js';
import type { DiskDeviceReading, DiskReading, FileSystemReading } from '../../../src/readers/disk/reader.js';

const place = ['device', 'mountpoint', 'fstype', 'device_error'] as const;
type Size = NonNullable<FileSystemReading['size']>;
const sizes: readonly [Metric, (size: Size) => number | null][] = [
  [gauge('node_filesystem_size_bytes', 'Filesystem size in bytes.', ...place), ({ total }) => total],
  [gauge('node_filesystem_free_bytes', 'Filesystem free space in bytes.', ...place), ({ free }) => free],
  [
    gauge('node_filesystem_avail_bytes', 'Filesystem space available to non-root users in bytes.', ...place),
    ({ available }) => available,
  ],
  [
    gauge('node_filesystem_files', 'Filesystem total file nodes.', ...place),
    ({ inodes }) => (inodes === 0 ? null : inodes),
  ],
  [
    gauge('node_filesystem_files_free', 'Filesystem total free file nodes.', ...place),
    ({ inodes, inodesFree }) => (inodes === 0 ? null : inodesFree),
  ],
];
const readOnly = gauge('node_filesystem_readonly', 'Filesystem read-only status.', ...place);
const deviceError = gauge(
  'node_filesystem_device_error',
  'Whether an error occurred while getting statistics for the given device.',
  ...place,
);

const ofDevice = (name: string, help: string) => counter(name, help, 'device');
const device: readonly [Metric, (device: DiskDeviceReading) => number | null][] = [
  [
    ofDevice('node_disk_reads_completed_total', 'The total number of reads completed successfully.'),
    ({ counters }) => counters.reads,
  ],
  [
    ofDevice('node_disk_reads_merged_total', 'The total number of reads merged.'),
    ({ counters }) => counters.readsMerged,
  ],
  [
    ofDevice('node_disk_read_bytes_total', 'The total number of bytes read successfully.'),
    ({ readBytes }) => readBytes,
  ],
  [
    ofDevice('node_disk_read_time_seconds_total', 'The total number of seconds spent by all reads.'),
    ({ counters }) => seconds(counters.readMs),
  ],
  [
    ofDevice('node_disk_writes_completed_total', 'The total number of writes completed successfully.'),
    ({ counters }) => counters.writes,
  ],
  [
    ofDevice('node_disk_writes_merged_total', 'The number of writes merged.'),
    ({ counters }) => counters.writesMerged,
  ],
  [
    ofDevice('node_disk_written_bytes_total', 'The total number of bytes written successfully.'),
    ({ writtenBytes }) => writtenBytes,
  ],
  [
    ofDevice(
      'node_disk_write_time_seconds_total',
      'This is the total number of seconds spent by all writes.',
    ),
    ({ counters }) => seconds(counters.writeMs),
  ],
  [
    gauge('node_disk_io_now', 'The number of I/Os currently in progress.', 'device'),
    ({ counters }) => counters.inFlight,
  ],
  [
    ofDevice('node_disk_io_time_seconds_total', 'Total seconds spent doing I/Os.'),
    ({ counters }) => seconds(counters.ioMs),
  ],
  [
    ofDevice('node_disk_io_time_weighted_seconds_total', 'The weighted # of seconds spent doing I/Os.'),
    ({ counters }) => seconds(counters.weightedMs),
  ],
  [
    ofDevice('node_disk_discards_completed_total', 'The total number of discards completed successfully.'),
    ({ counters }) => counters.discards,
  ],
  [
    ofDevice('node_disk_discarded_sectors_total', 'The total number of sectors discarded successfully.'),
    ({ counters }) => counters.sectorsDiscarded,
  ],
  [
    ofDevice('node_disk_flush_requests_total', 'The total number of flush requests completed successfully.'),
    ({ counters }) => counters.flushes,
  ],
];
const ioWaiting = counter(
  'node_pressure_io_waiting_seconds_total',
  'Total time in seconds that processes have waited due to IO congestion.',
);
const ioStalled = counter(
  'node_pressure_io_stalled_seconds_total',
  'Total time in seconds no process could make progress due to IO congestion.',
);

function seconds(milliseconds: number | null): number | null {
  return milliseconds === null ? null : milliseconds / 1000;
}

/** The metrics of file systems and block devices under the names of node_exporter; partitions are left out there. */
export const diskMetrics: DomainMetrics<DiskReading> = {
  metrics: [
    ...sizes.map(([metric]) => metric),
    ...[readOnly, deviceError],
    ...device.map(([metric]) => metric),
    ...[ioWaiting, ioStalled],
  ],
  families: (reading) => [
    ...fileSystemFamilies(reading.fileSystems ?? []),
    ...deviceFamilies(reading.devices ?? []),
    single(ioWaiting, reading.pressure.someSeconds),
    single(ioStalled, reading.pressure.fullSeconds),
  ],
};

function fileSystemFamilies(fileSystems: readonly FileSystemReading[]): Family[] {
  const everyPlace = fileSystems.flatMap((system) =>
    [system, ...system.alsoMountedAt].map(({ mountPoint, readOnly }) => ({
      ...system,
      mountPoint,
      readOnly,
    })),
  );
  const all = (metric: Metric, value: (system: FileSystemReading) => number | null) =>
    family(
      metric,
      everyPlace.map((system) => [
        value(system),
        ...[system.device, system.mountPoint, system.type, errorWord(system)],
      ]),
    );
  return [
    ...sizes.map(([metric, value]) => all(metric, ({ size }) => (size === null ? null : value(size)))),
    all(readOnly, (system) => (system.readOnly === null ? null : Number(system.readOnly))),
    all(deviceError, ({ state }) => Number(state !== 'ok')),
  ];
}

/** What node_exporter's users know; empty when there is no error. */
function errorWord({ state }: FileSystemReading): string {
  if (state === 'ok') return '';
  return state === 'timeout' ? 'mountpoint timeout' : state;
}

function deviceFamilies(devices: readonly DiskDeviceReading[]): Family[] {
  const shown = devices.filter(({ kind }) => kind !== 'partition');
  return device.map(([metric, value]) =>
    family(
      metric,
      shown.map((one) => [value(one), one.name]),
    ),
  );
}
