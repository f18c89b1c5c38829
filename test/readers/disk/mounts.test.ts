import t from 'tap';
import { mountsReader, type HostMount } from '../../../src/readers/disk/mounts.js';
import { writtenHost } from '../../helpers/machines/written-host.js';

const mountsOf = (proc: Record<string, string>, rootPath = '/') =>
  mountsReader(writtenHost({ proc }, { rootPath }))() ?? [];
const own = (lines: string) => mountsOf({ 'self/mountinfo': lines });
const placesOf = (mounts: HostMount[], which: (mount: HostMount) => boolean) =>
  mounts.filter(which).map(({ mountPoint, type }) => `${mountPoint} ${type}`);

void t.test('what was mounted over another hides it, and all that stands on it', async (t) => {
  const mounts = own(`60 1 8:1 / / rw - ext4 /dev/sda1 rw
61 60 0:5 / /proc rw - proc proc rw
62 60 8:2 / /mnt/a rw - ext4 /dev/sda2 rw
63 62 8:3 / /mnt/a/b rw - ext4 /dev/sda3 rw
64 60 8:4 / /mnt rw - xfs /dev/sdb1 rw
65 60 8:5 / /home rw - ext4 /dev/sdc1 rw
66 65 0:9 / /home rw - nfs4 nas:/home rw
67 66 8:6 / /home/ada rw - ext4 /dev/sdd1 rw
`);
  t.same(
    placesOf(mounts, ({ hidden }) => hidden),
    ['/mnt/a ext4', '/mnt/a/b ext4', '/home ext4'],
  );
});

void t.test('a root that is listed behind its children hides nothing', async (t) => {
  const mounts = own('22 60 0:5 / /proc rw - proc proc rw\n60 1 8:1 / / rw - ext4 /dev/sda1 rw\n');
  t.same(
    placesOf(mounts, ({ hidden }) => hidden),
    [],
  );
});

void t.test('what is or stands on a network, FUSE or unknown file system may hang', async (t) => {
  const mounts = own(`1 0 8:1 / / rw - ext4 /dev/sda1 rw
2 1 0:2 / /sys rw - sysfs sysfs rw
3 2 0:3 / /sys/fs/x rw - tmpfs tmpfs rw
4 1 0:4 / /nas rw - nfs nas:/ rw
5 4 0:5 / /nas/tmp rw - tmpfs tmpfs rw
6 1 0:6 / /auto rw - autofs systemd-1 rw
7 1 0:7 / /new rw - whatfs what rw
`);
  t.same(
    placesOf(mounts, ({ mayHang }) => mayHang),
    ['/nas nfs', '/nas/tmp tmpfs', '/auto autofs', '/new whatfs'],
  );
});

void t.test('an overlay waits for its layers, and vfat for its table', async (t) => {
  const overlay = (id: number, place: string, layers: string) =>
    `${id} 1 0:${id} / ${place} rw - overlay overlay rw,${layers}\n`;
  const mounts = own(
    '1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:2 / /nas rw - nfs nas:/x rw\n3 1 8:3 / /boot rw - vfat /dev/sda3 rw\n' +
      overlay(4, '/a', 'lowerdir=/usr/x:/usr/y,upperdir=/var/up,workdir=/var/work') +
      overlay(5, '/b', 'lowerdir=/usr/x:/nas/y,upperdir=/var/up,workdir=/var/work') +
      overlay(6, '/c', 'lowerdir=/a,upperdir=/nas/up,workdir=/nas/work') +
      overlay(7, '/d', 'lowerdir+=/usr/x,lowerdir+=/nas/y') +
      overlay(8, '/e', 'redirect_dir=on'),
  );
  t.same(
    placesOf(mounts, ({ mayHang }) => mayHang),
    ['/nas nfs', '/boot vfat', '/b overlay', '/c overlay', '/d overlay', '/e overlay'],
  );
  const container = own(
    '9 8 0:9 / / rw - overlay overlay rw,lowerdir=/var/lib/docker/l/X,upperdir=/var/lib/docker/u\n',
  );
  t.ok(container[0]?.mayHang, 'its layers are not to be seen');
});

