import t from 'tap';
import { mountOf, parseMountinfo } from '../../src/parsers/mountinfo.js';
import { neverThrows } from '../helpers/parsers/parser-contract.js';

const sample = `22 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw,errors=remount-ro
23 22 0:21 / /proc rw,nosuid - proc proc rw
40 22 0:50 / /mnt/my\\040disk ro,relatime shared:9 master:2 - nfs4 server:/export\\134x rw,vers=4.2
41 22 0:51 / /mnt rw - tmpfs tmpfs ro
42 22 8:1 /sub /mnt rw - xfs /dev/sda1 rw
`;

void t.test('gives number, place, device, type and whether it is read-only, escapes undone', async (t) => {
  t.same(parseMountinfo(sample)[2], {
    id: 40,
    parent: 22,
    deviceNumber: '0:50',
    root: '/',
    mountPoint: '/mnt/my disk',
    device: 'server:/export\\x',
    type: 'nfs4',
    // This mount of it is read-only, the file system is not: so it looks to a service that systemd protects.
    readOnly: false,
    mountReadOnly: true,
    isCopy: true,
    superOptions: 'rw,vers=4.2',
  });
  t.equal(parseMountinfo(sample)[4]?.root, '/sub', 'a part of a file system');
  t.equal(parseMountinfo(sample)[3]?.readOnly, true, 'read-only by the file system itself');
});

void t.test(
  'the mount of a path is the longest one it lies in, the latest where several are equal',
  async (t) => {
    const mounts = parseMountinfo(sample);
    t.equal(mountOf(mounts, '/')?.type, 'ext4');
    t.equal(mountOf(mounts, '/mnt')?.type, 'xfs');
    t.equal(mountOf(mounts, '/mnt/my disk/a')?.type, 'nfs4');
    t.equal(mountOf(mounts, '/mnt2')?.type, 'ext4', 'a name that only begins alike is elsewhere');
    t.equal(mountOf([], '/'), null);
  },
);

void t.test('truncated lines are left out', async (t) => {
  t.same(
    parseMountinfo('22 1 259:2 / / rw\n23 22 0:21 / /proc rw - proc\nx y 8:1 / / rw - ext4 /dev/sda rw'),
    [],
  );
});

void t.test('whatever comes, it does not throw', async (t) => neverThrows(t, parseMountinfo, sample));
