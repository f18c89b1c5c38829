import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { decodedNames, fileName, shownName } from '../../../src/byte-names.js';
import { systemHost } from '../../../src/host/system-host.js';
import { diskReader, type DiskReading } from '../../../src/readers/disk/reader.js';
import { recordedApp } from '../../helpers/machines/recorded-app.js';
import { realMachine } from '../../helpers/machines/real-machine.js';
import { sysFolder, writeFolder, type Folder } from '../../helpers/machines/sys-machine.js';

const size = { total: 1_000, free: 400, available: 350, inodes: 100, inodesFree: 60 };

/** The file systems of a machine with these mounts, and what else its first process sees. */
async function fileSystems(t: Test, own: string, first?: string): Promise<FileSystems> {
  const ofFirst = first === undefined ? {} : { '1': { mountinfo: first } };
  const { host } = realMachine(t, { proc: { self: { mountinfo: own }, ...ofFirst } });
  const root = { ...host.root, fileSystem: () => Promise.resolve(size) };
  return (await diskReader({ ...host, root }, '/')()).fileSystems ?? [];
}

type FileSystems = NonNullable<DiskReading['fileSystems']>;

const flags = (systems: FileSystems) =>
  systems.map(({ mountPoint, readOnly, alsoMountedAt }) => [
    ...[mountPoint, readOnly],
    ...alsoMountedAt.map((place) => [place.mountPoint, place.readOnly]),
  ]);

const root = '1 0 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n';

void t.test('read-only belongs to a place, and a place that can be written is shown', async (t) => {
  const bound = `${root}2 1 8:2 / /data/with\\040space rw shared:2 - ext4 /dev/sdb1 rw
3 1 8:2 / /data/ro ro shared:3 - ext4 /dev/sdb1 rw
4 1 8:2 /sub /d ro shared:4 - ext4 /dev/sdb1 rw
5 1 8:3 / /cd ro shared:5 - ext4 /dev/sdc1 ro
6 1 8:4 /x /part rw shared:6 - ext4 /dev/sdd1 rw
7 1 8:4 / /whole ro shared:7 - ext4 /dev/sdd1 rw
`;
  t.same(flags(await fileSystems(t, bound)), [
    ['/', false],
    ['/data/with space', false, ['/data/ro', true], ['/d', true]],
    ['/cd', true],
    ['/part', false, ['/whole', true]],
  ]);
});

void t.test('what is read-only for a protected service alone is not for the machine', async (t) => {
  const machine = `${root}2 1 8:2 / /data rw shared:2 - ext4 /dev/sdb1 rw
3 1 8:2 / /export ro shared:3 - ext4 /dev/sdb1 rw
`;
  const copies = `1 0 8:1 / / ro master:1 - ext4 /dev/sda1 rw
9 1 8:1 /var/lib/private/x /var/lib/x rw master:1 - ext4 /dev/sda1 rw
2 1 8:2 / /data ro master:2 - ext4 /dev/sdb1 rw
3 1 8:2 / /export ro master:3 - ext4 /dev/sdb1 rw
`;
  const expected = [
    ['/', false, ['/var/lib/x', false]],
    ['/data', false, ['/export', true]],
  ];
  t.same(flags(await fileSystems(t, copies, machine)), expected, 'the first process tells');
  const unmarked = copies.replaceAll(/master:\d/g, 'shared:1');
  t.same(flags(await fileSystems(t, unmarked, machine)), expected, 'whatever the kernel says of copies');
  const superblock = [
    ['/', false, ['/var/lib/x', false]],
    ['/data', false, ['/export', false]],
  ];
  t.same(flags(await fileSystems(t, copies)), superblock, 'else copies are known for what they are');
  t.same(
    flags(await fileSystems(t, unmarked)),
    superblock,
    'and so is a root that is read-only by its mount',
  );
  // https://github.com/prometheus/node_exporter/issues/3261
  const over = `${root}8 1 0:70 / /nix/store rw - tmpfs x rw\n9 8 0:70 / /nix/store ro,nosuid - tmpfs x rw\n`;
  const alone = [
    ['/', false],
    ['/nix/store', true],
  ];
  t.same(
    flags(await fileSystems(t, over, machine)),
    alone,
    'the first process does not know what is mounted here alone',
  );
  t.same(
    flags(await fileSystems(t, over, over)),
    alone,
    'what is mounted over itself is there once, as it is seen',
  );
});

