import t from 'tap';
import { diskMetrics } from '../../../../plugins/domains/disk/metrics.js';
import { noPressure } from '../../../../src/parsers/proc/pressure.js';
import type { DiskReading, FileSystemReading } from '../../../../src/readers/disk/reader.js';
import { recordedApp } from '../../../helpers/machines/recorded-app.js';

void t.test('every place of a file system and every device but partitions is exposed', async (t) => {
  const { app, get } = await recordedApp('linux-x64__desktop-16-threads');
  t.teardown(() => app.close());
  const text = String((await get('/metrics')).body);
  const lines = text.split('\n').filter((line) => /^node_(?:filesystem|disk|pressure_io)/.test(line));
  const root = 'device="/dev/nvme0n1p2",mountpoint="/",fstype="btrfs",device_error=""';
  for (const line of [
    `node_filesystem_avail_bytes{${root}} 734827380736`,
    `node_filesystem_avail_bytes{${root.replace('"/"', '"/home"')}} 734827380736`,
    'node_filesystem_readonly{device="/dev/sda1",mountpoint="/data/old photos",fstype="ext4",device_error=""} 1',
    'node_disk_read_bytes_total{device="nvme0n1"} 101516892672',
    'node_disk_io_time_seconds_total{device="nvme0n1"} 3918.287',
  ]) {
    t.ok(lines.includes(line), line, { lines });
  }
  t.notOk(
    lines.some((line) => line.includes('nvme0n1p1"} ')),
    'partitions are left out',
  );
  t.notOk(
    lines.some((line) => /^node_filesystem_files\{.*btrfs/.test(line)),
    'no number of files is not 0',
  );
});

void t.test('a mount that does not answer has an error and no sizes', async (t) => {
  const hung: FileSystemReading = {
    ...{ mountPoint: '/nas', alsoMountedAt: [], device: 'nas:/', type: 'nfs4', readOnly: false, pool: null },
    ...{ state: 'timeout', reason: 'the file system at /nas does not answer', size: null },
  };
  const reading = { fileSystems: [hung], devices: null, pressure: noPressure } as unknown as DiskReading;
  const parsed = diskMetrics
    .families(reading)
    .flatMap(({ metric, samples }) =>
      samples.filter(([value]) => value !== null).map((sample) => [metric.name, ...sample]),
    );
  t.same(parsed, [
    ['node_filesystem_readonly', 0, 'nas:/', '/nas', 'nfs4', 'mountpoint timeout'],
    ['node_filesystem_device_error', 1, 'nas:/', '/nas', 'nfs4', 'mountpoint timeout'],
  ]);
});
