import { family, gauge, type DomainMetrics, type Metric } from '../../src/exposition/metric.js';
import type { DiskReading } from '../../src/readers/disk.js';

const labels = ['device', 'mountpoint', 'fstype', 'device_error'] as const;
const measures: readonly [Metric, (reading: DiskReading) => number | null][] = [
  [gauge('node_filesystem_size_bytes', 'Filesystem size in bytes.', ...labels), ({ total }) => total],
  [
    gauge('node_filesystem_free_bytes', 'Filesystem free space in bytes.', ...labels),
    ({ total, used }) => total - used,
  ],
  [
    gauge('node_filesystem_avail_bytes', 'Filesystem space available to non-root users in bytes.', ...labels),
    ({ free }) => free,
  ],
  [gauge('node_filesystem_files', 'Filesystem total file nodes.', ...labels), ({ inodes }) => inodes],
  [
    gauge('node_filesystem_files_free', 'Filesystem total free file nodes.', ...labels),
    ({ inodesFree }) => inodesFree,
  ],
  [
    gauge('node_filesystem_readonly', 'Filesystem read-only status.', ...labels),
    ({ readOnly }) => (readOnly === null ? null : Number(readOnly)),
  ],
];

/** The metrics of file systems under the names of node_exporter. */
export const diskMetrics: DomainMetrics<DiskReading> = {
  metrics: measures.map(([metric]) => metric),
  families: (reading) =>
    measures.map(([metric, value]) =>
      family(metric, [[value(reading), reading.device, reading.mountPoint, reading.type, '']]),
    ),
};
