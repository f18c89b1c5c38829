import { join } from 'node:path';
import Fastify from 'fastify';
import fp from 'fastify-plugin';
import t, { type Test } from 'tap';
import { history } from '../../../../plugins/core/domain/history.js';
import { monitor } from '../../../../plugins/core/domain/monitor.js';
import { isClaimed, vendors } from '../../../../plugins/domains/gpu/vendors.js';
import { AmdGpu } from '../../../../schemas/gpu/amd.js';
import { AppleGpu } from '../../../../schemas/gpu/apple.js';
import type { Gpu } from '../../../../schemas/gpu/gpu.js';
import { IntelGpu } from '../../../../schemas/gpu/intel.js';
import { JetsonGpu } from '../../../../schemas/gpu/jetson.js';
import { NvidiaGpu } from '../../../../schemas/gpu/nvidia.js';
import { OtherGpu } from '../../../../schemas/gpu/other.js';
import { Bound } from '../../../../src/bounds.js';
import { familyTexts } from '../../../../src/exposition/family-text.js';
import { exposition } from '../../../../src/exposition/format.js';
import type { Program } from '../../../../src/host/host.js';
import { unansweredDevice, type NvmlDevice } from '../../../../src/host/nvml/nvml.js';
import { amdBounds } from '../../../../src/readers/gpu/amd/card.js';
import { amdSmiArguments } from '../../../../src/readers/gpu/amd/smi.js';
import { appleBounds, ioregArguments } from '../../../../src/readers/gpu/apple/reader.js';
import { drmBounds } from '../../../../src/readers/gpu/drm/bounds.js';
import { drmScans } from '../../../../src/readers/gpu/drm/scans.js';
import { intelBounds } from '../../../../src/readers/gpu/intel/card.js';
import { jetsonBounds } from '../../../../src/readers/gpu/jetson/card.js';
import { nvidiaBounds } from '../../../../src/readers/gpu/nvidia/bounds.js';
import { defaultSettings } from '../../../../src/settings/settings.js';
import { readMetricsText } from '../../../helpers/http/metrics-text.js';
import { notFollowed } from '../../../helpers/machines/not-followed.js';
import { driverLoaded, idle, table } from '../../../helpers/machines/nvidia-machine.js';
import { recordedApp } from '../../../helpers/machines/recorded-app.js';
import { recordedHost, type HostChanges } from '../../../helpers/machines/recorded-host.js';
import { answering, sysFolder, writeFolder, type Folder } from '../../../helpers/machines/sys-machine.js';
import { fakeNvidiaSmi } from '../../../helpers/programs/fake-nvidia-smi.js';

/** A card that tells what cannot be, and what is shown of it. */
interface Case {
  /** Its backend, and the way it is read by. */
  vendor: string;
  source: string;
  folder: (t: Test) => string;
  host?: (folder: string) => HostChanges;
  /** What the card shows all the same. */
  shown: Partial<Gpu>;
  /** The fields that are null, each told and counted. */
  refused: string[];
}

const nvidiaFolder = (t: Test) => sysFolder(t, {}, driverLoaded as unknown as Folder);

function nvml(device: Partial<NvmlDevice>): Pick<Case, 'vendor' | 'source' | 'folder' | 'host'> {
  const known = { ...unansweredDevice(0, {}), uuid: 'GPU-aa', name: 'NVIDIA H100 80GB HBM3', celsius: 41 };
  const cards = { driverVersion: '590.48.01', nvmlVersion: null, cudaVersion: null };
  const devices = [{ ...known, ...device }];
  const read = () => Promise.resolve({ ok: true as const, ...cards, devices });
  return { vendor: 'nvidia', source: 'NVML', folder: nvidiaFolder, host: () => ({ nvml: { read } }) };
}

function smi(
  cells: Partial<typeof idle>,
  apps: string[] = [],
): Pick<Case, 'vendor' | 'source' | 'folder' | 'host'> {
  const nvidiaSmi = fakeNvidiaSmi(table([{ ...idle, ...cells }], apps));
  const host = () => ({ programs: { nvidiaSmi } });
  return { vendor: 'nvidia', source: 'nvidia-smi', folder: nvidiaFolder, host };
}

