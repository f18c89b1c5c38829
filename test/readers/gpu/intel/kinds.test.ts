import t, { type Test } from 'tap';
import { intelReader } from '../../../../src/readers/gpu/intel/reader.js';
import { fileMachine } from '../../../helpers/machines/file-machine.js';
import type { Folder } from '../../../helpers/machines/sys-machine.js';

/** Kinds of Intel's cards as they are met, read from files as those of a real machine. */

const kthreadd = { comm: 'kthreadd\n', fd: {} };
const at = (address: string, driver: string, id: string) => ({
  vendor: '0x8086\n',
  uevent: `DRIVER=${driver}\nPCI_ID=8086:${id}\nPCI_SLOT_NAME=${address}\n`,
});

t.test(
  'a virtual function, whose driver measures nothing, is ok; its usage is that of its engines',
  async (t) => {
    const engines = (ms: number) => ({
      fdinfo: {
        '5': `drm-driver:\txe\ndrm-client-id:\t7\ndrm-pdev:\t0000:03:00.1\ndrm-engine-ccs:\t${ms}000000 ns\n`,
      },
    });
    const part = (address: string) => ({
      device: { ...at(address, 'xe', '56C0'), tile0: { gt0: { engines: { ccs: {} } } } },
    });
    const { host, write } = fileMachine(t, {
      sys: { class: { drm: { card1: part('0000:03:00.1'), card2: part('0000:03:00.2') } } },
      proc: {
        '2': kthreadd,
        '40': { comm: 'llama\n', fd: { '5': '-> /dev/dri/renderD128' }, ...engines(0) },
      },
    });
    const read = intelReader(host);
    t.match(await read(), { state: 'ok', cards: [{ state: 'ok', usagePercent: null }, { state: 'ok' }] });
    for (const turn of [1, 2]) {
      await host.clock.advance(5_000);
      write({ proc: { '40': engines(turn * 1_000) } });
      t.match(await read(), {
        state: 'ok',
        cards: [
          { id: '0000:03:00.1', state: 'ok', usagePercent: 20, usageSource: 'engines', graphicsMhz: null },
          { id: '0000:03:00.2', state: 'ok', usagePercent: 0, usageSource: 'engines' },
        ],
      });
    }
  },
);

t.test('a card whose files are there and tell nothing is not one of them', async (t) => {
  const files = { gtidle: { idle_residency_ms: '' }, freq0: { act_freq: '' } };
  const device = { ...at('0000:03:00.0', 'xe', 'E20B'), tile0: { gt0: files } };
  const { host } = fileMachine(t, { sys: { class: { drm: { card1: { device } } } } });
  t.match(await intelReader(host)(), {
    state: 'failed',
    cards: [{ state: 'failed', reason: /tell nothing/ }],
  });
});

/** Usage and its source after three readings, a second apart, in which the card counted so much idle time. */
async function usage(t: Test, card: (idleMs: number) => Folder, idlePerSecond: number) {
  const sys = (turn: number) => ({ class: { drm: { card0: card(1_000 + turn * idlePerSecond) } } });
  const { host, write } = fileMachine(t, { sys: sys(0) });
  const read = intelReader(host);
  let [last] = (await read()).cards;
  for (const turn of [1, 2]) {
    await host.clock.advance(1_000);
    write({ sys: sys(turn) });
    [last] = (await read()).cards;
  }
  return [last?.usagePercent, last?.usageSource];
}

t.test('where the idle state is switched off its counter says nothing of usage', async (t) => {
  const device = at('0000:00:02.0', 'i915', '9A49');
  const part = (enable: string, mhz: string) => (idle: number) => ({
    gt: {
      gt0: { rc6_residency_ms: `${idle}\n`, rc6_enable: `${enable}\n`, rps_act_freq_mhz: `${mhz}\n` },
    },
    device,
  });
  const old = (enable: string) => (idle: number) => ({
    gt_act_freq_mhz: '350\n',
    power: { rc6_residency_ms: `${idle}\n`, rc6_enable: `${enable}\n` },
    device,
  });
  t.same(await usage(t, part('0', '300'), 0), [null, null]);
  t.same(await usage(t, part('1', '300'), 0), [100, 'idle residency'], 'busy all the time');
  t.same(await usage(t, part('1', '0'), 0), [null, null], 'a clock that stands is not busy');
  t.same(await usage(t, old('0'), 0), [null, null], 'an older kernel');
  t.same(await usage(t, old('3'), 750), [25, 'idle residency']);
});

