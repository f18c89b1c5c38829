import { join } from 'node:path';
import t from 'tap';
import { Failure } from '../../../../src/failures.js';
import { intelReader } from '../../../../src/readers/gpu/intel/reader.js';
import { intelCard, intelProduct, type IntelCard } from '../../../../src/readers/gpu/intel/card.js';
import { intelRates } from '../../../../src/readers/gpu/intel/rates.js';
import { recordedHost } from '../../../helpers/machines/recorded-host.js';
import {
  hanging,
  sysFolder,
  sysMachine,
  writeFolder,
  type Folder,
} from '../../../helpers/machines/sys-machine.js';

const battlemage: Folder = {
  vendor: '0x8086\n',
  revision: '0x00\n',
  uevent: 'DRIVER=xe\nPCI_ID=8086:E20B\nPCI_SLOT_NAME=0000:0b:00.0\n',
  power: { runtime_status: 'active\n' },
  current_link_speed: '2.5 GT/s PCIe\n',
  current_link_width: '1\n',
  tile0: {
    gt0: {
      gtidle: { idle_residency_ms: '848095\n', name: 'gt0-rc\n' },
      freq0: {
        act_freq: '400\n',
        cur_freq: '450\n',
        max_freq: '2850\n',
        throttle: { status: '1\n', reason_pl1: '1\n', reason_thermal: '0\n' },
      },
    },
    gt1: {
      gtidle: { idle_residency_ms: '1277960\n', name: 'gt1-mc\n' },
      freq0: { act_freq: '0\n', throttle: { status: '0\n', reason_pl2: '1\n' } },
    },
  },
  hwmon: {
    hwmon4: {
      name: 'xe\n',
      energy1_input: '0\n',
      energy1_label: 'card\n',
      energy2_input: '29523000000\n',
      energy2_label: 'pkg\n',
      fan1_input: '0\n',
      power1_crit: '380000000\n',
      power1_max: '0\n',
      power2_max: '190000000\n',
      temp2_input: '46000\n',
      temp2_label: 'pkg\n',
      temp3_input: '48000\n',
      temp3_label: 'vram\n',
    },
  },
};

/** These machines have no /proc. */
const processesReason =
  "programs outside this service's process namespace are hidden: that needs the host's pid namespace";

const device = {
  name: 'card1',
  device: '0000:0b:00.0',
  pciAddress: '0000:0b:00.0',
  vendorId: '8086',
  deviceId: 'e20b',
  revision: '00',
  kernelDriver: 'xe',
};

const battlemageCard: IntelCard = {
  ...intelCard(device),
  processesReason,
  model: 'Intel Arc B580',
  integrated: false,
  memoryKind: 'dedicated',
  celsius: 46,
  memoryCelsius: 48,
  joules: 29523,
  energySensor: 'pkg',
  limitWatts: 190,
  criticalWatts: 380,
  fanRpm: 0,
  graphicsMhz: 400,
  requestedMhz: 450,
  maxMhz: 2850,
  throttleReasons: [{ class: 'power', reason: 'sustained power limit' }],
  pcieGeneration: 1,
  pcieWidth: 1,
};

const drm = (cards: Folder): Folder => ({ class: { drm: cards } });

t.test('the first reading of a card has everything but what takes two', async (t) => {
  t.strictSame(await intelReader(sysMachine(t, drm({ card1: { device: battlemage } })))(), {
    state: 'ok',
    source: 'sysfs',
    reason: null,
    remedy: null,
    driverVersion: null,
    cards: [battlemageCard],
  });
});

t.test('usage is the time not idle of the busiest part, power the energy of the time between', async (t) => {
  const base = sysFolder(t, drm({ card1: { device: battlemage } }));
  const host = recordedHost(base);
  const read = intelReader(host);
  await read();
  await host.clock.advance(1000);
  // The drawing part was idle for 750 ms of the second, the media part for 900 ms; 25 J were used.
  writeFolder(join(base, 'sys/class/drm/card1/device'), {
    tile0: {
      gt0: { gtidle: { idle_residency_ms: '848845\n' } },
      gt1: { gtidle: { idle_residency_ms: '1278860\n' } },
    },
    hwmon: { hwmon4: { energy2_input: '29548000000\n' } },
  });
  const { cards } = await read();
  t.match(cards, [
    { usagePercent: 25, usageSource: 'idle residency', mediaPercent: 10, watts: 25, joules: 29548 },
  ]);
});

