import t from 'tap';
import { cgroupFolders, parseCgroupNumber, parseCpuMax, parseProcCgroup } from '../../src/parsers/cgroup.js';
import { parseMountinfo } from '../../src/parsers/mountinfo.js';
import { endless, neverThrows, staysFinite } from '../helpers/parsers/parser-contract.js';

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

const whole = '31 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n';

void t.test('on a machine the folders of a group are its own and those above it', async (t) => {
  const folders = cgroupFolders(parseProcCgroup('0::/a/b\n'), parseMountinfo(whole), '');
  t.same(folders, ['sys/fs/cgroup/a/b', 'sys/fs/cgroup/a', 'sys/fs/cgroup']);
  t.same(cgroupFolders(parseProcCgroup('0::/\n'), parseMountinfo(whole), ''), ['sys/fs/cgroup']);
});

void t.test('a container that is shown its own group alone has it at the root', async (t) => {
  const mounts = parseMountinfo(
    '40 30 0:26 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n' +
      '41 30 0:27 / /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct\n' +
      // The machine's tree, mounted beside it, is not where this process's own group is looked for.
      '42 30 0:26 /../.. /host/sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n',
  );
  const paths = parseProcCgroup('4:memory:/docker/abc/inner\n2:cpu,cpuacct:/\n');
  t.same(cgroupFolders(paths, mounts, 'memory'), ['sys/fs/cgroup/memory/inner', 'sys/fs/cgroup/memory']);
  t.same(cgroupFolders(paths, mounts, 'cpu'), ['sys/fs/cgroup/cpu,cpuacct']);
  const hidden = parseProcCgroup('4:memory:/\n');
  t.same(
    cgroupFolders(hidden, mounts, 'memory'),
    ['sys/fs/cgroup/memory'],
    'a control group namespace of its own',
  );
  t.same(cgroupFolders(paths, mounts, ''), [], 'there is no version 2');
  t.same(cgroupFolders(paths, [], 'memory'), [], 'nothing is mounted');
});

void t.test('whatever comes, none of them throws', async (t) => {
  neverThrows(t, parseProcCgroup, sample);
  neverThrows(t, parseCgroupNumber, '2147483648\n');
  neverThrows(t, parseCpuMax, '150000 100000\n');
});

void t.test('a number of more digits than there are is the greatest there is', async (t) => {
  staysFinite(t, parseCpuMax, `${endless} 1`);
  staysFinite(t, parseCpuMax, `1 ${endless}`);
  staysFinite(t, parseCpuMax, `${endless} ${endless}`);
});
