import t from 'tap';
import { ownView, tightestLimit } from '../../../src/readers/container/own-view.js';
import { containerSigns } from '../../../src/readers/container/signs.js';
import { mountsReader } from '../../../src/readers/disk/mounts.js';
import { writtenHost } from '../../helpers/machines/written-host.js';

const one = '1 0 8:2 / / rw - ext4 /dev/sda2 rw\n';
const groups = '2 1 0:30 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n';

t.test('mounts are parsed again only when their text has changed', (t) => {
  const files: Record<string, string> = { 'proc/self/mountinfo': one };
  const view = ownView(writtenHost({ own: files }));
  const before = view();
  t.equal(view(), before, 'the same object');
  files['proc/self/mountinfo'] = `${one}2 1 0:50 / /mnt rw - tmpfs tmpfs rw\n`;
  t.strictSame(
    view().mounts.map(({ mountPoint }) => mountPoint),
    ['/', '/mnt'],
  );
  files['proc/self/cgroup'] = '0::/service\n';
  t.strictSame([...view().groups], [['', '/service']]);
  t.end();
});

t.test('one view serves all: what is made of it shows its mounts', (t) => {
  const host = writtenHost({ own: { 'proc/self/mountinfo': one } });
  const view = ownView(host);
  t.equal(containerSigns(host, view)().mounts, view().mounts);
  const places = mountsReader(host, view);
  t.equal(places(), places());
  t.equal(places()?.[0]?.mountPoint, view().mounts[0]?.mountPoint);
  t.end();
});

t.test('where they are not told there are none', (t) => {
  const { mounts, groups } = ownView(writtenHost({ own: {} }))();
  t.strictSame([mounts, [...groups]], [[], []]);
  t.end();
});

t.test('the tightest limit on the way up holds, with the files of its group', (t) => {
  const own = {
    'proc/self/mountinfo': one + groups,
    'proc/self/cgroup': '0::/a/b\n',
    'sys/fs/cgroup/a/b/limit': '5',
    'sys/fs/cgroup/a/limit': '3',
    'sys/fs/cgroup/limit': '',
  };
  const host = writtenHost({ own });
  const number = (text: string) => (text === '' ? null : Number(text));
  const way = { controller: '', limit: (file: (name: string) => string) => number(file('limit')) };
  const found = tightestLimit(host, ownView(host)(), [way]);
  t.match(found, { limit: 3, way, folder: 'sys/fs/cgroup/a' });
  t.equal(tightestLimit(host, ownView(host)(), [{ ...way, controller: 'memory' }]), null);
  t.end();
});

t.test('no limit is told apart from one that is not known', (t) => {
  const way = { controller: '', limit: () => null };
  const limitWith = (own: Record<string, string>) => {
    const host = writtenHost({ own });
    return tightestLimit(host, ownView(host)(), [way]);
  };
  const told = { 'proc/self/mountinfo': one + groups, 'proc/self/cgroup': '0::/a\n' };
  t.equal(limitWith(told), null);
  t.equal(limitWith({ ...told, 'proc/self/cgroup': '1:cpuset:/\n' }), null, 'no such controller');
  t.match(limitWith({ ...told, 'proc/self/mountinfo': one }), { message: /is not seen at/ });
  t.match(limitWith({ ...told, 'proc/self/cgroup': '0::/../../a\n' }), { message: /is not seen at/ });
  t.match(limitWith({ 'proc/self/cgroup': '0::/a\n' }), { message: /mountinfo/ });
  t.end();
});
