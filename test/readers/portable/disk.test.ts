import t from 'tap';
import type { Host } from '../../../src/host/host.js';
import { noPressure } from '../../../src/parsers/proc/pressure.js';
import type { FileSystemReading } from '../../../src/readers/disk/reader.js';
import { portableDiskReader } from '../../../src/readers/portable/disk.js';
import { recordedHost } from '../../helpers/machines/recorded-host.js';

type FileSystem = Awaited<ReturnType<Host['portable']['fsSize']>>[number];

const untold = { inodes: null, inodesFree: null };

async function read(folder: string, path: string, change: (system: FileSystem) => object = () => ({})) {
  const host = recordedHost(folder);
  const fsSize = async () =>
    (await host.portable.fsSize()).map((system) => ({ ...system, ...change(system) }));
  const reading = await portableDiskReader({ ...host, portable: { ...host.portable, fsSize } }, path)();
  const { fileSystems, devices, pressure, ...own } = reading;
  t.same([devices, pressure], [null, noPressure], 'the library does not tell them');
  others = fileSystems ?? [];
  return own;
}

/** All file systems of the last reading. */
let others: FileSystemReading[] = [];

t.test('macOS: the sealed system volume shares its container, so all that is not free is used', async (t) => {
  t.same(await read('darwin-arm64__laptop', '/'), {
    ...untold,
    mountPoint: '/',
    device: '/dev/disk3s1s1',
    type: 'APFS',
    total: 994_662_584_320,
    used: 582_345_723_904,
    free: 412_316_860_416,
    readOnly: true,
  });
  t.match(others[0], {
    mountPoint: '/',
    state: 'ok',
    size: { total: 994_662_584_320, free: 412_316_860_416, available: 412_316_860_416 },
  });
  t.match(
    others.map(({ mountPoint }) => mountPoint),
    ['/'],
  );
});

t.test('Windows: drives are found in any case and with any slashes', async (t) => {
  const drive = {
    ...untold,
    mountPoint: 'C:',
    device: 'C:',
    type: 'NTFS',
    total: 511_101_108_224,
    used: 387_644_318_720,
    free: 123_456_789_504,
    readOnly: null,
  };
  for (const path of ['C:\\', 'c:\\Users\\ada', 'C:/Users', 'c:', '/', '/Users']) {
    t.same(await read('win32-x64__desktop', path), drive, path);
  }
  t.match(await read('win32-x64__desktop', 'e:\\'), {
    mountPoint: 'E:',
    type: 'UDF',
    free: 0,
    readOnly: true,
  });
});

t.test('FreeBSD: the longest mount point that begins the path, not the longest text', async (t) => {
  t.same(await read('freebsd-x64__server', '/home/ada'), {
    ...untold,
    mountPoint: '/home',
    device: 'zroot/home',
    type: 'zfs',
    total: 450_971_566_080,
    used: 21_474_836_480,
    free: 429_496_729_600,
    readOnly: false,
  });
  t.match(await read('freebsd-x64__server', '/homes'), { mountPoint: '/' });
  t.match(await read('freebsd-x64__server', '/home/'), { mountPoint: '/home' });
  t.match(await read('freebsd-x64__server', '/mnt/backup'), {
    total: 123_456_786_432,
    used: 61_728_391_168,
    free: 51_851_853_824,
    readOnly: true,
  });
});

t.test('of two file systems on one mount point it is the last one mounted', async (t) => {
  const over = (system: FileSystem) => (system.mount === '/home' ? { mount: '/' } : {});
  t.match(await read('freebsd-x64__server', '/', over), { device: 'zroot/home' });
});

t.test('"not writable" where the library found no answer is unknown', async (t) => {
  const share = (system: FileSystem) => (system.type === 'smbfs' ? { fs: 'nas:/media', rw: false } : {});
  t.match(await read('darwin-arm64__laptop', '/Volumes/media', share), { readOnly: null });
  t.match(await read('darwin-arm64__laptop', '/Volumes/CARD 1/x'), {
    device: '/dev/disk5s1',
    readOnly: false,
  });
  t.match(await read('freebsd-x64__server', '/', () => ({ rw: null })), { readOnly: null });
});

t.test('no such file system, and one without a size, are failures', async (t) => {
  await t.rejects(read('win32-x64__desktop', 'X:\\'), {
    code: 'absent',
    message: 'no file system of this machine holds X:\\',
  });
  const sizes = [{ size: NaN }, { size: 0 }, { used: NaN }, { available: NaN }, { available: -1 }];
  for (const size of sizes) {
    await t.rejects(
      read('freebsd-x64__server', '/', () => size),
      { code: 'failed' },
    );
  }
});