t.test(
  'energy is that of the whole card where it counts, else of the package, else of what there is',
  async (t) => {
    const energies = async (sensors: Folder) => {
      const hwmon = { hwmon1: { name: 'xe\n', ...sensors } };
      const [card] = (
        await intelReader(sysMachine(t, drm({ card1: { device: { ...battlemage, hwmon } } })))()
      ).cards;
      return [card?.joules, card?.energySensor];
    };
    const pkgFirst = {
      ...{ energy1_input: '3000000\n', energy1_label: 'pkg\n' },
      ...{ energy2_input: '5000000\n', energy2_label: 'card\n' },
    };
    t.strictSame(await energies(pkgFirst), [5, 'card'], 'by label, not by number');
    t.strictSame(await energies({ ...pkgFirst, energy2_input: '0\n' }), [3, 'pkg']);
    t.strictSame(
      await energies({ energy2_input: '7000000\n' }),
      [7, 'energy2_input'],
      'the only one there is',
    );
    t.strictSame(await energies({}), [null, null]);
  },
);

t.test('the energy of a card is of one sensor for good, which may not be readable for a while', async (t) => {
  const sensors = (card: string) => ({
    ...{ name: 'xe\n', energy1_label: 'card\n', energy2_label: 'pkg\n', energy2_input: '977130000000000\n' },
    energy1_input: card,
  });
  const device = (card: string): Folder => ({ ...battlemage, hwmon: { hwmon4: sensors(card) } });
  const base = sysFolder(t, drm({ card1: { device: device('710520000000000\n') } }));
  const host = recordedHost(base);
  const read = intelReader(host);
  const seen: unknown[] = [];
  // What a driver gives that cannot tell just now is no number; then the counter goes on.
  for (const text of [
    '710520000000000\n',
    '710520025000000\n',
    '\n',
    '\n',
    '710520100000000\n',
    '710520125000000\n',
  ]) {
    writeFolder(join(base, 'sys/class/drm/card1/device/hwmon/hwmon4'), { energy1_input: text });
    const [card] = (await read()).cards;
    seen.push([card?.energySensor, card?.joules, card?.watts]);
    await host.clock.advance(1_000);
  }
  t.same(seen, [
    ['card', 710_520_000, null],
    ['card', 710_520_025, 25],
    ['card', null, null],
    ['card', null, null],
    ['card', 710_520_100, null],
    ['card', 710_520_125, 25],
  ]);
});

t.test('counters that went backwards give null, and idle longer than the time that passed is 0', (t) => {
  const idle = (...ms: number[]) =>
    ms.map((one, place) => ({ folder: `gt${place}`, idle: one, isResting: true, isMedia: place === 1 }));
  const before = { at: 0, parts: idle(500, 500), energy: { sensor: 'energy1_input', joules: 9 } };
  const after = { at: 1000, parts: idle(499, 499), energy: { sensor: 'energy1_input', joules: 8 } };
  t.strictSame(intelRates(before, after), { watts: null, mediaPercent: null });
  t.match(intelRates(before, { ...after, parts: idle(1600, 1600) }), {
    usagePercent: 0,
    mediaPercent: 0,
  });
  t.match(intelRates(before, { ...after, energy: { sensor: 'energy2_input', joules: 10 } }), { watts: null });
  t.strictSame(intelRates(before, { ...after, at: 0 }), {}, 'no time has passed');
  t.strictSame(intelRates(undefined, after), {});
  t.end();
});

