import t from 'tap';
import { ownMounts } from '../../../src/readers/container/own-mounts.js';
import { writtenHost } from '../../helpers/written-host.js';

const one = '1 0 8:2 / / rw - ext4 /dev/sda2 rw\n';
const two = `${one}2 1 0:50 / /mnt rw - tmpfs tmpfs rw\n`;

t.test('mounts are parsed again only when their text has changed', (t) => {
  const files: Record<string, string> = { 'proc/self/mountinfo': one };
  const mounts = ownMounts(writtenHost({ own: files }));
  const before = mounts();
  t.equal(mounts(), before, 'the same array');
  files['proc/self/mountinfo'] = two;
  t.strictSame(
    mounts().map(({ mountPoint }) => mountPoint),
    ['/', '/mnt'],
  );
  t.end();
});

t.test('where they are not told there are none', (t) => {
  t.strictSame(ownMounts(writtenHost({ own: {} }))(), []);
  t.end();
});
