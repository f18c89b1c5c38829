import type { DiskDeviceReading, DiskReading } from '../../../src/readers/disk/reader.js';
import type { HistoryMetric } from '../../../src/sampling/history/metric.js';
import { historyMetric, historyMetricOfEach } from '../../core/domain/history-metric.js';
import { percentOf, remainderOf, sumOf } from '../../core/domain/rounding.js';
import { disksOf, rateOf } from './totals.js';

/** What history keeps of disks: of the file system of `/stats/disk`, of all disks together, and of each. */
export const diskHistory: HistoryMetric<DiskReading>[] = [
  historyMetric('disk.percent', 'percent', 'How full the file system of /stats/disk is.', ({ used, free }) =>
    percentOf(used, used + free),
  ),
  historyMetric('disk.used_bytes', 'bytes', 'Space in use.', ({ used }) => used),
  historyMetric(
    'disk.free_bytes',
    'bytes',
    'Space an unprivileged user can still write.',
    ({ free }) => free,
  ),
  historyMetric('disk.read_bytes_per_second', 'bytesPerSecond', 'Read from all disks.', ({ devices }) =>
    rateOf(disksOf(devices), 'readBytes'),
  ),
  historyMetric('disk.written_bytes_per_second', 'bytesPerSecond', 'Written to all disks.', ({ devices }) =>
    rateOf(disksOf(devices), 'writeBytes'),
  ),
  historyMetric(
    'disk.pressure_some_percent',
    'finePercent',
    'Share of the time in which a task waited for input or output.',
    ({ pressure }) => pressure.some,
  ),
  historyMetric(
    'disk.pressure_full_percent',
    'finePercent',
    'Share of the time in which all tasks waited for input or output.',
    ({ pressure }) => pressure.full,
  ),
  historyMetricOfEach(
    'file_system',
    'disk.filesystems.used_percent',
    'percent',
    'How full a file system is, by its mount point.',
    ({ fileSystems }) => (fileSystems ?? []).map(({ mountPoint, size }) => [mountPoint, fillOf(size)]),
  ),
  ofEachDevice('usage_percent', 'percent', 'How busy a disk was.', (rates) => rates.busyPercent),
  ofEachDevice('read_bytes_per_second', 'bytesPerSecond', 'Read from a disk.', (rates) => rates.readBytes),
  ofEachDevice(
    'written_bytes_per_second',
    'bytesPerSecond',
    'Written to a disk.',
    (rates) => rates.writeBytes,
  ),
];

/** How full a file system is, as df counts. */
function fillOf(size: NonNullable<DiskReading['fileSystems']>[number]['size']): number | null {
  if (size === null) return null;
  const used = remainderOf(size.total, size.free);
  return percentOf(used, sumOf([used, size.available]));
}

/** Of partitions their disk tells enough. */
function ofEachDevice(
  field: string,
  form: 'percent' | 'bytesPerSecond',
  description: string,
  value: (rates: NonNullable<DiskDeviceReading['rates']>) => number | null,
): HistoryMetric<DiskReading> {
  return historyMetricOfEach('device', `disk.devices.${field}`, form, description, ({ devices }) =>
    (devices ?? [])
      .filter(({ kind }) => kind !== 'partition')
      .map(({ name, rates }) => [name, rates === null ? null : value(rates)]),
  );
}