t.test(
  'i915 has its files beside the device, and sensors of each part that are not the whole card',
  async (t) => {
    const card = {
      gt: {
        gt0: {
          rc6_residency_ms: '6534\n',
          rps_act_freq_mhz: '600\n',
          rps_cur_freq_mhz: '650\n',
          rps_max_freq_mhz: '2450\n',
          throttle_reason_status: '0\n',
          throttle_reason_pl1: '1\n',
        },
      },
      device: {
        vendor: '0x8086\n',
        uevent: 'DRIVER=i915\nPCI_ID=8086:56A5\nPCI_SLOT_NAME=0000:0b:00.0\n',
        hwmon: {
          hwmon1: { name: 'i915_gt0\n', energy1_input: '1000000\n' },
          hwmon2: {
            name: 'i915\n',
            energy1_input: '25637161804\n',
            fan1_input: '900\n',
            in0_input: '603\n',
            power1_max: '55000000\n',
            power1_rated_max: '0\n',
            temp1_input: '55000\n',
          },
        },
      },
    };
    const { cards } = await intelReader(sysMachine(t, drm({ card1: card })))();
    t.match(cards, [
      {
        model: 'Intel Arc A380',
        kernelDriver: 'i915',
        integrated: false,
        celsius: 55,
        joules: 25637.161804,
        energySensor: '',
        limitWatts: 55,
        ratedWatts: null,
        graphicsVolts: 0.603,
        fanRpm: 900,
        graphicsMhz: 600,
        requestedMhz: 650,
        maxMhz: 2450,
        throttleReasons: [],
        mediaPercent: null,
      },
    ]);
  },
);

t.test('a GPU in the processor has no memory of its own, and an old driver one idle state', async (t) => {
  const base = sysFolder(
    t,
    drm({
      card0: {
        gt_act_freq_mhz: '350\n',
        power: { rc6_residency_ms: '100\n' },
        device: { vendor: '0x8086\n', uevent: 'DRIVER=i915\nPCI_ID=8086:FFFF\nPCI_SLOT_NAME=0000:00:02.0\n' },
      },
    }),
  );
  const host = recordedHost(base);
  const read = intelReader(host);
  await read();
  await host.clock.advance(500);
  writeFolder(join(base, 'sys/class/drm/card0'), { power: { rc6_residency_ms: '150\n' } });
  const { cards } = await read();
  t.match(cards, [
    {
      model: 'Intel GPU (8086:ffff)',
      integrated: true,
      memoryKind: 'unified',
      vramTotal: null,
      usagePercent: 90,
      graphicsMhz: 350,
      throttleReasons: null,
      pcieGeneration: null,
    },
  ]);
});

t.test('a card is integrated by its place, else by what it has', async (t) => {
  const at = (slot: string, more: Folder = {}): Folder => ({
    gt_act_freq_mhz: '1\n',
    device: { vendor: '0x8086\n', uevent: `DRIVER=xe\nPCI_ID=8086:56A5\nPCI_SLOT_NAME=${slot}\n`, ...more },
  });
  const sensors = { hwmon: { hwmon1: { name: 'xe\n', temp1_input: '1000\n' } } };
  const host = sysMachine(
    t,
    drm({
      card0: at('0000:00:02.1'),
      card1: at('0000:00:05.0', sensors),
      card2: at('0000:00:06.0'),
      card3: at('0000:03:00.0'),
    }),
  );
  const { cards } = await intelReader(host)();
  t.strictSame(
    cards.map(({ name, integrated }) => [name, integrated]),
    [
      ['card0', true],
      ['card1', false],
      ['card2', true],
      ['card3', false],
    ],
  );
});

t.test('root sees the memory of xe in debugfs, of all tiles together', async (t) => {
  const manager = 'size: 1000\nusage: 400\n';
  const device = { ...battlemage, tile1: { gt2: {} } };
  const dri = { '0000:0b:00.0': { tile0: { vram_mm: manager }, tile1: { vram_mm: manager } } };
  const read = (debug: Folder) =>
    intelReader(sysMachine(t, { ...drm({ card1: { device } }), kernel: { debug: { dri: debug } } }))();
  t.match((await read(dri)).cards, [{ vramTotal: 2000, vramUsed: 800, vramFree: 1200 }]);
  const one = { '0000:0b:00.0': { tile0: { vram_mm: manager } } };
  t.match(
    (await read(one)).cards,
    [{ vramTotal: null, vramUsed: null, vramFree: null }],
    'half is not the whole',
  );
});