/** The same by one that goes on printing. */
function looping(cells: Partial<typeof idle>): Pick<Case, 'vendor' | 'source' | 'folder' | 'host'> {
  const printed = fakeNvidiaSmi(table([{ ...idle, ...cells }]));
  const nvidiaSmi: Program = {
    ...printed,
    follow: (args) => ({
      latest: async () => ({
        text: (await printed.run(args, { deadline: 1 })).stdout,
        age: 0,
        earlier: '',
      }),
      stop: () => Promise.resolve(),
    }),
  };
  const host = () => ({ programs: { nvidiaSmi } });
  return { vendor: 'nvidia', source: 'nvidia-smi (looping)', folder: nvidiaFolder, host };
}

function drm(driver: string, ids: string, files: Folder, hwmon: Folder = {}) {
  const uevent = `DRIVER=${driver}\nPCI_ID=${ids}\nPCI_SLOT_NAME=0000:03:00.0\n`;
  const device = {
    vendor: `0x${ids.slice(0, 4).toLowerCase()}\n`,
    uevent,
    hwmon: { hwmon1: hwmon },
    ...files,
  };
  return (t: Test) => sysFolder(t, { class: { drm: { card1: { device } } } });
}

function amd(files: Folder, hwmon: Folder): Pick<Case, 'vendor' | 'source' | 'folder'> {
  return {
    vendor: 'amd',
    source: 'sysfs',
    folder: drm('amdgpu', '1002:744C', { gpu_busy_percent: '3\n', ...files }, hwmon),
  };
}

function rocm(values: Record<string, string>): Pick<Case, 'vendor' | 'source' | 'folder' | 'host'> {
  const card0 = { 'PCI Bus': '0000:63:00.0', 'Card series': 'Radeon VII', ...values };
  const rocmSmi = answering({ stdout: JSON.stringify({ card0 }) });
  return {
    vendor: 'amd',
    source: 'rocm-smi',
    folder: (t) => sysFolder(t, {}),
    host: () => ({ programs: { rocmSmi } }),
  };
}

function amdSmi(values: object): Pick<Case, 'vendor' | 'source' | 'folder' | 'host'> {
  const run = (args: readonly string[]) => {
    const isMetric = args.join() === amdSmiArguments.metric.join();
    const stdout = JSON.stringify(isMetric ? [{ gpu: 0, ...values }] : [{ gpu: 0, bdf: '0000:83:00.0' }]);
    // JSON has larger numbers than any.
    return Promise.resolve({
      exitCode: 0,
      crash: null,
      stdout: stdout.replace('"1e400"', '1e400'),
      stderr: '',
    });
  };
  const program: Program = { name: 'amd-smi', run, follow: notFollowed };
  return {
    vendor: 'amd',
    source: 'amd-smi',
    folder: (t) => sysFolder(t, {}),
    host: () => ({ programs: { amdSmi: program } }),
  };
}

const plist = (statistics: Record<string, number>) =>
  `<?xml version="1.0"?><plist version="1.0"><array><dict><key>IOClass</key><string>AGXAcceleratorG13X</string>
<key>PerformanceStatistics</key><dict>${Object.entries(statistics)
    .map(([key, value]) => `<key>${key}</key><integer>${value}</integer>`)
    .join('')}</dict></dict></array></plist>`;

const gibibyte = 2 ** 30;
const memory = { total: 80 * gibibyte, used: 10 * gibibyte, free: 70 * gibibyte, reserved: null };

