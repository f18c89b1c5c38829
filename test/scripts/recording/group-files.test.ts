import t from 'tap';
import { groupFiles } from '../../../scripts/recording/group-files.js';
import { hostsFolder, recordedHost } from '../../helpers/machines/recorded-host.js';

void t.test('version 2: the limits of the own group and of all above it', (t) => {
  const files = groupFiles(recordedHost('linux-x64__desktop-16-threads'));
  const limits = files.filter((file) => file.endsWith('/memory.max'));
  t.strictSame(limits, [
    'fs/cgroup/system.slice/system-monitor-api.service/memory.max',
    'fs/cgroup/system.slice/memory.max',
    'fs/cgroup/memory.max',
  ]);
  t.end();
});

void t.test('version 1: each controller in its own tree', (t) => {
  const proc: Record<string, string> = {
    'self/mountinfo':
      '32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n' +
      '35 31 0:32 /docker/abc /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n',
    'self/cgroup': '4:memory:/docker/abc/x\n1:cpu,cpuacct:/\n',
  };
  const host = recordedHost(hostsFolder + '/linux-x64__desktop-16-threads');
  const files = groupFiles({ ...host, proc: { ...host.proc, optional: (path) => proc[path] ?? null } });
  t.strictSame(files, [
    'fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us',
    'fs/cgroup/cpu,cpuacct/cpu.cfs_period_us',
    'fs/cgroup/memory/x/memory.limit_in_bytes',
    'fs/cgroup/memory/x/memory.usage_in_bytes',
    'fs/cgroup/memory/x/memory.stat',
    'fs/cgroup/memory/memory.limit_in_bytes',
    'fs/cgroup/memory/memory.usage_in_bytes',
    'fs/cgroup/memory/memory.stat',
  ]);
  t.end();
});

void t.test('without groups there is nothing to record', (t) => {
  const host = recordedHost('linux-x64__desktop-16-threads');
  t.strictSame(groupFiles({ ...host, proc: { ...host.proc, optional: () => null } }), []);
  t.end();
});
