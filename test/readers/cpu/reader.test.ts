import t from 'tap';
import { cpuReader } from '../../../src/readers/cpu/reader.js';
import { writtenHost } from '../../helpers/machines/written-host.js';

const first = 'cpu  100 0 50 800 50 0 0 0 20 0\ncpu0 100 0 50 800 50 0 0 0 20 0\n';
/** 100 ticks later: 40 user (of them 10 guest), 10 system, 30 idle, 20 waiting. */
const second = 'cpu  140 0 60 830 70 0 0 0 30 0\ncpu0 140 0 60 830 70 0 0 0 30 0\n';

void t.test('usage is what was neither idle nor waiting; guests are not counted twice', async (t) => {
  const files = { proc: { stat: first } };
  const read = cpuReader(writtenHost(files, {}));
  t.match(
    await read(),
    { usagePercent: null, perCorePercent: null, times: null },
    'one reading has no rates',
  );
  files.proc.stat = second;
  t.match(await read(), {
    usagePercent: 50,
    perCorePercent: [50],
    times: { user: 30, guest: 10, system: 10, idle: 30, iowait: 20, nice: 0, steal: 0 },
  });
});

void t.test('iowait may go backwards: it counts as nothing, as psutil counts it', async (t) => {
  const files = { proc: { stat: 'cpu  0 0 0 0 100 0 0 0 0 0\n' } };
  const read = cpuReader(writtenHost(files));
  await read();
  files.proc.stat = 'cpu  30 0 0 70 90 0 0 0 0 0\n';
  t.match(await read(), { usagePercent: 30 });
});

void t.test('the ticks of each CPU and what the kernel did are kept as they are counted', async (t) => {
  const read = cpuReader(writtenHost({ proc: { stat: `${first}ctxt 12\nprocs_blocked 0\n` } }));
  const { ticks, activity } = await read();
  t.match(ticks?.get(0), { user: 100, idle: 800, guest: 20 });
  t.match(activity, { contextSwitches: 12, blocked: 0, forks: null });
});

void t.test(
  'a counter that falls a little stays as it was shown; one of a CPU that was off begins anew',
  async (t) => {
    const stat = (idle: number, iowait: number) => `cpu 1 0 1 9 9\ncpu0 5 0 5 ${idle} ${iowait} 0 0 0 0 0\n`;
    const files = { proc: { stat: stat(1_747_062, 548_282) } };
    const read = cpuReader(writtenHost(files));
    await read();
    const shown = async (text: string) => {
      files.proc.stat = text;
      const { ticks } = await read();
      return [ticks?.get(0)?.idle, ticks?.get(0)?.iowait];
    };
    t.same(await shown(stat(1_747_162, 548_281)), [1_747_162, 548_282]);
    t.same(await shown(stat(1_747_160, 548_283)), [1_747_162, 548_283]);
    t.same(await shown(stat(100, 10)), [100, 10]);
  },
);

void t.test('without a tick in between usage is unknown, not 0', async (t) => {
  const read = cpuReader(writtenHost({ proc: { stat: first } }));
  await read();
  t.match(await read(), { usagePercent: null, times: null });
});

void t.test('a CPU that comes online is counted, its own usage unknown for one reading', async (t) => {
  const files = { proc: { stat: first } };
  const read = cpuReader(writtenHost(files));
  t.match(await read(), { threads: 1 });
  files.proc.stat = `${second}cpu1 5 0 5 90 0 0 0 0 0 0\n`;
  t.match(await read(), { threads: 2, perCorePercent: [50, null] });
});

void t.test('cores are counted by their shared siblings, else by socket and core number', async (t) => {
  const stat = 'cpu 1 2 3 4\ncpu0 1 2 3 4\ncpu1 1 2 3 4\ncpu2 1 2 3 4\ncpu3 1 2 3 4\n';
  const topology = (cpu: number) => `devices/system/cpu/cpu${cpu}/topology/core_cpus_list`;
  const sys = {
    [topology(0)]: '0,2\n',
    [topology(1)]: '1,3\n',
    [topology(2)]: '0,2\n',
    [topology(3)]: '1,3\n',
  };
  t.match(await cpuReader(writtenHost({ proc: { stat }, sys }))(), { cores: 2, threads: 4 });
  const cpuinfo =
    'physical id\t: 0\ncore id\t: 0\n\nphysical id\t: 1\ncore id\t: 0\n\nphysical id\t: 1\ncore id\t: 0\n';
  t.match(await cpuReader(writtenHost({ proc: { stat, cpuinfo } }))(), { cores: 2 });
  t.match(await cpuReader(writtenHost({ proc: { stat } }))(), { cores: null }, 'untold is null');
});

void t.test('cores are counted anew when a CPU is switched off and another on', async (t) => {
  const topology = (cpu: number) => `devices/system/cpu/cpu${cpu}/topology/core_cpus_list`;
  const files = {
    proc: { stat: 'cpu 1 2 3 4\ncpu0 1 2 3 4\ncpu1 1 2 3 4\n' },
    sys: { [topology(0)]: '0\n', [topology(1)]: '1\n' },
  };
  const read = cpuReader(writtenHost(files));
  t.match(await read(), { threads: 2, cores: 2 });
  files.proc.stat = 'cpu 1 2 3 4\ncpu0 1 2 3 4\ncpu2 1 2 3 4\n';
  Object.assign(files.sys, { [topology(0)]: '0,2\n', [topology(2)]: '0,2\n' });
  t.match(await read(), { threads: 2, cores: 1 }, 'two threads of one core');
});