const cases: Record<string, Case> = {
  'NVML: 808 %, 334 %, 905 % (an H100)': {
    ...nvml({ gpuPercent: 808, memoryPercent: 334, encoderPercent: 905, decoderPercent: 0 }),
    shown: { temperature_celsius: 41, decoder_percent: 0 },
    refused: ['usage_percent', 'memory_activity_percent', 'encoder_percent'],
  },
  'NVML: memory in use of 2^64 less a little, and of a program': {
    ...nvml({
      memory: { ...memory, used: 17592186044134 * 2 ** 20 },
      processes: [
        { pid: 7, kind: 'compute', name: 'a', memory: 17592186044134 * 2 ** 20, gpuInstanceId: null },
      ],
    }),
    shown: { vram_total_bytes: memory.total, vram_used_bytes: null, vram_used_percent: null },
    refused: ['vram_used_bytes', 'processes.memory_bytes'],
  },
  'NVML: a program that holds more than the card has': {
    ...nvml({
      memory,
      processes: [{ pid: 7, kind: 'compute', name: 'a', memory: 85 * gibibyte, gpuInstanceId: null }],
    }),
    shown: {
      vram_used_bytes: memory.used,
      processes: [{ pid: 7, name: 'a', model: null, kind: 'compute', memory_bytes: null }],
    },
    refused: ['processes.memory_bytes'],
  },
  'NVML: errors, clocks, link, instances, reserved and the like beyond all measure': {
    ...nvml({
      memory: { ...memory, reserved: 2 ** 63 },
      memoryCelsius: -273,
      smMhz: 4294967,
      memoryMhz: 65535000,
      fanPercent: 65535,
      pcieGeneration: 255,
      pcieWidth: 65535,
      decoderPercent: NaN,
      millijoules: 2 ** 64,
      limitMilliwatts: 4294967294,
      migMode: 1,
      migInstances: [
        {
          index: 0,
          uuid: 'MIG-1',
          name: null,
          gpuInstanceId: 1,
          computeInstanceId: 0,
          memory: { ...memory, used: 2 ** 64 },
        },
      ],
      eccMode: 1,
      ecc: {
        volatileCorrected: 2 ** 64,
        volatileUncorrected: 0,
        aggregateCorrected: 1,
        aggregateUncorrected: 0,
      },
    }),
    shown: { temperature_celsius: 41, vram_used_bytes: memory.used },
    refused: [
      ...['memory_reserved_bytes', 'memory_celsius', 'clock_graphics_mhz', 'clock_memory_mhz', 'fan_percent'],
      ...['pcie_generation', 'pcie_width', 'energy_joules', 'power_limit_watts'],
      ...['mig_instances.memory_used_bytes', 'ecc_errors.volatile_corrected'],
    ],
  },
  'nvidia-smi: the same of its own': {
    ...smi({ 'utilization.gpu': '808', 'memory.used': '17592186044134', 'temperature.gpu': '511' }, [
      '7, a, 17592186044134, GPU-aa',
    ]),
    shown: { vram_total_bytes: 81559 * 2 ** 20, power_watts: 69.85 },
    refused: ['usage_percent', 'vram_used_bytes', 'temperature_celsius', 'processes.memory_bytes'],
  },
  'nvidia-smi, looping': {
    ...looping({ 'utilization.gpu': '808', 'power.draw': '4294967.29', 'clocks.sm': '18446744073709551615' }),
    shown: { power_watts: 69.62 },
    refused: ['usage_percent', 'power_watts', 'clock_graphics_mhz'],
  },
  'amdgpu: 511 °C at the edge, −256 °C of the memory, 0xffffffff elsewhere': {
    ...amd(
      {
        gpu_busy_percent: '65535\n',
        mem_info_vram_total: '17163091968\n',
        mem_info_vram_used: '18446744073709551615\n',
      },
      {
        ...{
          temp1_input: '511000\n',
          temp1_label: 'edge\n',
          temp2_input: '60000\n',
          temp2_label: 'junction\n',
        },
        ...{
          temp3_input: '-256000\n',
          temp3_label: 'mem\n',
          power1_average: '4294967295000\n',
          power1_cap: '210000000\n',
        },
        ...{
          fan1_input: '65535\n',
          fan1_max: '3300\n',
          pwm1: '65535\n',
          pwm1_max: '255\n',
          in0_input: '65535\n',
        },
        ...{ in0_label: 'vddgfx\n', freq1_input: '18446744073709551615\n', freq1_label: 'sclk\n' },
      },
    ),
    shown: {
      hotspot_celsius: 60,
      vram_total_bytes: 17163091968,
      vram_free_bytes: null,
      power_limit_watts: 210,
    },
    refused: [
      ...[
        'usage_percent',
        'vram_used_bytes',
        'temperature_celsius',
        'memory_celsius',
        'power_watts',
        'fan_rpm',
      ],
      ...['fan_percent', 'graphics_voltage_volts', 'clock_graphics_mhz'],
    ],
  },
  'amdgpu: a fan far above its own greatest speed, power many times the greatest limit': {
    ...amd(
      {},
      {
        fan1_input: '12000\n',
        fan1_max: '3300\n',
        power1_average: '1500000000\n',
        power1_cap_max: '348000000\n',
      },
    ),
    shown: { usage_percent: 3 },
    refused: ['fan_rpm', 'power_watts'],
  },
  'rocm-smi: 65535 %, −273.15 °C, 65535 W': {
    ...rocm({
      'GPU use (%)': '65535',
      'Temperature (Sensor edge) (C)': '-273.15',
      'Average Graphics Package Power (W)': '65535.0',
      'VRAM Total Memory (B)': '17163091968',
      'VRAM Total Used Memory (B)': '18446744073709551615',
      'Temperature (Sensor junction) (C)': '61.0',
    }),
    shown: { hotspot_celsius: 61, vram_free_bytes: null },
    refused: ['usage_percent', 'temperature_celsius', 'power_watts', 'vram_used_bytes'],
  },
  'amd-smi: marks, and a number larger than any': {
    ...amdSmi({
      usage: { gfx_activity: { value: 65535, unit: '%' }, umc_activity: '1e400' },
      power: { socket_power: { value: 65535, unit: 'W' } },
      temperature: { edge: { value: 65535, unit: 'C' }, hotspot: { value: 41, unit: 'C' } },
    }),
    shown: { hotspot_celsius: 41 },
    refused: ['usage_percent', 'memory_activity_percent', 'power_watts', 'temperature_celsius'],
  },
  'Intel: a fan of 65535, limits of 0xffffffff, 255 °C': {
    vendor: 'intel',
    source: 'sysfs',
    folder: drm(
      'xe',
      '8086:56A5',
      {},
      {
        ...{ name: 'xe\n', fan1_input: '65535\n', power1_max: '4294967295000\n', power1_crit: '328000000\n' },
        ...{
          temp2_input: '255000\n',
          temp2_label: 'pkg\n',
          energy1_input: '7000000\n',
          energy1_label: 'card\n',
        },
      },
    ),
    shown: { energy_joules: 7 },
    refused: ['fan_rpm', 'power_limit_watts', 'temperature_celsius'],
  },
  'a Mac: 65535 %, memory in use of 2^64': {
    vendor: 'apple',
    source: 'ioreg',
    folder: (t) => {
      const commands = [{ program: 'ioreg', args: ioregArguments, exitCode: 0, stdout: 'ioreg.plist' }];
      const printed = plist({
        'Device Utilization %': 65535,
        'In use system memory': 2 ** 64,
        'Temperature(C)': 45,
      });
      const others = { commands: { 'commands.json': JSON.stringify(commands), 'ioreg.plist': printed } };
      return sysFolder(t, {}, others, 'darwin');
    },
    shown: { temperature_celsius: 45 },
    refused: ['usage_percent', 'system_memory_used_bytes'],
  },
  'a Jetson: 6553.5 % and 511 °C': {
    vendor: 'jetson',
    source: 'sysfs',
    folder: (t) =>
      sysFolder(t, {
        devices: { platform: { '17000000.gpu': { load: '65535\n' } } },
        firmware: { devicetree: { base: { compatible: 'nvidia,tegra234\0' } } },
        class: {
          thermal: {
            thermal_zone1: { type: 'gpu-thermal\n', temp: '511000\n' },
            thermal_zone2: { type: 'tj-thermal\n', temp: '52000\n' },
          },
        },
      }),
    shown: { hotspot_celsius: 52 },
    refused: ['usage_percent', 'temperature_celsius'],
  },
};