const hostView = `30 1 8:1 / / rw - ext4 /dev/sda1 rw
31 30 8:2 / /home rw - ext4 /dev/sda2 rw
32 30 8:3 / /late rw - ext4 /dev/sda3 rw
`;
const containerView = `900 800 0:90 / / rw - overlay overlay rw
901 900 8:1 / /host ro - ext4 /dev/sda1 rw
902 901 8:2 / /host/home ro - ext4 /dev/sda2 rw
`;

void t.test("in a container they are the host's, with what was not passed through marked", async (t) => {
  const mounts = mountsOf({ 'self/mountinfo': containerView, '1/mountinfo': hostView }, '/host');
  t.same(
    mounts.map(({ mountPoint, readOnly, reachable }) => [mountPoint, readOnly, reachable]),
    [
      ['/', false, true],
      ['/home', false, true],
      ['/late', false, false],
    ],
  );
});

void t.test('what a container has covered is not shown by what covers it', async (t) => {
  const home = '33 31 8:4 / /home/data rw - ext4 /dev/sda4 rw\n';
  const cover = '903 902 0:91 / /host/home rw - tmpfs tmpfs rw\n';
  const covered = `${containerView}904 902 8:4 / /host/home/data ro - ext4 /dev/sda4 rw\n${cover}`;
  const mounts = mountsOf({ 'self/mountinfo': covered, '1/mountinfo': hostView + home }, '/host');
  t.same(
    mounts.map(({ mountPoint, reachable }) => [mountPoint, reachable]),
    [
      ['/', true],
      ['/home', false],
      ['/late', false],
      ['/home/data', false],
    ],
  );
  const flat = containerView.replace(/^(\d+) \d+ /gm, '$1 900 ');
  t.same(
    mountsOf({ 'self/mountinfo': flat, '1/mountinfo': hostView }, '/host').map(({ reachable }) => reachable),
    [true, true, false],
    'where all have one parent, what was there before covers nothing',
  );
});

void t.test(
  "without the host's /proc they are those below the mounted root, that prefix taken off",
  async (t) => {
    const places = (proc: Record<string, string>) =>
      mountsOf(proc, '/host').map(({ mountPoint, device }) => `${mountPoint} ${device}`);
    const below = ['/ /dev/sda1', '/home /dev/sda2'];
    t.same(places({ 'self/mountinfo': containerView }), below);
    t.same(places({ 'self/mountinfo': containerView, '1/mountinfo': containerView }), below);
  },
);

void t.test("when the host's mounts may not be read they are this process's own", async (t) => {
  const host = writtenHost({ proc: { 'self/mountinfo': containerView } }, { rootPath: '/host' });
  const optional = (path: string) => (path === '1/mountinfo' ? null : host.proc.optional(path));
  t.equal(mountsReader({ ...host, proc: { ...host.proc, optional } })()?.length, 2);
});

void t.test(
  "when a container's own mounts cannot be read it is not known which of the host's it has",
  async (t) => {
    const proc = { '1/mountinfo': hostView };
    const read = mountsReader(writtenHost({ proc, own: {} }, { rootPath: '/host' }));
    const mounts = read() ?? [];
    t.ok(mounts.length > 0 && mounts.every(({ reachable }) => reachable === null));
  },
);

void t.test('they are parsed again only when they changed', async (t) => {
  const proc = { 'self/mountinfo': hostView };
  const read = mountsReader(writtenHost({ proc }));
  const first = read();
  t.equal(read(), first);
  proc['self/mountinfo'] += '33 30 8:9 / /x rw - ext4 /dev/sdx rw\n';
  t.equal(read()?.length, 4);
});

void t.test('a circle of parents does not hang the reader', async (t) => {
  t.equal(own('1 2 8:1 / /a rw - ext4 a rw\n2 1 8:2 / /b rw - ext4 b rw\n').length, 2);
});
