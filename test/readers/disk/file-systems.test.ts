import t from 'tap';
import { Failure } from '../../../src/failures.js';
import { fileSystemsReader } from '../../../src/readers/disk/file-systems.js';
import { mountsReader } from '../../../src/readers/disk/mounts.js';
import { writtenHost } from '../../helpers/machines/written-host.js';

const size = { total: 1_000, free: 400, available: 350, inodes: 100, inodesFree: 60 };

/** A reader of these mounts, with what every file system answers and which were asked. */
function reading(
  mountinfo: string,
  answer: (path: string) => Promise<typeof size> = () => Promise.resolve(size),
) {
  const requested: string[] = [];
  const host = writtenHost({ proc: { 'self/mountinfo': mountinfo } });
  const fileSystem = (path: string) => {
    requested.push(path);
    return answer(path);
  };
  const watched = { ...host, root: { ...host.root, fileSystem } };
  const mounts = mountsReader(watched);
  const read = fileSystemsReader(watched);
  return { host, requested, read: () => read(mounts() ?? []) };
}

void t.test('every real file system stands there once, with the other places that show it', async (t) => {
  const { read } = reading(`1 0 0:29 /@ / rw - btrfs /dev/sda2 rw
2 1 0:29 /@home /home rw - btrfs /dev/sda2 rw
3 1 8:5 /sub /srv/x ro - ext4 /dev/sdb1 rw
4 1 8:5 / /media/disk rw - ext4 /dev/sdb1 rw
5 1 0:40 / /run rw - tmpfs tmpfs rw
6 1 0:41 / /dev/shm rw - tmpfs tmpfs rw
7 1 0:42 / /snap/a ro - squashfs /dev/loop0 ro
8 1 0:43 / /var/lib/docker/overlay2/x/merged rw - overlay overlay rw
9 1 0:44 / /net rw - autofs systemd-1 rw
`);
  t.match(await read(), [
    {
      mountPoint: '/',
      alsoMountedAt: [{ mountPoint: '/home' }],
      type: 'btrfs',
      state: 'ok',
      reason: null,
      size,
    },
    { mountPoint: '/media/disk', alsoMountedAt: [{ mountPoint: '/srv/x', readOnly: true }], readOnly: false },
    { mountPoint: '/run', alsoMountedAt: [] },
  ]);
});

void t.test('the root of a container is shown although it is made of layers', async (t) => {
  const { read } = reading('1 0 0:9 / / rw - overlay overlay rw\n');
  t.match(await read(), [{ mountPoint: '/', type: 'overlay' }]);
});

void t.test('an automounter is never asked, what it mounted is', async (t) => {
  const { read, requested } = reading(`1 0 8:1 / / rw - ext4 /dev/sda1 rw
2 1 0:44 / /net rw - autofs systemd-1 rw
3 2 0:45 / /net/nas rw - nfs4 nas:/ rw
`);
  await read();
  t.same(requested, ['/', '/net/nas']);
});

void t.test('one that does not answer costs only itself, and says why', async (t) => {
  const late = new Failure('timeout', 'the file system at /nas does not answer');
  const { read } = reading(
    '1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:45 / /nas rw - nfs4 nas:/ rw\n',
    (path) => (path === '/nas' ? Promise.reject(late) : Promise.resolve(size)),
  );
  t.match(await read(), [
    { mountPoint: '/', state: 'ok', size },
    { mountPoint: '/nas', device: 'nas:/', state: 'timeout', reason: late.message, size: null },
  ]);
});

void t.test('those of the network are asked every 10 s at most, the others at every reading', async (t) => {
  const { read, requested, host } = reading(
    '1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:45 / /nas rw - nfs4 nas:/ rw\n',
  );
  await read();
  await host.clock.advance(9_999);
  t.match(await read(), [{ state: 'ok' }, { mountPoint: '/nas', size }], 'the answer is kept meanwhile');
  t.same(requested, ['/', '/nas', '/']);
  await host.clock.advance(1);
  await read();
  t.same(requested.slice(3), ['/', '/nas']);
});

void t.test('what has no size is left out, as df leaves it out', async (t) => {
  const { read } = reading('1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:5 / /x rw - strangefs x rw\n', (path) =>
    Promise.resolve(path === '/x' ? { ...size, total: 0 } : size),
  );
  t.match(await read(), [{ mountPoint: '/' }]);
});

void t.test('what a container was not given is not asked: its place would show another one', async (t) => {
  const proc = {
    'self/mountinfo': '9 8 0:90 / / rw - overlay overlay rw\n10 9 8:1 / /host ro - ext4 /dev/sda1 rw\n',
    '1/mountinfo': '1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 8:2 / /late rw - ext4 /dev/sda2 rw\n',
  };
  const host = writtenHost({ proc, fileSystem: () => size }, { rootPath: '/host' });
  const [root, late] = await fileSystemsReader(host)(mountsReader(host)() ?? []);
  t.match(root, { mountPoint: '/', state: 'ok', size });
  t.match(late, { mountPoint: '/late', state: 'not_passed_through', reason: /rslave/, size: null });
});
