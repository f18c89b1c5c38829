import t from 'tap';
import type { Host } from '../../../src/host/host.js';
import { containerOf, containerSigns } from '../../../src/readers/container/signs.js';
import { recordedHost } from '../../helpers/machines/recorded-host.js';
import { writtenHost } from '../../helpers/machines/written-host.js';

const containerIn = (host: Host) => containerOf(host, containerSigns(host)());

void t.test("the container is found in this process's own trees, not in the machine's", async (t) => {
  t.match(containerIn(recordedHost('linux-x64__container-host-mounts')), { runtime: 'docker' });
  t.match(containerIn(recordedHost('linux-x64__container-cgroup-limits')), { runtime: 'docker' });
  const proc = { 'self/mountinfo': '9 1 0:118 / / rw - overlay overlay rw\n' };
  const root = { '.dockerenv': 'x' };
  t.match(containerIn(writtenHost({ proc, root })), { runtime: 'docker' });
  t.equal(containerIn(writtenHost({ proc, root, own: {} })), null);
});

void t.test('no recorded machine is taken for a container, nor is any other system', async (t) => {
  for (const name of ['desktop-16-threads', 'server-128-threads', 'vm-2-threads']) {
    t.equal(containerIn(recordedHost(`linux-x64__${name}`)), null, name);
  }
  t.equal(containerIn(recordedHost('linux-arm64__single-board')), null);
  t.equal(containerIn(recordedHost('darwin-arm64__laptop')), null);
});
