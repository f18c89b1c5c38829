import t from 'tap';
import { noPressure } from '../../../src/parsers/proc/pressure.js';
import { diskReader } from '../../../src/readers/disk/reader.js';
import { writtenHost } from '../../helpers/machines/written-host.js';

const size = { total: 1_000, free: 400, available: 350, inodes: 100, inodesFree: 60 };
const mountinfo = `1 0 8:2 / / rw - ext4 /dev/sda2 rw
2 1 0:50 / /mnt/nas ro - nfs4 nas:/x ro
3 1 0:51 / /pool rw - btrfs /dev/sdb rw
`;

void t.test(
  'counts as df counts: used is what is not free, free what an unprivileged user can write',
  async (t) => {
    const host = writtenHost({ proc: { 'self/mountinfo': mountinfo }, fileSystem: () => size });
    const { fileSystems, devices, pressure, ...reading } = await diskReader(host, '/')();
    t.same(
      fileSystems?.map(({ mountPoint }) => mountPoint),
      ['/', '/mnt/nas', '/pool'],
    );
    t.same([devices, pressure], [null, noPressure]);
    t.same(reading, {
      mountPoint: '/',
      device: '/dev/sda2',
      type: 'ext4',
      total: 1_000,
      used: 600,
      free: 350,
      inodes: 100,
      inodesFree: 60,
      readOnly: false,
    });
  },
);

void t.test('only file systems of this machine are asked directly; any other may hang', async (t) => {
  const requested: [string, boolean][] = [];
  const fileSystem = (path: string, mayHang: boolean) => {
    requested.push([path, mayHang]);
    return size;
  };
  const host = writtenHost({ proc: { 'self/mountinfo': mountinfo }, fileSystem });
  t.match(await diskReader(host, '/mnt/nas/photos')(), {
    mountPoint: '/mnt/nas',
    type: 'nfs4',
    readOnly: true,
  });
  await diskReader(host, '/pool')();
  await diskReader(writtenHost({ fileSystem }), '/')();
  const all: [string, boolean][] = [
    ['/', false],
    ['/mnt/nas', true],
    ['/pool', false],
  ];
  t.same(requested, [['/mnt/nas/photos', true], ...all, ['/pool', false], ...all, ['/', true]]);
  requested.length = 0;
  await diskReader(host, '/link/to/somewhere')();
  t.same(requested[0], ['/link/to/somewhere', true], 'a path within may be a link to what hangs');
});

void t.test('a file system without a fixed number of inodes has none, not 0', async (t) => {
  const host = writtenHost({
    proc: { 'self/mountinfo': mountinfo },
    fileSystem: () => ({ ...size, inodes: 0 }),
  });
  t.match(await diskReader(host, '/pool')(), { inodes: null, inodesFree: null });
});

void t.test('a path that is no real file system is said to be none', async (t) => {
  const host = writtenHost({ fileSystem: () => ({ ...size, total: 0 }) });
  await t.rejects(Promise.resolve(diskReader(host, '/proc')()), {
    code: 'absent',
    remedy: /SYSMON_DISK_PATH/,
  });
});