void t.test(
  'each place has its own flag in /metrics, and the one that can be written is in the body',
  async (t) => {
    const mountinfo = `${root}2 1 8:2 / /data/rw rw - ext4 /dev/sdb1 rw\n3 1 8:2 / /ro ro - ext4 /dev/sdb1 rw\n`;
    const folder = sysFolder(t, {}, { proc: { self: { mountinfo } } });
    const machine = { platform: 'linux', recorded: '2026-01-31T12:00:00.000Z' };
    const systems = { '/': size, '/data/rw': size, '/ro': size };
    writeFolder(folder, { 'machine.json': JSON.stringify({ ...machine, fileSystems: systems }) });
    const { app, get } = await recordedApp(folder);
    t.teardown(() => app.close());
    t.match((await get('/stats/disk')).body, {
      read_only: false,
      filesystems: [
        {},
        { mount_point: '/data/rw', other_mount_points: ['/ro'], read_only: false, pool: null },
      ],
    });
    const lines = String((await get('/metrics')).body).split('\n');
    const places = lines.filter((line) => /^node_filesystem_readonly\{.*sdb1/.test(line));
    t.same(
      places.map((line) => [/mountpoint="([^"]*)"/.exec(line)?.[1], line.at(-1)]),
      [
        ['/data/rw', '0'],
        ['/ro', '1'],
      ],
    );
  },
);

void t.test('images, always full, are left out whatever mounts them', async (t) => {
  const images = [
    ...[
      '/tmp/.mount_nvimAbC fuse.nvim.appimage',
      '/mnt/b fuse.Obsidian-1.5.AppImage',
      '/tmp/.mount_xY fuse.renamed',
    ],
    ...[
      '/c fuse.squashfuse_ll',
      '/d fuse.dwarfs',
      '/snap/x/1 squashfs',
      '/snap/y/2 fuse.snapfuse',
      '/e fuse.fuseiso',
    ],
    ...['/f cramfs', '/g erofs', '/h fuse.fuse-overlayfs', '/i iso9660'],
  ];
  const real = ['/srv fuse.sshfs', '/s3 fuse.s3fs', '/home/.mounted fuse.gocryptfs', '/usb udf'];
  const lines = [...images, ...real].map((one, index) => {
    const [place = '', type = ''] = one.split(' ');
    return `${index + 2} 1 0:${index + 50} / ${place} rw - ${type} ${type} rw\n`;
  });
  t.same(
    (await fileSystems(t, root + lines.join(''))).map(({ mountPoint }) => mountPoint),
    ['/', '/srv', '/s3', '/home/.mounted', '/usb'],
  );
});

void t.test('file systems of one pool name it', async (t) => {
  const systems = await fileSystems(
    t,
    `${root}2 1 0:40 / /tank rw - zfs tank rw
3 2 0:41 / /tank/home rw - zfs tank/home rw
4 1 0:42 / /b rw - zfs backup/x/y rw
5 1 0:43 /@ /btr rw - btrfs /dev/sdc rw
`,
  );
  t.same(
    systems.map(({ mountPoint, pool }) => [mountPoint, pool]),
    [
      ['/', null],
      ['/tank', 'tank'],
      ['/tank/home', 'tank'],
      ['/b', 'backup'],
      ['/btr', null],
    ],
  );
});

void t.test('a mount point that is not UTF-8 is found, also by the helper process, and shown', async (t) => {
  const folder = sysFolder(t, {}, { proc: { self: {} }, root: {} });
  const names = ['q\udcff', 'q\udcfe'];
  for (const name of names) mkdirSync(fileName(join(folder, 'root', name)));
  const lines = `1 0 8:1 / / rw - ext4 /dev/sda1 rw
2 1 8:2 / /q\xff rw - ext4 /dev/sdb1 rw
3 1 8:3 / /q\xfe rw - fuse.sshfs ada@nas:/\xe9 rw
4 1 8:4 / /q\xfd rw - ext4 /dev/sdd1 rw
`;
  writeFolder(folder, { proc: { self: { mountinfo: lines } } });
  const host = systemHost({
    ...{ root: join(folder, 'root'), proc: join(folder, 'proc'), sys: join(folder, 'sys'), nvml: 'off' },
    ...{ ollama: { url: new URL('http://127.0.0.1:9'), headers: {} }, environment: process.env, own: folder },
  });
  t.teardown(() => host.close());
  const { fileSystems: found } = await diskReader({ ...host, rootPath: '/' }, '/')();
  t.match(found, [
    { mountPoint: '/', state: 'ok' },
    { mountPoint: '/q\\xff', state: 'ok' },
    { mountPoint: '/q\\xfe', state: 'ok', device: 'ada@nas:/\\xe9' },
    { mountPoint: '/q\\xfd', state: 'absent', reason: 'there is no /q\\xfd' },
  ]);
});

const counters = (reads: number, sectors: number) => `${reads} 0 ${sectors} 0 ${reads} 0 ${sectors} 0 0 0 0`;

/** A machine of these block devices, and what its totals and devices are at each step. */
function blockDevices(t: Test, names: readonly string[], block: Folder = {}) {
  const machine = realMachine(t, { sys: { block }, proc: {} });
  const fileSystem = () => Promise.resolve(size);
  const read = diskReader({ ...machine.host, root: { ...machine.host.root, fileSystem } }, '/');
  return async (sectorsOf: (name: string) => number) => {
    const lines = names.map((name) => `8 0 ${name} ${counters(sectorsOf(name), sectorsOf(name))}\n`);
    machine.write({ proc: { diskstats: lines.join('') } });
    const { devices } = await read();
    await machine.host.clock.advance(1_000);
    const counted = (devices ?? []).filter(({ isCounted }) => isCounted);
    return {
      kinds: Object.fromEntries((devices ?? []).map(({ name, kind, parent }) => [name, parent ?? kind])),
      counted: counted.map(({ name }) => name),
      rate: counted.reduce((sum, { rates }) => sum + (rates?.readBytes ?? NaN), 0),
    };
  };
}

void t.test(
  'counted twice: what stacked devices, partitions and paths transfer is counted at the disks',
  async (t) => {
    const names = [
      ...[
        'sda',
        'sda1',
        'sdb',
        'dm-0',
        'dm-1',
        'md0',
        'md0p1',
        'md_home',
        'bcache0',
        'bcache0p1',
        'drbd0',
        'zd0',
      ],
      ...[
        'nbd0',
        'nbd0p1',
        'vda',
        'xyz',
        'zram0',
        'loop0',
        'loop0p1',
        'loop12p3',
        'loop12',
        'ram0',
        'fd0',
        'mmcblk0',
      ],
      ...['mmcblk0p1', 'mmcblk0boot0', 'sr0', 'nvme1n1', 'nvme1n1p2'],
    ];
    const step = blockDevices(t, names, { xyz: { slaves: { sdb: {} } }, 'dm-0': { slaves: { sda1: {} } } });
    await step(() => 10);
    const { kinds, counted, rate } = await step(() => 12);
    t.same(counted, ['sda', 'sdb', 'nbd0', 'vda', 'mmcblk0', 'mmcblk0boot0', 'sr0', 'nvme1n1']);
    t.equal(rate, counted.length * 1_024);
    t.match(kinds, {
      sda1: 'sda',
      'dm-1': 'stacked',
      md_home: 'stacked',
      drbd0: 'stacked',
      zd0: 'stacked',
      xyz: 'stacked',
    });
    t.match(kinds, { bcache0: 'stacked', bcache0p1: 'bcache0', nbd0p1: 'nbd0' });
    t.same(
      names.filter((name) => !(name in kinds)),
      ['zram0', 'loop0', 'loop0p1', 'loop12p3', 'loop12', 'ram0', 'fd0'],
    );
  },
);

void t.test(
  'counted twice: the paths to an NVMe disk are its own, and count where it counts nothing',
  async (t) => {
    const names = ['nvme0n1', 'nvme0n1p1', 'nvme0c0n1', 'nvme0c1n1', 'vdz'];
    const step = blockDevices(t, names, { nvme0c0n1: { hidden: '1\n' }, vdz: { hidden: '1\n' } });
    await step(() => 10);
    const both = await step((name) => (name === 'nvme0n1' ? 30 : 20));
    t.match(both.kinds, { nvme0c0n1: 'nvme0n1', nvme0c1n1: 'nvme0n1', vdz: 'path' });
    t.same([both.counted.slice(0, 1), both.rate - 10 * 512], [['nvme0n1'], 20 * 512]);
    const silent = blockDevices(t, names.slice(0, 4));
    const before65 = (sectors: number) => (name: string) => (name.includes('c') ? sectors : 0);
    await silent(before65(10));
    const { counted, rate } = await silent(before65(12));
    t.same([counted, rate], [['nvme0n1', 'nvme0c0n1', 'nvme0c1n1'], 2 * 1_024]);
  },
);

void t.test('names of bytes are themselves again, whatever they are made of', async (t) => {
  for (const bytes of [
    [0xff],
    [0x41, 0xc3, 0xa4, 0xc3],
    [0xf0, 0x9f, 0x98, 0x80, 0x80],
    [0xed, 0xb2, 0x80],
    [0xe2, 0x82],
  ]) {
    const name = decodedNames(Uint8Array.from(bytes));
    t.same([...Buffer.from(fileName(name))], bytes, shownName(name));
    t.equal(Buffer.from(shownName(name)).toString(), shownName(name), 'well-formed');
  }
  t.equal(shownName(decodedNames(Buffer.from('\u{1f600}\u{10ffff} ä'))), '\u{1f600}\u{10ffff} ä');
});