void t.test('the temperature stays that of the processor when chips exchange their numbers', async (t) => {
  const chip = (id: number, name: string, value: string) => ({
    [`class/hwmon/hwmon${id}/name`]: `${name}\n`,
    [`class/hwmon/hwmon${id}/temp1_input`]: `${value}\n`,
  });
  const files = {
    proc: { stat: first },
    sys: { ...chip(2, 'coretemp', '61000'), ...chip(3, 'nvme', '38000') },
  };
  const read = cpuReader(writtenHost(files));
  t.match(await read(), { celsius: 61 });
  Object.assign(files.sys, chip(2, 'nvme', '38000'), chip(3, 'coretemp', '62000'));
  t.match(await read(), { celsius: 62 }, 'at the next reading');
});

void t.test('the clock is that of /proc/cpuinfo, else that of cpufreq, else null', async (t) => {
  const sys = {
    'devices/system/cpu/cpufreq/policy0/scaling_cur_freq': '600000\n',
    'devices/system/cpu/cpufreq/policy4/scaling_cur_freq': '1800000\n',
    'devices/system/cpu/cpufreq/policy0/cpuinfo_max_freq': '2400000\n',
    'devices/system/cpu/cpufreq/boost': '1\n',
  };
  const both = { proc: { stat: first, cpuinfo: 'cpu MHz\t\t: 2596.134\n' }, sys };
  t.match(await cpuReader(writtenHost(both))(), { frequencyMhz: 2596.134, maxFrequencyMhz: 2400 });
  t.match(await cpuReader(writtenHost({ proc: { stat: first }, sys }))(), { frequencyMhz: 1200 });
  const unknown = { stat: first, cpuinfo: 'cpu MHz\t\t: 0.000\n\ncpu MHz\t\t: 0.000\n' };
  t.match(await cpuReader(writtenHost({ proc: unknown, sys }))(), { frequencyMhz: 1200 }, '0 is none');
  const off = { 'devices/system/cpu/cpufreq/policy0/cpuinfo_max_freq': '0\n' };
  t.match(await cpuReader(writtenHost({ proc: unknown, sys: off }))(), {
    frequencyMhz: null,
    maxFrequencyMhz: null,
  });
  t.match(await cpuReader(writtenHost({ proc: { stat: first } }))(), {
    frequencyMhz: null,
    maxFrequencyMhz: null,
  });
});

void t.test('the temperature is the hottest package sensor of a processor chip', async (t) => {
  const sys = {
    'class/hwmon/hwmon0/name': 'nvme\n',
    'class/hwmon/hwmon0/temp1_input': '99000\n',
    'class/hwmon/hwmon1/name': 'coretemp\n',
    'class/hwmon/hwmon1/temp1_input': '45000\n',
    'class/hwmon/hwmon2/name': 'coretemp\n',
    'class/hwmon/hwmon2/temp1_input': '52500\n',
  };
  t.match(await cpuReader(writtenHost({ proc: { stat: first }, sys }))(), { celsius: 52.5 });
  t.match(await cpuReader(writtenHost({ proc: { stat: first } }))(), { celsius: null });
});

void t.test('the tightest quota on the way to the root holds, in cgroup v1 and v2', async (t) => {
  const v2 = { 'fs/cgroup/a/b/cpu.max': 'max 100000\n', 'fs/cgroup/a/cpu.max': '250000 100000\n' };
  const mounts2 = '31 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n';
  const proc = { stat: first, 'self/cgroup': '0::/a/b\n', 'self/mountinfo': mounts2 };
  t.match(await cpuReader(writtenHost({ proc, sys: v2 }))(), { quotaCores: 2.5 });
  const v1 = {
    'fs/cgroup/cpu/x/cpu.cfs_quota_us': '50000\n',
    'fs/cgroup/cpu/x/cpu.cfs_period_us': '100000\n',
  };
  const mounts1 = '32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n';
  const proc1 = { stat: first, 'self/cgroup': '3:cpu,cpuacct:/x\n', 'self/mountinfo': mounts1 };
  t.match(await cpuReader(writtenHost({ proc: proc1, sys: v1 }))(), { quotaCores: 0.5 });
  t.match(await cpuReader(writtenHost({ proc }))(), { quotaCores: null });
});

void t.test(
  "in a container that sees the machine's trees the quota is still the container's own",
  async (t) => {
    const sys = { 'fs/cgroup/cpu.max': '100 100000\n' };
    const proc = { stat: first, 'self/cgroup': '0::/\n', 'self/mountinfo': 'of another namespace' };
    const own = {
      'proc/self/cgroup': '0::/\n',
      'proc/self/mountinfo': '31 23 0:26 / /sys/fs/cgroup ro - cgroup2 cgroup2 rw\n',
      'sys/fs/cgroup/cpu.max': '150000 100000\n',
    };
    t.match(await cpuReader(writtenHost({ proc, sys, own }))(), { quotaCores: 1.5 });
  },
);

void t.test('a missing or damaged /proc/stat is a failure that says so', async (t) => {
  t.throws(() => cpuReader(writtenHost({}))(), { code: 'absent', message: '/proc/stat is not there' });
  t.throws(() => cpuReader(writtenHost({ proc: { stat: 'cpu0 1 2 3 4\n' } }))(), { code: 'malformed' });
});
