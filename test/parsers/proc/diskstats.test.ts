import t from 'tap';
import { parseProcDiskstats, partitionOf } from '../../../src/parsers/proc/diskstats.js';
import { endless, neverThrows, staysFinite } from '../../helpers/parsers/parser-contract.js';

const sample = ` 259       0 nvme0n1 10 1 200 30 40 2 500 60 3 70 80 5 0 600 7 8 9
   8       1 sda1 1 0 8 2 3 0 24 4 0 5 6
 104       0 cciss/c0d0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
`;

void t.test('gives every counter by name of the device; what an older kernel lacks is null', async (t) => {
  const devices = parseProcDiskstats(sample);
  t.same(devices.get('nvme0n1'), {
    ...{ major: 259, minor: 0, reads: 10, readsMerged: 1, sectorsRead: 200, readMs: 30 },
    ...{ writes: 40, writesMerged: 2, sectorsWritten: 500, writeMs: 60 },
    ...{ inFlight: 3, ioMs: 70, weightedMs: 80 },
    ...{ discards: 5, discardsMerged: 0, sectorsDiscarded: 600, discardMs: 7, flushes: 8, flushMs: 9 },
  });
  t.match(devices.get('sda1'), { weightedMs: 6, discards: null, flushMs: null });
  t.match(devices.get('cciss/c0d0'), { discardMs: 15, flushes: null });
});

void t.test('empty, cut and damaged lines are left out, the others stay', async (t) => {
  t.equal(parseProcDiskstats('').size, 0);
  const text = '8 0 sda 1 2 3\n8 1 sda1 1 2 3 4 x 6 7 8 9 10 11\n8 2 sda2 1 2 3 4 5 6 7 8 9 10 11\n';
  t.same([...parseProcDiskstats(text).keys()], ['sda2']);
});

void t.test('a partition is told by the name of its device, where that is there', async (t) => {
  const names = new Set([
    'sda',
    'sda1',
    'nvme0n1',
    'nvme0n1p2',
    'mmcblk0',
    'mmcblk0p1',
    'xvda1',
    'md0',
    'dm-0',
  ]);
  const parents = [...names, 'mmcblk0boot0'].map((name) => [name, partitionOf(name, names)]);
  t.same(
    parents.filter(([, parent]) => parent !== null),
    [
      ['sda1', 'sda'],
      ['nvme0n1p2', 'nvme0n1'],
      ['mmcblk0p1', 'mmcblk0'],
    ],
  );
});

void t.test('whatever comes, it does not throw', async (t) => neverThrows(t, parseProcDiskstats, sample));

void t.test('a number of more digits than there are is the greatest there is', async (t) => {
  staysFinite(t, parseProcDiskstats, `8 0 sda ${endless} 0 0 0 0 0 0 0 0 0 0`);
  staysFinite(t, parseProcDiskstats, `${endless} 0 sda 0 0 0 0 0 0 0 0 0 0 0`);
});
