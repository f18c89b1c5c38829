import t from 'tap';
import { amdReader } from '../../../../src/readers/gpu/amd/reader.js';
import { unknownAmdCard } from '../../../../src/readers/gpu/amd/card.js';
import { hanging, sysMachine, type Folder } from '../../../helpers/machines/sys-machine.js';

const discrete: Folder = {
  vendor: '0x1002\n',
  device: '0x744c\n',
  revision: '0xc8\n',
  uevent: 'DRIVER=amdgpu\nPCI_CLASS=30000\nPCI_ID=1002:744C\nPCI_SLOT_NAME=0000:03:00.0\n',
  power: { runtime_status: 'active\n' },
  product_name: '\n',
  gpu_busy_percent: '37\n',
  mem_busy_percent: '5\n',
  mem_info_vram_total: '25753026560\n',
  mem_info_vram_used: '1073741824\n',
  mem_info_vis_vram_total: '25753026560\n',
  mem_info_vis_vram_used: '536870912\n',
  mem_info_vram_vendor: 'samsung\n',
  mem_info_gtt_total: '33554432000\n',
  mem_info_gtt_used: '104857600\n',
  current_link_speed: '16.0 GT/s PCIe\n',
  current_link_width: '16\n',
  unique_id: '946d7e1ef9b172dd\n',
  vbios_version: '113-D70200\n',
  hwmon: {
    hwmon5: {
      name: 'amdgpu\n',
      temp1_input: '56000\n',
      temp1_label: 'edge\n',
      temp2_input: '61500\n',
      temp2_label: 'junction\n',
      temp3_input: '72000\n',
      temp3_label: 'mem\n',
      in0_input: '775\n',
      in0_label: 'vddgfx\n',
      freq1_input: '2400000000\n',
      freq1_label: 'sclk\n',
      freq2_input: '1249000000\n',
      freq2_label: 'mclk\n',
      power1_average: '212500000\n',
      power1_input: '230000000\n',
      power1_cap: '303000000\n',
      power1_cap_default: '303000000\n',
      power1_cap_min: '0\n',
      power1_cap_max: '348000000\n',
      fan1_input: '1944\n',
      pwm1: '102\n',
      pwm1_max: '255\n',
    },
  },
};

/** These machines have no /proc. */
const processesReason =
  "programs outside this service's process namespace are hidden: that needs the host's pid namespace";

const discreteCard = {
  ...unknownAmdCard('card0'),
  processesReason,
  id: '0000:03:00.0',
  model: 'AMD Radeon RX 7900 XTX',
  pciAddress: '0000:03:00.0',
  pciId: '1002:744c',
  kernelDriver: 'amdgpu',
  integrated: false,
  usagePercent: 37,
  vramTotal: 25753026560,
  vramUsed: 1073741824,
  vramFree: 24679284736,
  memoryKind: 'dedicated' as const,
  gttTotal: 33554432000,
  gttUsed: 104857600,
  celsius: 56,
  hotspotCelsius: 61.5,
  memoryCelsius: 72,
  watts: 212.5,
  limitWatts: 303,
  fanPercent: 40,
  fanRpm: 1944,
  graphicsMhz: 2400,
  memoryMhz: 1249,
  memoryActivityPercent: 5,
  pcieGeneration: 4,
  pcieWidth: 16,
  uniqueId: '946d7e1ef9b172dd',
  vbiosVersion: '113-D70200',
  limitDefaultWatts: 303,
  limitMinWatts: 0,
  limitMaxWatts: 348,
  visibleVramTotal: 25753026560,
  visibleVramUsed: 536870912,
  graphicsVolts: 0.775,
  videoEngine: 'unified' as const,
};

/** The same card at another place. */
function at(slot: string, changes: Folder = {}): Folder {
  const uevent = `DRIVER=amdgpu\nPCI_ID=1002:744C\nPCI_SLOT_NAME=${slot}\n`;
  return { device: { ...discrete, uevent, ...changes } };
}

const drm = (cards: Folder): Folder => ({ class: { drm: cards } });