/** A backend alone, after three readings: for a tenth of what a whole service costs. */
async function alone(t: Test, { vendor, folder, host: changes }: Case) {
  const place = folder(t);
  const host = recordedHost(place, changes?.(place));
  const app = Fastify();
  t.teardown(() => app.close());
  await app.register(monitor, { settings: defaultSettings(), host });
  await app.register(history);
  await app.register(fp((_, __, done) => done(), { name: 'guard' }));
  const backend = vendors.find(({ name }) => name === vendor);
  if (backend === undefined) throw new Error(`there is no backend ${vendor}`);
  await app.register(backend.plugin({ scans: drmScans(host), isClaimed }));
  const entry = app.monitor.catalogue.get(backend.schema);
  await host.clock.until(entry.current(), 250);
  for (let reading = 1; reading < 3; reading += 1) {
    await host.clock.advance(3_000);
    await host.clock.until(entry.current(), 250);
  }
  const shown = await entry.current();
  if (!shown.ok) throw shown.failure;
  const { values } = readMetricsText(
    exposition([familyTexts(shown.measured?.families() ?? [])], 'prometheus'),
  );
  const remembered = app.history.points?.series.map(({ metric }) => metric.replace('gpu.', '')) ?? [];
  const counts = app.monitor.implausible.all();
  return { body: shown.body, values, remembered, counts, host, entry, history: app.history };
}

