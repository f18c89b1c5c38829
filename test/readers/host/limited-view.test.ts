import t from 'tap';
import type { HostStats } from '../../../schemas/host.js';
import type { NetworkStats } from '../../../schemas/network.js';
import { limitedView } from '../../../src/readers/host/limited-view.js';
import { recordedApp } from '../../helpers/machines/recorded-app.js';
import { writtenHost } from '../../helpers/machines/written-host.js';
import type { Host } from '../../../src/host/host.js';
import { containerSigns } from '../../../src/readers/container/signs.js';

const viewOf = (host: Host) => limitedView(host, containerSigns(host)());

const names = (limits: { what: string }[]) => limits.map(({ what }) => what);

void t.test('a container without mounts says all that it hides, each with its remedy', async (t) => {
  const { app, get } = await recordedApp('linux-x64__container-cgroup-limits');
  t.teardown(() => app.close());
  const { container, limited_view: limits } = (await get('/stats/host')).body as HostStats;
  t.equal(container?.runtime, 'docker');
  t.match(container?.evidence.join(', '), /\.dockerenv, .*\(overlay\), .*: pid, .*: uts/);
  const all = ['disk', 'operating_system', 'users', 'hostname', 'processes', 'network', 'ollama'];
  t.same(names(limits), all);
  for (const { reason, remedy } of limits) {
    t.match(reason, /this container/);
    t.match(remedy, /docker run /);
  }
});

void t.test("a container with the machine's trees mounted shows the machine", async (t) => {
  const { app, get } = await recordedApp('linux-x64__container-host-mounts');
  t.teardown(() => app.close());
  const host = (await get('/stats/host')).body as HostStats;
  t.match(host, {
    hostname: 'host-1',
    operating_system: 'Ubuntu 24.04.2 LTS',
    users: [
      { user: 'user-1', terminal: 'pts/0', from: '192.0.2.7', logged_in_at: '2026-11-22T14:07:30.123Z' },
    ],
    container: { runtime: 'docker' },
  });
  t.same(host.users?.length, 1, 'the login screen is nobody');
  t.same(names(host.limited_view), ['ollama'], 'its own network still hides what listens on loopback');
  const network = (await get('/stats/network')).body as NetworkStats;
  t.same(network.interfaces.map(({ name }) => name), ['lo', 'ifb0', 'ifb1', 'eth0']); // prettier-ignore
  t.match((await get('/stats/cpu')).body, { quota_cores: 1.5, threads: 2 });
  const memory = { total_bytes: 25_276_514_304, limit_bytes: 2_147_483_648, limit_used_bytes: 88_412_160 };
  t.match((await get('/stats/memory')).body, memory);
});

void t.test('a machine hides nothing from a service that runs on it', async (t) => {
  for (const name of ['linux-x64__vm-2-threads', 'linux-arm64__single-board', 'darwin-arm64__laptop']) {
    const { app, get } = await recordedApp(name);
    t.match((await get('/stats/host')).body, { container: null, limited_view: [] });
    await app.close();
  }
});

void t.test('an empty place for the root directory is told apart from the machine’s', async (t) => {
  const own = { 'etc/os-release': 'x', 'proc/self/mountinfo': '1 0 0:1 / / rw - overlay o rw\n' };
  const seen = (root: Record<string, string>) => viewOf(writtenHost({ root, own }));
  t.match(seen({ lost: '' })[0], { what: 'disk', reason: /nothing is mounted there/ });
  t.notMatch(names(seen({ 'etc/hostname': 'gpu-box\n' })), ['disk']);
  t.notOk(names(seen({ 'etc/hostname': 'gpu-box\n' })).includes('hostname'));
  t.ok(names(seen({ 'etc/fstab': '' })).includes('hostname'), 'a machine that keeps its name elsewhere');
});

void t.test('files of lxcfs and a missing /sys are said', async (t) => {
  const own = {
    'proc/self/mountinfo':
      '1 0 8:1 / / rw - ext4 /dev/sda1 rw\n9 1 0:60 /proc/meminfo /proc/meminfo rw - fuse.lxcfs lxcfs rw\n',
  };
  const limits = viewOf(writtenHost({ root: { 'etc/hostname': 'a' }, own }));
  t.match(limits.find(({ what }) => what === 'memory'), { reason: /lxcfs/, remedy: /SYSMON_PROC/ }); // prettier-ignore
  t.match(limits.find(({ what }) => what === 'sensors'), { reason: /\/sys is empty/, remedy: /SYSMON_SYS/ }); // prettier-ignore
});
