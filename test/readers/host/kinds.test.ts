import t, { type Test } from 'tap';
import { hostReader } from '../../../src/readers/host/reader.js';
import { realMachine } from '../../helpers/machines/real-machine.js';
import type { Folder } from '../../helpers/machines/sys-machine.js';

const reading = (t: Test, files: Folder) => hostReader(realMachine(t, files).host)();

void t.test('the board belongs to the host', async (t) => {
  const model = { firmware: { devicetree: { base: { model: 'Raspberry Pi 4 Model B Rev 1.5\0' } } } };
  t.equal((await reading(t, { proc: {}, sys: model })).board, 'Raspberry Pi 4 Model B Rev 1.5');
  const dmi = { sys_vendor: 'LENOVO\n', product_name: '20QD00LPMX\n', board_name: '20QD\n' };
  t.equal((await reading(t, { proc: {}, sys: { class: { dmi: { id: dmi } } } })).board, 'LENOVO 20QD00LPMX');
  t.equal((await reading(t, { proc: {} })).board, null);
});

void t.test('what lxcfs shows of the container is said, uptime and load too', async (t) => {
  const file = (name: string, id: number) =>
    `${id} 1 0:60 /proc/${name} /proc/${name} rw - fuse.lxcfs lxcfs rw\n`;
  const names = ['stat', 'uptime', 'loadavg', 'cpuinfo', 'meminfo', 'swaps', 'diskstats'];
  const mountinfo = `1 0 8:1 / / rw - ext4 /dev/sda1 rw\n${names.map((name, index) => file(name, index + 2)).join('')}`;
  const self = { mountinfo, ns: { pid: '-> pid:[4026532201]', uts: '-> uts:[4026532200]' } };
  const { limitedView, container } = await reading(t, { proc: { self, uptime: '1000.00 1.00\n' } });
  t.equal(container?.runtime, 'lxc');
  const said = limitedView.filter(({ reason }) => reason.includes('lxcfs'));
  t.same(said.map(({ what }) => what).sort(), [
    'cpu',
    'cpu',
    'disk',
    'load_average',
    'memory',
    'memory',
    'uptime_seconds',
  ]);
  t.match(said.find(({ what }) => what === 'uptime_seconds')?.reason, /how long this container has run/);
});
