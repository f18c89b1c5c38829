import { join } from 'node:path';
import t from 'tap';
import { otherReader } from '../../../../src/readers/gpu/other/reader.js';
import { isClaimed } from '../../../../plugins/domains/gpu/vendors.js';
import { unknownCard } from '../../../../src/readers/gpu/card.js';
import { unknownDrm } from '../../../../src/readers/gpu/drm/cards.js';
import { breakFile } from '../../../helpers/machines/broken-file.js';
import { recordedHost } from '../../../helpers/machines/recorded-host.js';
import { sysFolder, sysMachine, type Folder } from '../../../helpers/machines/sys-machine.js';

const render = { card0: {}, renderD128: {} };
const pci = (driver: string, id: string, slot: string, drm: Folder = render): Folder => ({
  device: {
    vendor: `0x${id.slice(0, 4)}\n`,
    uevent: `DRIVER=${driver}\nPCI_ID=${id}\nPCI_SLOT_NAME=${slot}\n`,
    drm,
  },
});
const drm = (cards: Folder): Folder => ({ class: { drm: cards } });

t.test('a card of another maker is told with who it is and nothing else', async (t) => {
  const { cards, ...backend } = await otherReader(
    sysMachine(t, drm({ card0: pci('mtgpu', '1ED5:0222', '0000:05:00.0') })),
    isClaimed,
  )();
  t.strictSame(backend, { state: 'ok', source: 'sysfs', reason: null, remedy: null, driverVersion: null });
  t.strictSame(cards, [
    {
      ...unknownCard('0000:05:00.0'),
      ...unknownDrm,
      name: 'card0',
      model: 'GPU (1ed5:0222)',
      pciAddress: '0000:05:00.0',
      pciId: '1ed5:0222',
      kernelDriver: 'mtgpu',
      processesReason:
        "programs outside this service's process namespace are hidden: that needs the host's pid namespace",
    },
  ]);
});

t.test('a GPU of a phone chip is told by its device tree, and busy as its programs keep it', async (t) => {
  const sys: Folder = {
    class: {
      drm: {
        card1: '-> ../../devices/platform/fb000000.gpu/drm/card1',
        renderD128: '-> ../../devices/platform/fb000000.gpu/drm/renderD128',
      },
    },
    devices: {
      platform: {
        'fb000000.gpu': {
          driver: '-> ../../../bus/platform/drivers/panthor',
          of_node: { compatible: 'rockchip,rk3588-mali\0arm,mali-valhall-csf\0' },
          drm: {
            card1: { device: '-> ../../../fb000000.gpu' },
            renderD128: { device: '-> ../../../fb000000.gpu' },
          },
        },
      },
    },
    bus: { platform: { drivers: { panthor: {} } } },
  };
  const fdinfo =
    'drm-driver:\tpanthor\ndrm-client-id:\t1\ndrm-cycles-panthor:\t5\ndrm-engine-panthor:\t100 ns\n';
  const proc = {
    '2': { comm: 'kthreadd\n' },
    '7': { comm: 'kwin\n', fd: { '3': '-> /dev/dri/renderD128' }, fdinfo: { '3': fdinfo } },
  };
  const host = recordedHost(sysFolder(t, sys, { proc }));
  const read = otherReader(host, isClaimed);
  t.match((await read()).cards, [{ usagePercent: null }]);
  await host.clock.advance(5000);
  t.match((await read()).cards, [
    {
      kernelDriver: 'panthor',
      model: 'rockchip,rk3588-mali',
      pciAddress: null,
      usagePercent: 0,
      processes: [{ pid: 7, name: 'kwin' }],
    },
  ]);
});

t.test('what another backend reads, what cannot compute and what is not real is left out', async (t) => {
  const host = sysMachine(
    t,
    drm({
      card0: pci('nvidia', '10DE:2684', '0000:01:00.0'),
      card1: pci('amdgpu', '1002:744C', '0000:02:00.0'),
      card2: pci('xe', '8086:E20B', '0000:03:00.0'),
      card3: pci('ast', '1A03:2000', '0000:04:00.0', { card3: {} }),
      card4: pci('virtio-pci', '1AF4:1050', '0000:05:00.0'),
      card5: pci('vmwgfx', '15AD:0405', '0000:06:00.0'),
      card6: { device: { uevent: 'DRIVER=simple-framebuffer\n' } },
    }),
  );
  t.match(await otherReader(host, isClaimed)(), {
    state: 'absent',
    reason: '/sys/class/drm lists no other card',
    cards: [],
  });
});

t.test('the parts of a divided accelerator of AMD are no cards of their own', async (t) => {
  const part = '-> ../../devices/platform/amdgpu_xcp_3/drm/card4';
  const sys: Folder = {
    class: { drm: { card4: part } },
    devices: {
      platform: {
        amdgpu_xcp_3: { drm: { card4: { device: '-> ../../../amdgpu_xcp_3' }, renderD131: {} } },
        // What tells it from any other device without a driver is its name.
        strange: { drm: { card5: { device: '-> ../../../strange' }, renderD132: {} } },
      },
    },
  };
  t.match(await otherReader(sysMachine(t, sys), isClaimed)(), { state: 'absent', cards: [] });
  const other = { ...sys, class: { drm: { card5: '-> ../../devices/platform/strange/drm/card5' } } };
  t.match((await otherReader(sysMachine(t, other), isClaimed)()).cards, [{ id: 'strange' }]);
});

t.test('a card of NVIDIA under nouveau is one, because no tool of NVIDIA knows it', async (t) => {
  const host = sysMachine(t, drm({ card0: pci('nouveau', '10DE:1C82', '0000:01:00.0') }));
  t.match((await otherReader(host, isClaimed)()).cards, [
    { pciId: '10de:1c82', kernelDriver: 'nouveau', state: 'ok' },
  ]);
});

t.test('elsewhere than on Linux there are none', async (t) => {
  t.match(await otherReader({ ...sysMachine(t, {}), platform: 'freebsd' }, isClaimed)(), {
    state: 'absent',
    cards: [],
  });
});

t.test('a card whose nodes cannot be listed is known by those of all cards, else it says so', async (t) => {
  const at = (name: string) => `-> ../../devices/platform/fb000000.gpu/drm/${name}`;
  const node = { device: '-> ../../../fb000000.gpu' };
  const machine = (classOfDrm: Folder) =>
    sysFolder(t, {
      class: { drm: classOfDrm },
      devices: {
        platform: { 'fb000000.gpu': { uevent: 'DRIVER=panthor\n', drm: { card1: node, renderD128: node } } },
      },
    });
  const states = async (folder: string, mended = false) => {
    const nodes = join(folder, 'sys/class/drm/card1/device/drm');
    const read = otherReader(recordedHost(folder), isClaimed);
    const mend = breakFile(nodes, 'EIO', 'list');
    const { cards } = await read();
    mend();
    const later = mended ? (await read()).cards : [];
    return [...cards, ...later].map(({ id, state, reason }) => [id, state, reason]);
  };
  const ok = ['fb000000.gpu', 'ok', null];
  const both = machine({ card1: at('card1'), renderD128: at('renderD128') });
  t.strictSame(await states(both), [ok], 'a node for rendering is of it');
  t.strictSame(
    await states(machine({ card1: at('card1') })),
    [],
    'there is no such node: it shows pictures alone',
  );
  const unseen = machine({ card1: at('card1'), renderD128: {} });
  const reason = '/sys/class/drm/card1/device/drm could not be read (EIO)';
  t.strictSame(await states(unseen, true), [['fb000000.gpu', 'failed', reason], ok]);
});