void t.test('a discrete card is read from sysfs as a whole', async (t) => {
  const reading = await amdReader(sysMachine(t, drm({ card0: { device: discrete } })))();
  t.same(reading, {
    state: 'ok',
    source: 'sysfs',
    reason: null,
    remedy: null,
    driverVersion: null,
    cards: [discreteCard],
  });
});

void t.test(
  'connectors, render nodes and cards of others are not AMD cards, and card10 is not card1',
  async (t) => {
    const intel = { device: { vendor: '0x8086\n', uevent: 'DRIVER=i915\nPCI_ID=8086:56A5\n' } };
    const host = sysMachine(
      t,
      drm({
        card1: intel,
        'card0-DP-1': { device: discrete },
        card10: at('0000:83:00.0'),
        card2: at('0000:03:00.0'),
        renderD128: { device: discrete },
        version: 'drm 1.1.0 20060810\n',
      }),
    );
    const { cards } = await amdReader(host)();
    t.same(
      cards.map(({ name, id }) => [name, id]),
      [
        ['card2', '0000:03:00.0'],
        ['card10', '0000:83:00.0'],
      ],
    );
  },
);

void t.test('an old radeon card without labels has its one temperature and clock', async (t) => {
  const device = {
    vendor: '0x1002\n',
    uevent: 'DRIVER=radeon\nPCI_ID=1002:6899\nPCI_SLOT_NAME=0000:01:00.0\n',
    current_link_speed: 'Unknown\n',
    current_link_width: '0\n',
    hwmon: { hwmon3: { temp1_input: '27000\n', freq1_input: '300000000\n', pwm1: '51\n' } },
  };
  const { cards } = await amdReader(sysMachine(t, drm({ card0: { device } })))();
  t.same(cards, [
    {
      ...unknownAmdCard('card0'),
      processesReason,
      id: '0000:01:00.0',
      model: 'AMD GPU (1002:6899)',
      pciAddress: '0000:01:00.0',
      pciId: '1002:6899',
      kernelDriver: 'radeon',
      celsius: 27,
      graphicsMhz: 300,
      fanPercent: 20,
      videoEngine: 'separate' as const,
    },
  ]);
});

void t.test('0 °C from a memory sensor and 0 V are no measurements, 0 % and 0 rpm are', async (t) => {
  const [hwmon] = Object.values(discrete['hwmon'] as Folder) as [Folder];
  const zeros = { temp3_input: '0\n', in0_input: '0\n', fan1_input: '0\n', pwm1: '0\n' };
  const card = at('0000:03:00.0', { gpu_busy_percent: '0\n', hwmon: { hwmon5: { ...hwmon, ...zeros } } });
  const { cards } = await amdReader(sysMachine(t, drm({ card0: card })))();
  t.same(cards, [
    {
      ...discreteCard,
      usagePercent: 0,
      memoryCelsius: null,
      graphicsVolts: null,
      fanRpm: 0,
      fanPercent: 0,
    },
  ]);
});

void t.test('where hwmon tells no clock or average power, other files do', async (t) => {
  const card = at('0000:03:00.0', {
    pp_dpm_sclk: '0: 500Mhz \n1: 852Mhz *\n',
    pp_dpm_mclk: '0: 167Mhz *\n1: 945Mhz \n',
    hwmon: { hwmon5: { power1_input: '9087000\n', freq1_input: '', freq1_label: 'sclk\n' } },
  });
  const { cards } = await amdReader(sysMachine(t, drm({ card0: card })))();
  t.match(cards, [{ graphicsMhz: 852, memoryMhz: 167, watts: 9.087, fanPercent: null, celsius: null }]);
});

