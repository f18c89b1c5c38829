import t from 'tap';
import { devicesReader } from '../../../src/readers/disk/devices.js';
import { writtenHost } from '../../helpers/machines/written-host.js';

const line = (name: string, reads: number, sectors: number, ioMs = 0, weighted = 0) =>
  `8 0 ${name} ${reads} 0 ${sectors} ${reads * 4} 0 0 0 0 0 ${ioMs} ${weighted}\n`;

void t.test('rates are over the time that really passed, null in a first reading', async (t) => {
  const files = { proc: { diskstats: line('sda', 10, 100) } };
  const host = writtenHost(files);
  const read = devicesReader(host);
  t.match(read(), [{ name: 'sda', readBytes: 51_200, rates: null }]);
  files.proc.diskstats = line('sda', 30, 300, 500, 4_000);
  await host.clock.advance(2_000);
  t.match(read(), [
    {
      readBytes: 153_600,
      writtenBytes: 0,
      rates: {
        readBytes: 51_200,
        reads: 10,
        writes: 0,
        busyPercent: 25,
        queue: 2,
        readSeconds: 0.004,
        writeSeconds: null,
      },
    },
  ]);
});

void t.test('a counter that went backwards, and a new device, have no rates', async (t) => {
  const files = { proc: { diskstats: line('sda', 10, 100) } };
  const host = writtenHost(files);
  const read = devicesReader(host);
  read();
  files.proc.diskstats = line('sda', 9, 900) + line('sdb', 5, 50);
  await host.clock.advance(1_000);
  t.match(read(), [
    { name: 'sda', rates: null },
    { name: 'sdb', rates: null },
  ]);
});

void t.test('another disk under the same name is told at once', async (t) => {
  const files = { proc: { diskstats: line('sda', 1_000, 900) }, sys: {} };
  const host = writtenHost(files);
  const read = devicesReader(host);
  files.sys = { 'block/sda/size': '20\n', 'block/sda/device/model': 'Samsung SSD\n' };
  t.match(read(), [{ model: 'Samsung SSD', bytes: 10_240 }]);
  files.sys = { 'block/sda/size': '80\n', 'block/sda/device/model': 'WD Red\n' };
  files.proc.diskstats = line('sda', 5, 40);
  await host.clock.advance(1_000);
  t.match(read(), [{ model: 'WD Red', bytes: 40_960, rates: null }]);
});

t.test(
  'a disk that is enlarged, and one that was used more than the one before it, are told at once',
  (t) => {
    const disk = (size: number, model: string) => ({
      'block/sda/size': `${size}\n`,
      'block/sda/device/model': `${model}\n`,
    });
    const partitions = (blocks: number) => `major minor  #blocks  name\n\n   8        0 ${blocks} sda\n`;
    const files = {
      proc: { diskstats: line('sda', 10, 90), partitions: partitions(10) },
      sys: disk(20, 'Volume'),
    };
    const read = devicesReader(writtenHost(files));
    t.match(read(), [{ bytes: 10_240 }]);
    files.proc.partitions = partitions(20);
    files.sys = disk(40, 'Volume');
    t.match(read(), [{ model: 'Volume', bytes: 20_480 }]);
    files.proc = { diskstats: line('sda', 50, 400), partitions: partitions(40) };
    files.sys = disk(80, 'Flash Drive');
    t.match(read(), [{ model: 'Flash Drive', bytes: 40_960 }]);
    t.end();
  },
);

void t.test('counters that fall to 0 and come back are no transfer', async (t) => {
  const files = { proc: { diskstats: line('sda', 1_000, 1e9) } };
  const host = writtenHost(files);
  const read = devicesReader(host);
  const next = async (text: string) => {
    files.proc.diskstats = text;
    await host.clock.advance(1_000);
    return read();
  };
  read();
  t.match(await next(line('sda', 0, 0)), [
    { readBytes: null, counters: { reads: null }, rates: null, isDoubted: true },
  ]);
  t.match(await next(line('sda', 1_002, 1e9 + 4)), [
    { rates: { readBytes: 1_024, reads: 1 }, isDoubted: false },
  ]);
  await next(line('sda', 0, 0));
  t.match(await next(line('sda', 0, 0)), [{ readBytes: 0, rates: null, isDoubted: false }]);
  t.match(await next(line('sda', 1_003, 1e9 + 5)), [{ rates: { readBytes: null, reads: null } }]);
});

void t.test('a device that is busy all the time is not busier than 100 %', async (t) => {
  const files = { proc: { diskstats: line('sda', 1, 1) } };
  const host = writtenHost(files);
  const read = devicesReader(host);
  read();
  files.proc.diskstats = line('sda', 1, 1, 1_004);
  await host.clock.advance(1_000);
  t.match(read(), [{ rates: { busyPercent: 100 } }]);
});

void t.test('disks, partitions and what is made of other devices are told apart', async (t) => {
  const names = [
    'sda',
    'sda1',
    'dm-0',
    'md127',
    'cciss/c0d0',
    'cciss/c0d0p1',
    'loop0',
    'ram1',
    'zram0',
    'fioa',
  ];
  const sys = {
    'block/sda/size': '2048\n',
    'block/sda/device/model': 'Samsung SSD 990 \n',
    'block/sda/sda1/size': '1024\n',
    'block/dm-0/dm/name': 'vg0-root\n',
    'block/cciss!c0d0/cciss!c0d0p1/size': '16\n',
    'block/fioa/slaves/sda': '',
  };
  const proc = { diskstats: names.map((name) => line(name, 1, 1)).join('') };
  const devices = devicesReader(writtenHost({ proc, sys }))() ?? [];
  t.same(
    devices.map(({ name, kind, parent, label, model, bytes }) => [name, kind, parent, label ?? model, bytes]),
    [
      ['sda', 'disk', null, 'Samsung SSD 990', 1_048_576],
      ['sda1', 'partition', 'sda', null, 524_288],
      ['dm-0', 'stacked', null, 'vg0-root', null],
      ['md127', 'stacked', null, null, null],
      ['cciss/c0d0', 'disk', null, null, null],
      ['cciss/c0d0p1', 'partition', 'cciss/c0d0', null, 8_192],
      ['fioa', 'stacked', null, null, null],
    ],
  );
});

void t.test('without /proc/diskstats the devices are unknown, not none', async (t) => {
  t.equal(devicesReader(writtenHost({}))(), null);
  t.same(devicesReader(writtenHost({ proc: { diskstats: '' } }))(), []);
});
