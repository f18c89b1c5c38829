import t from 'tap';
import { closedGpuDevices } from '../../../src/readers/container/gpu-devices.js';
import { writtenHost } from '../../helpers/machines/written-host.js';

const status = (groups: string, capabilities = '0') =>
  `Uid:\t1000\t1000\t1000\t1000\nGid:\t1000\t1000\t1000\t1000\nGroups:\t${groups}\nCapEff:\t${capabilities}\n`;
const modes: Record<string, [mode: number, group: number]> = {
  'dev/dri/renderD128': [0o020660, 104],
  'dev/kfd': [0o020660, 110],
  'dev/nvidia0': [0o020666, 0],
};

function machine(processStatus: string, platform: NodeJS.Platform = 'linux') {
  const files = Object.fromEntries(Object.keys(modes).map((path) => [path, '']));
  const group = 'root:x:0:\nrender:x:104:ada\n';
  const own = { ...files, 'dev/null': '', 'etc/group': group, 'proc/self/status': processStatus };
  const host = writtenHost({ own });
  const identity = (path: string) => {
    const [mode, number] = modes[path] ?? [0, 0];
    return path in modes ? { device: 6, inode: 1, mode, owner: 0, group: number } : null;
  };
  return { ...host, platform, own: { ...host.own, identity } };
}

void t.test('devices that neither a group nor everybody may open are named with their group', async (t) => {
  t.same(closedGpuDevices(machine(status('44'))), [
    { path: '/dev/dri/renderD128', group: 'render', groupNumber: 104 },
    { path: '/dev/kfd', group: '110', groupNumber: 110 },
  ]);
  t.same(closedGpuDevices(machine(status('104 110'))), []);
});

void t.test('root may open all, and what cannot be told is not claimed', async (t) => {
  t.same(closedGpuDevices(machine(status('', '000001ffffffffff'))), []);
  t.same(closedGpuDevices(machine('')), []);
  t.same(closedGpuDevices(machine(status('44'), 'darwin')), []);
});