t.test('others see at most its size', async (t) => {
  const tile0 = { ...(battlemage['tile0'] as Folder), physical_vram_size_bytes: '12884901888\n' };
  const host = sysMachine(t, drm({ card1: { device: { ...battlemage, tile0 } } }));
  const refused = (path: string, deadline: number) =>
    path.startsWith('kernel/debug')
      ? Promise.resolve(new Failure('no_permission', `/sys/${path} may not be read`))
      : host.sys.deviceText(path, deadline);
  const { cards, state } = await intelReader({ ...host, sys: { ...host.sys, deviceText: refused } })();
  t.equal(state, 'ok');
  t.match(cards, [{ vramTotal: 12884901888, vramUsed: null, vramFree: null }]);
});

t.test('the link to the slot is that of the switch on the card', async (t) => {
  const port = '0000:00:01.0/0000:09:00.0';
  const bus = `devices/pci0000:00/${port}/0000:0a:01.0/0000:0b:00.0`;
  const sys: Folder = { class: { drm: { card1: `-> ../../${bus}/drm/card1` } } };
  const base = sysFolder(t, sys);
  writeFolder(join(base, 'sys', bus), {
    ...battlemage,
    drm: { card1: { device: '-> ../../../0000:0b:00.0' } },
  });
  const upstream = { vendor: '0x8086\n', current_link_speed: '16.0 GT/s PCIe\n', current_link_width: '8\n' };
  writeFolder(join(base, 'sys/devices/pci0000:00', port), upstream);
  const read = async () => (await intelReader(recordedHost(base))()).cards;
  t.match(await read(), [{ id: '0000:0b:00.0', pcieGeneration: 4, pcieWidth: 8 }]);

  writeFolder(join(base, 'sys/devices/pci0000:00', port), { vendor: '0x10b5\n' });
  t.match(await read(), [{ pcieGeneration: null, pcieWidth: null }], 'a switch of the board is not the card');
});

t.test('a suspended card is asleep and not touched, and has no rates over the time it slept', async (t) => {
  const base = sysFolder(t, drm({ card1: { device: battlemage } }));
  const { host, opened } = hanging(recordedHost(base), () => false);
  const read = intelReader(host);
  await read();
  writeFolder(join(base, 'sys/class/drm/card1/device/power'), { runtime_status: 'suspended\n' });
  opened.length = 0;
  await host.clock.advance(1000);
  t.match(await read(), { state: 'ok', cards: [{ state: 'asleep', graphicsMhz: null, processes: null }] });
  const files = opened.flatMap((path) => path.split('/device/').slice(1));
  t.strictSame(files, ['vendor', 'uevent', 'revision', 'power/runtime_status']);
  writeFolder(join(base, 'sys/class/drm/card1/device/power'), { runtime_status: 'active\n' });
  await host.clock.advance(1000);
  t.match(await read(), { cards: [{ state: 'ok', usagePercent: null, watts: null }] });
});

t.test('a card that hangs is told as such, with what can be done', async (t) => {
  const { host } = hanging(sysMachine(t, drm({ card1: { device: battlemage } })), (path) =>
    path.endsWith('_ms'),
  );
  const reading = await host.clock.until(intelReader(host)());
  t.match(reading, {
    state: 'timeout',
    reason: /idle_residency_ms did not answer/,
    remedy: /Look for xe in the kernel's log/,
    cards: [{ id: '0000:0b:00.0', state: 'timeout', model: 'Intel Arc B580', graphicsMhz: null }],
  });
});

t.test('cards of others are not Intel cards, and elsewhere than on Linux there are none', async (t) => {
  const nvidia = { device: { vendor: '0x10de\n', uevent: 'DRIVER=nvidia\nPCI_ID=10DE:2684\n' } };
  const host = sysMachine(t, drm({ card0: nvidia }));
  t.match(await intelReader(host)(), {
    state: 'absent',
    reason: '/sys/class/drm lists no Intel card',
    cards: [],
  });
  t.match(await intelReader({ ...host, platform: 'win32' })(), { state: 'absent', cards: [] });
});

t.test('without an id there is no product', (t) => {
  t.equal(intelProduct(null), null);
  t.equal(intelProduct('9a49'), 'Intel Iris Xe Graphics');
  t.end();
});
