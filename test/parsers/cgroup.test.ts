import t from 'tap';
import { groupAndAbove, parseCgroupNumber, parseCpuMax, parseProcCgroup } from '../../src/parsers/cgroup.js';
import { neverThrows } from '../helpers/parser-contract.js';

const sample = '9:name=systemd:/\n4:memory:/a/b\n2:cpu,cpuacct:/c\n0::/user.slice/x:y\n';

void t.test('gives the path of every controller; version 2 stands under the empty name', async (t) => {
  t.same(
    [...parseProcCgroup(sample)],
    [
      ['name=systemd', '/'],
      ['memory', '/a/b'],
      ['cpu', '/c'],
      ['cpuacct', '/c'],
      ['', '/user.slice/x:y'],
    ],
  );
});

void t.test('"max" and the number beyond all memory mean no limit', async (t) => {
  t.equal(parseCgroupNumber('max\n'), null);
  t.equal(parseCgroupNumber('9223372036854771712\n'), null);
  t.equal(parseCgroupNumber('2147483648\n'), 2_147_483_648);
  t.equal(parseCgroupNumber('0\n'), 0);
  t.equal(parseCgroupNumber(''), null);
});

void t.test('a CPU quota is a number of CPUs, null without one', async (t) => {
  t.equal(parseCpuMax('150000 100000\n'), 1.5);
  t.equal(parseCpuMax('max 100000\n'), null);
  t.equal(parseCpuMax('-1 100000'), null, 'how version 1 says none');
  t.equal(parseCpuMax('100000 0'), null);
});

void t.test('a group and those above it end at the root', async (t) => {
  t.same(groupAndAbove('/a/b'), ['/a/b', '/a', '']);
  t.same(groupAndAbove('/'), ['']);
});

void t.test('whatever comes, none of them throws', async (t) => {
  neverThrows(t, parseProcCgroup, sample);
  neverThrows(t, parseCgroupNumber, '2147483648\n');
  neverThrows(t, parseCpuMax, '150000 100000\n');
});
