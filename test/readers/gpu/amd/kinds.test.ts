import t, { type Test } from 'tap';
import { amdReader } from '../../../../src/readers/gpu/amd/reader.js';
import { fileMachine } from '../../../helpers/machines/file-machine.js';
import type { Folder } from '../../../helpers/machines/sys-machine.js';

/** Kinds of AMD's cards as they are met, read from files as those of a real machine. */

const kthreadd = { comm: 'kthreadd\n', fd: {} };
const address = '0000:03:00.0';

/** A card of its own with this id, with the parts that its driver names. */
function card(id: string, parts: Record<string, number> = {}, more: Folder = {}): Folder {
  const die = Object.entries(parts).map(([name, major]): [string, Folder] => [
    name,
    { '0': { major: `${major}\n` } },
  ]);
  const discovery = { ip_discovery: { die: { '0': Object.fromEntries(die) } } };
  return {
    vendor: '0x1002\n',
    uevent: `DRIVER=amdgpu\nPCI_ID=1002:${id}\nPCI_SLOT_NAME=${address}\n`,
    gpu_busy_percent: '99\n',
    mem_info_vram_total: '17163091968\n',
    board_info: 'type : cem\n',
    current_link_speed: '32.0 GT/s PCIe\n',
    current_link_width: '16\n',
    ...(die.length === 0 ? {} : discovery),
    ...more,
  };
}

const drm = (device: Folder): Folder => ({ class: { drm: { card0: { device } } } });

/** What a program has used of the card's engines, in ns. */
function used(engines: Record<string, number>): Folder {
  const lines = Object.entries(engines).map(([name, ns]) => `drm-engine-${name}:\t${ns} ns\n`);
  const head = `drm-driver:\tamdgpu\ndrm-client-id:\t7\ndrm-pdev:\t${address}\n`;
  return { fdinfo: { '5': head + lines.join('') } };
}

const player = { comm: 'mpv\n', fd: { '5': '-> /dev/dri/renderD128' } };

/** How busy the video engines are after three looks, five seconds apart, in each of which they worked for 2.1 s. */
async function video(t: Test, device: Folder, engine: string) {
  const { host, write } = fileMachine(t, {
    sys: drm(device),
    proc: { '2': kthreadd, '40': { ...player, ...used({ gfx: 1 }) } },
  });
  const read = amdReader(host);
  let [last] = (await read()).cards;
  for (const turn of [1, 2, 3]) {
    write({ proc: { '40': used({ gfx: turn, [engine]: turn * 2.1e9 }) } });
    await host.clock.advance(5_000);
    [last] = (await read()).cards;
  }
  return [last?.encoderPercent, last?.decoderPercent, last?.mediaPercent];
}

t.test('one engine that encodes and decodes (VCN 4 and later) is media, whatever it does', async (t) => {
  t.same(await video(t, card('744C', { GC: 11, VCN: 4 }), 'enc'), [null, null, 42], 'RX 7900');
  t.same(await video(t, card('7550', { GC: 12, VCN: 5 }), 'enc'), [null, null, 42], 'RX 9070');
  t.same(await video(t, card('1586'), 'enc'), [null, null, 42], 'Strix Halo, by its id alone');
  t.same(await video(t, card('FFFE'), 'enc'), [null, null, null], 'an unknown chip');
  const counted = card('744C', { VCN: 4 }, { vcn_busy_percent: '17\n' });
  t.same(await video(t, counted, 'enc'), [null, null, 17], 'the driver itself says how busy it is');
});

t.test('before, each has an engine of its own; one that nobody names is null', async (t) => {
  t.same(await video(t, card('73BF', { GC: 10, VCN: 3 }), 'dec'), [null, 42, null], 'RX 6900 XT');
  t.same(await video(t, card('73BF'), 'enc'), [42, null, null], 'by its id alone');
  t.same(await video(t, card('67DF'), 'dec'), [null, 42, null], 'RX 580, older than VCN');
});