for (const [name, one] of Object.entries(cases)) {
  t.test(`${name}: null, told, counted, and remembered nowhere`, async (t) => {
    const { vendor, source, shown, refused } = one;
    const { body, values, remembered, counts } = await alone(t, one);
    t.match(body, { state: 'ok', source });
    const [card] = body.gpus;
    t.match(card, { state: 'ok', ...shown });
    const told = (card?.implausible ?? []).map((text) => text.split(' ')[0]);
    t.same([...new Set(told)].sort(), [...refused].sort(), JSON.stringify(card?.implausible));
    t.same(
      counts.map(({ domain, field }) => `${domain} ${field}`).sort(),
      refused.map((field) => `gpu/${vendor} ${field}`).sort(),
    );
    for (const { field, count } of counts) t.equal(count % 3, 0, `${field} is counted once a reading`);
    const nulls = refused.filter((field) => (shown[field as keyof Gpu] ?? null) === null);
    for (const field of nulls) t.equal(valueAt(card, field), null, field);
    t.notOk(
      [...values].some(([, value]) => Math.abs(value) > 2 ** 53),
      'nothing beyond 2^53 is a metric',
    );
    t.same(
      remembered.filter((field) => nulls.includes(field)),
      [],
      'history has nothing of it',
    );
  });
}

/** Of `ecc_errors.volatile_corrected` and of what stands in a list. */
function valueAt(card: unknown, field: string): unknown {
  return field.split('.').reduce<unknown>((thing, name) => {
    const one: unknown = Array.isArray(thing) ? thing[0] : thing;
    return typeof one === 'object' && one !== null ? Reflect.get(one, name) : undefined;
  }, card);
}

t.test(
  'power of several ways of being told is the first that can be; a little above its limit it can',
  async (t) => {
    const watts = { milliwatts: 593_000, averageMilliwatts: 601_000, instantMilliwatts: 29_100 };
    const told = async (device: Partial<NvmlDevice>) => {
      const { body } = await alone(t, { ...nvml(device), shown: {}, refused: [] });
      return body.gpus[0];
    };
    const card = await told({ ...watts, limitMilliwatts: 160_000 });
    t.match(card, { power_watts: 29.1, power_limit_watts: 160 });
    t.match(card?.implausible, [/^power_watts 593 W: above 530 W/, /^power_watts 601 W/]);
    const real = await told({ milliwatts: 228_000, limitMilliwatts: 210_000 });
    t.match(real, { power_watts: 228, implausible: [] }, '228 W over a limit of 210 W is real');
  },
);

t.test(
  'in the whole service: on every route, in /metrics, in the summary, in history and energy',
  async (t) => {
    const device = {
      gpuPercent: 808,
      milliwatts: 4_294_967_295,
      memory: { ...memory, used: 2 ** 64 - 2048 },
    };
    const { folder, host } = nvml(device);
    const place = folder(t);
    const { app, get, host: machine } = await recordedApp(place, { host: host?.(place) ?? {} });
    t.teardown(() => app.close());
    for (let reading = 0; reading < 3; reading += 1) {
      await get('/stats');
      await machine.clock.advance(1_000);
    }
    const { gpus } = (await get('/stats/gpu')).body as { gpus: Gpu[] };
    t.match(gpus, [
      {
        usage_percent: null,
        gpu_utilization: null,
        power_watts: null,
        vram_used_gb: null,
        memory_used_mb: null,
      },
    ]);
    t.equal(gpus[0]?.implausible.length, 3);
    t.match((await get('/stats/summary')).body, { gpus: [{ usage: 'n/a', vram: 'n/a' }] });
    const { values } = readMetricsText((await get('/metrics')).body as string);
    for (const field of ['usage_percent', 'power_watts', 'vram_used_bytes']) {
      const counted =
        values.get(`sysmon_implausible_values_total{domain="gpu/nvidia",field="${field}"}`) ?? 0;
      t.ok(counted >= 3 && counted <= 8, `${field}: ${counted}`);
    }
    t.notOk(
      [...values.keys()].some((series) => /^sysmon_gpu_(?:usage|power_watts|memory_used)/.test(series)),
    );
    const { metrics, energy } = (await get('/stats/history/metrics')).body as {
      metrics: { metric: string; gpus: string[] }[];
      energy: unknown[];
    };
    const kept = metrics.filter(({ gpus: cards }) => cards.length > 0).map(({ metric }) => metric);
    t.same(kept, ['gpu.temperature_celsius']);
    t.same(energy, []);
  },
);