t.test('while one part that draws does not tell, the others are not the usage of the card', async (t) => {
  const device = (first: Folder) => ({
    device: {
      ...at('0000:03:00.0', 'xe', 'E20B'),
      tile0: { gt0: { gtidle: first, freq0: { act_freq: '400\n' } }, gt1: {} },
    },
  });
  const parts = (first: Folder) => (idle: number) => {
    const card = device(first);
    const media = { gtidle: { idle_residency_ms: `${idle}\n`, name: 'gt1-mc\n' } };
    return { device: { ...card.device, tile0: { ...card.device.tile0, gt1: media } } };
  };
  t.same(await usage(t, parts({ idle_residency_ms: '' }), 900), [null, null]);
  t.same(await usage(t, parts({ idle_residency_ms: '5\n' }), 900), [100, 'idle residency']);
});

t.test(
  'in a virtual machine, which is shown the chip alone, the link to the slot is not known',
  async (t) => {
    const bus = 'devices/pci0000:00/0000:00:05.0';
    const device = {
      ...at('0000:00:05.0', 'xe', 'E20B'),
      ...{ current_link_speed: '2.5 GT/s PCIe\n', current_link_width: '1\n' },
      tile0: { gt0: { freq0: { act_freq: '400\n' } } },
      hwmon: { hwmon1: { name: 'xe\n', temp2_input: '46000\n', temp2_label: 'pkg\n' } },
      drm: { card1: { device: '-> ../..' } },
    };
    const { host, write } = fileMachine(t, {
      sys: { class: { drm: { card1: `-> ../../${bus}/drm/card1` } } },
    });
    write({ sys: { devices: { 'pci0000:00': { '0000:00:05.0': device } } } });
    t.match((await intelReader(host)()).cards, [
      { integrated: false, pcieGeneration: null, pcieWidth: null },
    ]);
  },
);

t.test('what the engine does that encodes and decodes is media, and neither of the two', async (t) => {
  const device = at('0000:00:02.0', 'i915', '9A49');
  const video = (ms: number) => ({
    fdinfo: {
      '5': `drm-driver:\ti915\ndrm-client-id:\t7\ndrm-pdev:\t0000:00:02.0\ndrm-engine-video:\t${ms}000000 ns\n`,
    },
  });
  const { host, write } = fileMachine(t, {
    sys: { class: { drm: { card0: { gt_act_freq_mhz: '350\n', device } } } },
    proc: { '2': kthreadd, '40': { comm: 'mpv\n', fd: { '5': '-> /dev/dri/renderD128' }, ...video(0) } },
  });
  const read = intelReader(host);
  await read();
  for (const turn of [1, 2]) {
    await host.clock.advance(5_000);
    write({ proc: { '40': video(turn * 2_100) } });
    t.match((await read()).cards, [{ mediaPercent: 42, encoderPercent: null, decoderPercent: null }]);
  }
});

t.test('a card on the PCI bus without a driver is a card all the same', async (t) => {
  const device = { vendor: '0x8086\n', class: '0x038000\n', uevent: 'PCI_ID=8086:56A5\n' };
  const sys = { class: { drm: {} }, bus: { pci: { devices: { '0000:03:00.0': device } } } };
  t.match(await intelReader(fileMachine(t, { sys }).host)(), {
    state: 'failed',
    reason: 'there is an Intel card (0000:03:00.0), but no driver runs it',
    remedy: /modprobe i915 or xe/,
    cards: [{ id: '0000:03:00.0', state: 'failed', model: 'Intel Arc A380' }],
  });
});
