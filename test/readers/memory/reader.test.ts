import t from 'tap';
import { noPressure } from '../../../src/parsers/proc/pressure.js';
import { memoryReader } from '../../../src/readers/memory/reader.js';
import { writtenHost } from '../../helpers/machines/written-host.js';

const meminfo = `MemTotal:       1000 kB
MemFree:         200 kB
MemAvailable:    600 kB
Buffers:          10 kB
Cached:          300 kB
Shmem:             5 kB
SReclaimable:     50 kB
SwapTotal:         0 kB
SwapFree:          0 kB
`;

void t.test("gives the kernel's numbers in bytes; no swap is 0, what is not told is null", async (t) => {
  const { fields, vmstat, ...reading } = await memoryReader(writtenHost({ proc: { meminfo } }))();
  t.equal(fields?.get('SReclaimable'), 51_200, 'every field of the kernel is kept');
  t.equal(vmstat?.size, 0);
  t.same(reading, {
    total: 1_024_000,
    available: 614_400,
    isEstimated: false,
    free: 204_800,
    buffers: 10_240,
    cached: 358_400,
    shared: 5_120,
    zfsArc: null,
    swapTotal: 0,
    swapFree: 0,
    limit: null,
    limitReason: 'what is mounted here is not told (/proc/self/mountinfo)',
    pressure: noPressure,
  });
});

void t.test('inside LXC more than the total cannot be available: what is free is', async (t) => {
  const proc = { meminfo: meminfo.replace('600 kB', '9000 kB') };
  t.match(await memoryReader(writtenHost({ proc }))(), { available: 204_800 });
});

void t.test(
  'what a kernel does not tell is available is reckoned as psutil does, and said to be',
  async (t) => {
    const lines = (fields: Record<string, number>) =>
      Object.entries(fields)
        .map(([name, kilobytes]) => `${name}: ${kilobytes} kB\n`)
        .join('');
    const read = (fields: Record<string, number>, more: Record<string, string> = {}) =>
      memoryReader(writtenHost({ proc: { meminfo: lines({ MemTotal: 1_000, ...fields }), ...more } }))();
    const kilobytes = (count: number) => ({ available: count * 1_024, isEstimated: true });
    t.match(await read({ MemFree: 200 }), kilobytes(200), 'OpenVZ');
    t.match(await read({ MemFree: 200, Cached: 300, Buffers: 10 }), kilobytes(500), 'kernels before 2.6.28');
    const lists = { MemFree: 200, Cached: 300, 'Active(file)': 100, 'Inactive(file)': 60, SReclaimable: 40 };
    t.match(await read(lists), kilobytes(500), 'without the watermarks');
    const zoneinfo = 'Node 0, zone Normal\n        low      5\n';
    // 20 kB are kept free: 200 - 20 + (160 - 20) + (40 - 20), with pages of 4 kB.
    t.match(await read(lists, { zoneinfo }), kilobytes(340));
    t.match(await read({ ...lists, MemAvailable: 0 }, { zoneinfo }), kilobytes(340), 'a kernel that tells 0');
    t.match(await read({ MemFree: 900, Cached: 800 }), kilobytes(900), 'more than there is: what is free');
    t.match(await read({}), { available: null, isEstimated: false });
    t.match(await read({ MemFree: 200, MemAvailable: 600 }), { available: 614_400, isEstimated: false });
  },
);

void t.test('the cache of ZFS and the pressure are read where the kernel has them', async (t) => {
  const proc = {
    meminfo,
    vmstat: 'pgmajfault 3\noom_kill 1\n',
    'spl/kstat/zfs/arcstats':
      '13 1 0x01 96 26112\nname type data\nsize                            4    17179869184\n',
    'pressure/memory':
      'some avg10=2.50 avg60=0.00 avg300=0.00 total=9\nfull avg10=1.25 avg60=0.00 avg300=0.00 total=3\n',
  };
  t.match(await memoryReader(writtenHost({ proc }))(), {
    zfsArc: 17_179_869_184,
    pressure: { some: 2.5, full: 1.25, someSeconds: 0.000009, fullSeconds: 0.000003 },
    vmstat: new Map([
      ['pgmajfault', 3],
      ['oom_kill', 1],
    ]),
  });
});

void t.test(
  "the tightest limit on the way to the root holds, and none that is above the machine's memory",
  async (t) => {
    const mounts =
      '31 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n' +
      '35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n';
    const proc = { meminfo, 'self/cgroup': '0::/a/b\n', 'self/mountinfo': mounts };
    const sys = {
      'fs/cgroup/a/b/memory.max': '512000\n',
      'fs/cgroup/a/b/memory.current': '1000\n',
      'fs/cgroup/a/memory.max': '409600\n',
      'fs/cgroup/a/memory.current': '2000\n',
    };
    t.match(await memoryReader(writtenHost({ proc, sys }))(), { limit: { bytes: 409_600, used: 2_000 } });
    const v1 = {
      'fs/cgroup/memory/c/memory.limit_in_bytes': '300000\n',
      'fs/cgroup/memory/c/memory.usage_in_bytes': '7\n',
    };
    const proc1 = { meminfo, 'self/cgroup': '4:memory:/c\n', 'self/mountinfo': mounts };
    t.match(await memoryReader(writtenHost({ proc: proc1, sys: v1 }))(), {
      limit: { bytes: 300_000, used: 7 },
    });
    const wide = { 'fs/cgroup/a/b/memory.max': '99999999999\n' };
    t.match(await memoryReader(writtenHost({ proc, sys: wide }))(), { limit: null });
  },
);

void t.test('without /proc/meminfo, or without its total, there is a failure', async (t) => {
  t.throws(() => memoryReader(writtenHost({}))(), { code: 'absent' });
  t.throws(() => memoryReader(writtenHost({ proc: { meminfo: 'MemFree: 1 kB\n' } }))(), {
    code: 'malformed',
  });
});

void t.test('the cache of ZFS is the machine’s, and no part of the memory that LXC shows', async (t) => {
  const arcstats = 'size                            4    6732361728\n';
  const lxcfs =
    '9 8 0:61 /proc/meminfo /proc/meminfo rw,nosuid shared:593 master:81 - fuse.lxcfs lxcfs rw,user_id=0\n';
  const proc = {
    meminfo: 'MemTotal: 8388608 kB\nMemAvailable: 5000000 kB\n',
    'spl/kstat/zfs/arcstats': arcstats,
  };
  const own = { 'proc/self/mountinfo': lxcfs, 'proc/meminfo': proc.meminfo };
  t.match(await memoryReader(writtenHost({ proc, own }))(), { total: 2 ** 33, zfsArc: null });
  const kernels = { ...own, 'proc/meminfo': 'MemTotal: 1 kB\n' };
  const reading = await memoryReader(writtenHost({ proc, own: kernels }))();
  t.equal(reading.zfsArc, 6_732_361_728, 'with SYSMON_PROC both are the machine’s');
});

void t.test('a machine without memory is none', (t) => {
  // https://github.com/lxc/lxcfs/issues/389
  const proc = {
    meminfo: 'MemTotal: 0 kB\nMemFree: 18446744073708785356 kB\nMemAvailable: 18446744073708785356 kB\n',
  };
  t.throws(() => memoryReader(writtenHost({ proc }))(), {
    code: 'malformed',
    message: /MemTotal.* is 0 bytes/,
  });
  t.end();
});