t.test(
  'the link is that of the slot where a card has a switch of its own, null where that is not seen',
  async (t) => {
    const path = (...places: string[]) => `devices/pci0000:00/${places.join('/')}`;
    const bridges = ['0000:00:01.1', '0000:01:00.0', '0000:02:00.0'];
    const link = async (places: string[], device: Folder, bridge: Folder = {}) => {
      const { host, write } = fileMachine(t, {
        sys: { class: { drm: { card0: `-> ../../${path(...places)}/drm/card0` } } },
      });
      const nested = (names: string[], inner: Folder): Folder =>
        names.reduceRight<Folder>((below, name) => ({ [name]: below }), inner);
      const place = path(...places).split('/');
      write({ sys: nested(place, { ...device, drm: { card0: { device: '-> ../..' } } }) });
      write({ sys: nested(place.slice(0, -2), bridge) });
      const read = amdReader(host);
      await read();
      const [{ pcieGeneration, pcieWidth } = {}] = (await read()).cards;
      return [pcieGeneration, pcieWidth];
    };
    const upstream = {
      vendor: '0x1002\n',
      current_link_speed: '16.0 GT/s PCIe\n',
      current_link_width: '8\n',
    };
    const navi = card('744C', { GC: 11 });
    t.same(await link([...bridges, address], navi, upstream), [4, 8], 'Navi in a slot');
    t.same(await link(['0000:00:05.0'], navi), [null, null], 'Navi in a virtual machine');
    t.same(await link(['0000:00:02.0', '0000:01:00.0'], navi), [null, null], 'behind a port of it');
    t.same(await link(['0000:00:02.0', '0000:01:00.0'], card('67DF')), [5, 16], 'Polaris has none');
    t.same(
      await link([...bridges, address], card('67DF'), { ...upstream, vendor: '0x10b5\n' }),
      [5, 16],
      'a switch of the board is not the card',
    );
  },
);

const dual = {
  power1_average: '0\n',
  power1_cap: '0\n',
  power1_cap_default: '0\n',
  power1_cap_max: '0\n',
};

t.test('a second chip, which leaves power and its limit to the first, has neither', async (t) => {
  const sensors = (values: Folder) => ({ hwmon: { hwmon1: { name: 'amdgpu\n', ...values } } });
  const power = async (values: Folder) => {
    const { host } = fileMachine(t, { sys: drm(card('740F', { GC: 9 }, sensors(values))) });
    const [one] = (await amdReader(host)()).cards;
    return [one?.usagePercent, one?.watts, one?.limitWatts, one?.limitDefaultWatts, one?.limitMaxWatts];
  };
  t.same(await power(dual), [99, null, null, null, null]);
  t.same(await power({ power1_average: '0\n', power1_cap: '560000000\n' }), [99, 0, 560, null, null]);
  t.same(await power({ power1_average: '9000000\n', power1_cap: '0\n' }), [99, 9, null, null, null]);
});

t.test('so it is where the programs tell it', async (t) => {
  const report = {
    'GPU use (%)': '99',
    'Average Graphics Package Power (W)': '0.0',
    'Max Graphics Package Power (W)': '0.0',
  };
  const metric = { gpu: 1, usage: { gfx_activity: 99 }, power: { socket_power: 0, power_limit: 0 } };
  for (const programs of [
    { rocmSmi: [{ stdout: JSON.stringify({ card1: report }) }] },
    { amdSmi: [{ stdout: JSON.stringify([metric]) }] },
  ]) {
    const { host } = fileMachine(t, {}, programs);
    t.match((await amdReader(host)()).cards, [{ usagePercent: 99, watts: null, limitWatts: null }]);
  }
});

/** `gpu_metrics` 1.3 with these bits of indep_throttle_status. */
function metrics(bits: bigint): string {
  const view = new DataView(new ArrayBuffer(120));
  view.setUint16(0, 120, true);
  view.setUint8(2, 1);
  view.setUint8(3, 3);
  view.setBigUint64(112, bits, true);
  return Buffer.from(view.buffer).toString('latin1');
}