/** A machine with an Intel card whose sensors are `hwmon`, watched while these are written a second apart. */
async function watched(t: Test, hwmon: Folder, written: readonly Folder[]) {
  const place = drm('xe', '8086:56A5', {}, { name: 'xe\n', ...hwmon })(t);
  const service = await recordedApp(place);
  t.teardown(() => service.app.close());
  const cards: (Gpu | undefined)[] = [];
  for (const files of written) {
    writeFolder(join(place, 'sys/class/drm/card1/device/hwmon/hwmon1'), files);
    await service.host.clock.advance(1_000);
    cards.push(((await service.get('/stats/gpu/intel')).body as { gpus: Gpu[] }).gpus[0]);
  }
  const { energy } = (await service.get('/stats/history/metrics')).body as {
    energy: { energy_watt_hours: number | null }[];
  };
  return { cards, wattHours: energy[0]?.energy_watt_hours ?? null };
}

t.test('an Arc that tells 3885.6 W beside a critical power of 328 W', async (t) => {
  const { cards } = await watched(
    t,
    { power1_crit: '328000000\n', energy1_label: 'card\n' },
    [1_000, 1_030, 4_915.6, 4_945.6].map((joules) => ({ energy1_input: `${joules * 1e6}\n` })),
  );
  t.same(
    cards.slice(2).map((card) => card?.power_watts),
    [null, 30],
  );
  t.match(cards[2]?.implausible, [/^power_watts 3885\.6 W: above 1034 W, far above its limit of 328 W$/]);
});

t.test(
  'a counter of energy that cannot be read for two seconds, beside another one: nothing is made up',
  async (t) => {
    const [card, chip] = [710_520_000, 977_130_000];
    const { cards, wattHours } = await watched(
      t,
      { energy1_label: 'card\n', energy2_label: 'pkg\n', energy2_input: `${chip * 1e6}\n` },
      [card, card + 25, null, null, card + 100, card + 125].map((joules) => ({
        energy1_input: joules === null ? '\n' : `${joules * 1e6}\n`,
      })),
    );
    t.same(
      cards.map((one) => one?.energy_joules),
      [card, card + 25, null, null, card + 100, card + 125],
    );
    t.equal(wattHours, 0.035, '125 J, and not the 271 kWh between both sensors');
  },
);

t.test(
  'a counter that stands at 0, or at anything else, while the card draws power counts nothing',
  async (t) => {
    const readings = async (millijoules: number, times: number) => {
      const {
        body,
        host,
        entry,
        history: past,
      } = await alone(t, {
        ...nvml({ milliwatts: 66_000, millijoules }),
        ...{ shown: {}, refused: [] },
      });
      let [card] = body.gpus;
      for (let reading = 0; reading < times; reading += 1) {
        await host.clock.advance(1_000);
        const shown = await host.clock.until(entry.current());
        if (shown.ok) [card] = shown.body.gpus;
      }
      return { card, joules: past.energy.total('GPU-aa') ?? 0 };
    };
    const none = await readings(0, 14);
    t.match(none.card, { energy_joules: null, power_watts: 66 });
    t.match(none.card?.implausible, [/^energy_joules 0 J: it counts nothing while the card draws 66 W$/]);
    t.ok(none.joules >= 66 * 14, `${none.joules} J by its power`);
    const standing = await readings(5e9, 14);
    t.match(standing.card?.implausible, [/^energy_joules 5000000 J: it has stood still for \d+ s/]);
    t.equal(standing.card?.energy_joules, null);
    t.ok(standing.joules >= 66 * 14 && standing.joules < 66 * 30, `${standing.joules} J by its power`);
  },
);

t.test('a bound calls its field as the API does', (t) => {
  const tables = {
    nvidia: [nvidiaBounds, NvidiaGpu],
    amd: [amdBounds, AmdGpu],
    intel: [intelBounds, IntelGpu],
    apple: [appleBounds, AppleGpu],
    jetson: [jetsonBounds, JetsonGpu],
    other: [drmBounds, OtherGpu],
  } as const;
  /** What the API does not show: it is only what others are held against. */
  const hidden = ['fan_max_rpm'];
  for (const [name, [bounds, { properties }]] of Object.entries(tables)) {
    const fields = Object.values<unknown>(bounds).flatMap((bound) =>
      bound instanceof Bound ? [bound.field] : [],
    );
    t.ok(fields.length > 20, name);
    t.same(
      fields.filter((field) => !(field in properties) && !hidden.includes(field)),
      [],
      name,
    );
  }
  t.end();
});