void t.test('a processor is told by its metrics, else by little own and much shared memory', async (t) => {
  const apu = {
    mem_info_vram_vendor: '',
    mem_info_vram_total: '536870912\n',
    mem_info_vram_used: '514580480\n',
    mem_info_gtt_total: '16441004032\n',
    mem_info_gtt_used: '3946811392\n',
  };
  // 96 GiB set aside by the firmware, which leaves little of the system's memory for it to share.
  const strixHalo = {
    ...apu,
    mem_info_vram_total: '103079215104\n',
    uevent: 'DRIVER=amdgpu\nPCI_ID=1002:1586\nPCI_SLOT_NAME=0000:06:00.0\n',
  };
  const metrics = (format: number) => String.fromCharCode(4, 0, format, 1);
  const host = sysMachine(
    t,
    drm({
      card0: at('0000:01:00.0', apu),
      card1: at('0000:02:00.0', { ...apu, gpu_metrics: metrics(1) }),
      card2: at('0000:03:00.0', { mem_info_vram_vendor: '', gpu_metrics: metrics(3) }),
      card3: at('0000:04:00.0', { ...apu, mem_info_vram_total: '' }),
      card4: at('0000:05:00.0', { ...apu, board_info: 'type : cem\n' }),
      card5: at('0000:06:00.0', strixHalo),
    }),
  );
  const { cards } = await amdReader(host)();
  t.same(
    cards.map(({ integrated, memoryKind, gpuMetricsVersion }) => [integrated, memoryKind, gpuMetricsVersion]),
    [
      [true, 'carveout', null],
      [false, 'dedicated', '1.1'],
      [true, 'carveout', '3.1'],
      [null, null, null],
      [false, 'dedicated', null],
      [true, 'carveout', null],
    ],
  );
});

void t.test('the product is what the card says, else the table by revision, else the ids', async (t) => {
  const host = sysMachine(
    t,
    drm({
      card0: at('0000:01:00.0', { product_name: 'Radeon PRO W7900\n' }),
      card1: at('0000:02:00.0', { revision: '0xcc\n' }),
      card2: at('0000:03:00.0', { revision: '0x77\n' }),
    }),
  );
  const { cards } = await amdReader(host)();
  t.same(
    cards.map(({ model }) => model),
    ['Radeon PRO W7900', 'AMD Radeon RX 7900 XT', 'AMD GPU (1002:744c)'],
  );
});

void t.test('the version of a driver that came from elsewhere is told', async (t) => {
  const host = sysMachine(t, {
    ...drm({ card0: { device: discrete } }),
    module: { amdgpu: { version: '6.3.6\n' } },
  });
  const { driverVersion, cards } = await amdReader(host)();
  t.equal(driverVersion, '6.3.6');
  t.same(cards, [{ ...discreteCard, driverVersion: '6.3.6' }]);
});

void t.test('a suspended card is asleep, and nothing that could wake it is opened', async (t) => {
  const sleeping = at('0000:03:00.0', { power: { runtime_status: 'suspended\n' } });
  const { host, opened } = hanging(sysMachine(t, drm({ card0: sleeping })), () => false);
  const reading = await amdReader(host)();
  t.match(reading, { state: 'ok', reason: null });
  t.same(reading.cards, [
    {
      ...unknownAmdCard('card0'),
      id: '0000:03:00.0',
      model: 'AMD Radeon RX 7900 XTX',
      pciAddress: '0000:03:00.0',
      pciId: '1002:744c',
      kernelDriver: 'amdgpu',
      state: 'asleep',
    },
  ]);
  const harmless = ['vendor', 'uevent', 'revision', 'power/runtime_status'];
  t.same(
    opened.filter((path) => path.startsWith('class/drm')),
    harmless.map((file) => `class/drm/card0/device/${file}`),
  );
});

void t.test('no AMD card is absent, without a reason to run a program', async (t) => {
  const intel = { device: { vendor: '0x8086\n', uevent: 'DRIVER=i915\nPCI_ID=8086:56A5\n' } };
  const host = sysMachine(t, drm({ card0: intel }));
  t.same(await amdReader(host)(), {
    state: 'absent',
    source: null,
    reason: '/sys/class/drm lists no AMD card',
    remedy: null,
    driverVersion: null,
    cards: [],
  });
  t.same(host.calls, []);
});

void t.test('other systems have no AMD cards that could be read', async (t) => {
  const host = { ...sysMachine(t, drm({ card0: { device: discrete } })), platform: 'darwin' as const };
  t.match(await amdReader(host)(), { state: 'absent', cards: [] });
  t.same(host.calls, []);
});