t.test('what the hotspot bit says is told where it can be trusted: not of RDNA 3 and 4', async (t) => {
  const reasons = async (id: string, parts: Record<string, number>, bits: bigint) => {
    const { host } = fileMachine(t, { sys: drm(card(id, parts, { gpu_metrics: metrics(bits) })) });
    const [one] = (await amdReader(host)()).cards;
    return one?.throttleReasons?.map(({ class: kind, reason }) => `${kind}: ${reason}`) ?? null;
  };
  const [hotspot, power] = [1n << 36n, 1n];
  const hot = 'heat: temperature of the hotspot';
  t.same(await reasons('73BF', { GC: 10 }, hotspot), [hot], 'RX 6900 XT at 110 °C');
  t.same(await reasons('73BF', {}, hotspot), [hot], 'by its id alone');
  t.same(await reasons('740F', { GC: 9 }, hotspot), [hot], 'MI250');
  t.equal(await reasons('744C', { GC: 11 }, hotspot), null, 'RX 7900');
  t.equal(await reasons('7550', {}, hotspot), null, 'RX 9070');
  t.equal(await reasons('FFFE', {}, hotspot), null, 'an unknown chip');
  t.same(await reasons('744C', { GC: 11 }, hotspot | power), ['power: power limit 0']);
  t.same(await reasons('744C', { GC: 11 }, 0n), [], 'nothing holds it back');
});

t.test('a card of which a program of AMD tells nothing is not ok, and says why', async (t) => {
  const dumb = { usage: 'N/A', power: 'N/A', clock: 'N/A', temperature: 'N/A', mem_usage: 'N/A', fan: 'N/A' };
  const told = { ...dumb, usage: { gfx_activity: { value: 0, unit: '%' } } };
  const because = { state: 'no_permission', reason: /tells no value/, remedy: /render and video/ };
  const metric = (...cards: object[]) => [
    { args: ['metric', '--json'], stdout: JSON.stringify(cards.map((card, gpu) => ({ gpu, ...card }))) },
  ];
  const all = fileMachine(t, {}, { amdSmi: metric(dumb, dumb) });
  t.match(await amdReader(all.host)(), { ...because, source: 'amd-smi', cards: [because, because] });
  const one = fileMachine(t, {}, { amdSmi: metric(dumb, told) });
  t.match(await amdReader(one.host)(), { state: 'ok', cards: [because, { state: 'ok', usagePercent: 0 }] });
  const report = { card0: { 'GPU use (%)': 'N/A', 'Card Series': '0x744c' } };
  const rocm = fileMachine(t, {}, { rocmSmi: [{ stdout: JSON.stringify(report) }] });
  t.match(await amdReader(rocm.host)(), { ...because, source: 'rocm-smi', cards: [because] });
});

t.test('a card on the PCI bus without a driver is a card all the same, with what can be done', async (t) => {
  const device = (files: Folder) => ({ vendor: '0x1002\n', class: '0x030000\n', ...files });
  const uevent = (driver: string) => `${driver}PCI_CLASS=30000\nPCI_ID=1002:744C\nPCI_SLOT_NAME=${address}\n`;
  const bus = (files: Folder): Folder => ({
    class: { drm: {} },
    bus: { pci: { devices: { [address]: files } } },
  });
  const { host } = fileMachine(t, {
    sys: bus(device({ uevent: uevent(''), device: '0x744c\n', revision: '0xc8\n' })),
  });
  const read = amdReader(host);
  for (const turn of [1, 2, 3]) {
    t.match(
      await read(),
      {
        state: 'failed',
        reason: `there is an AMD card (${address}), but no driver runs it`,
        remedy: /modprobe amdgpu/,
        cards: [{ id: address, state: 'failed', model: 'AMD Radeon RX 7900 XTX', usagePercent: null }],
      },
      `reading ${turn}`,
    );
  }
  const others = [
    device({ uevent: uevent('DRIVER=vfio-pci\n') }),
    device({ driver: '-> ../../../bus/pci/drivers/vfio-pci' }),
    device({ class: '0x040300\n' }),
    device({ vendor: '0x1a03\n' }),
  ];
  for (const files of others) {
    t.match(await amdReader(fileMachine(t, { sys: bus(files) }).host)(), { state: 'absent', cards: [] });
  }
});
