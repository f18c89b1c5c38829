import t, { type Test } from 'tap';
import { Failure } from '../../../../src/failures.js';
import type { Program, ProgramRound } from '../../../../src/host/host.js';
import { jetsonReader } from '../../../../src/readers/gpu/jetson/reader.js';
import { jetsonCard } from '../../../../src/readers/gpu/jetson/card.js';
import { recordedHost } from '../../../helpers/machines/recorded-host.js';
import { hanging, sysFolder, sysMachine, type Folder } from '../../../helpers/machines/sys-machine.js';

const orin = {
  devices: { platform: { '17000000.gpu': { load: '453\n' } } },
  firmware: {
    devicetree: {
      base: {
        compatible: 'nvidia,p3737\0nvidia,tegra234\0',
        model: 'NVIDIA Jetson AGX Orin Developer Kit\0',
      },
    },
  },
  class: {
    devfreq: { '17000000.gpu': { cur_freq: '621000000\n', max_freq: '1300500000\n' }, '15340000.vic': {} },
    thermal: {
      thermal_zone0: { type: 'cpu-thermal\n', temp: '50000\n' },
      thermal_zone1: { type: 'gpu-thermal\n', temp: '48500\n' },
      thermal_zone2: { type: 'tj-thermal\n', temp: '52468\n' },
      cooling_device0: { type: 'pwm-fan\n' },
    },
    hwmon: {
      hwmon0: { name: 'tmp451\n', in1_label: 'VDD_GPU_SOC\n', in1_input: '1\n', curr1_input: '1\n' },
      hwmon1: {
        name: 'ina3221\n',
        in1_label: 'VDD_GPU_SOC\n',
        in1_input: '19000\n',
        curr1_input: '120\n',
        in2_label: 'VDD_CPU_CV\n',
        in2_input: '19000\n',
        curr2_input: '50\n',
      },
    },
  },
};
const proc = { meminfo: 'MemTotal:       31434752 kB\nMemAvailable:   27000000 kB\n' };

t.test('an Orin is read from its driver, its sensors and the memory of the system', async (t) => {
  t.strictSame(await jetsonReader(recordedHost(sysFolder(t, orin, { proc })))(), {
    state: 'ok',
    source: 'sysfs',
    reason: null,
    remedy: null,
    driverVersion: null,
    cards: [
      {
        ...jetsonCard('17000000.gpu'),
        model: 'NVIDIA Jetson AGX Orin Developer Kit',
        usagePercent: 45.3,
        graphicsMhz: 621,
        maxMhz: 1300.5,
        celsius: 48.5,
        hotspotCelsius: 52.468,
        watts: 2.28,
        powerRail: 'VDD_GPU_SOC',
        systemMemory: { total: 32189186048, available: 27648000000 },
      },
    ],
  });
});

t.test('a Nano has its GPU elsewhere, and one switched off has no temperature', async (t) => {
  const nano: Folder = {
    devices: { 'gpu.0': { load: '0\n' } },
    class: {
      devfreq: { '57000000.gpu': { cur_freq: '76800000\n' } },
      thermal: { thermal_zone0: { type: 'GPU-therm\n', temp: '-256000\n' } },
    },
  };
  const { cards } = await jetsonReader(sysMachine(t, nano))();
  const systemMemory = { total: null, available: null };
  t.strictSame(cards, [{ ...jetsonCard('gpu.0'), usagePercent: 0, graphicsMhz: 76.8, systemMemory }]);
});

t.test('a GPU that is switched off has no temperature, and not that of the chip', async (t) => {
  const off = (type: string, temp: string) => ({ type: `${type}\n`, temp: `${temp}\n` });
  const thermal = {
    thermal_zone1: off('gpu-thermal', '-256000'),
    thermal_zone2: off('tj-thermal', '47400'),
  };
  const printed = (words: string) => () =>
    Promise.resolve({ text: `RAM 6185/7620MB GR3D_FREQ 0% ${words}\n`, age: 0, earlier: '' });
  const zones = withTegrastats(
    t,
    { ...orin, class: { ...orin.class, thermal } },
    printed('gpu@-256C tj@47.4C'),
  );
  t.match((await zones.read()).cards, [{ celsius: null, hotspotCelsius: 47.4, usagePercent: 45.3 }]);
  const lines = withTegrastats(t, { module: { nvgpu: {} } }, printed('cpu@46C gpu@-256C tj@47.4C'));
  t.match((await lines.read()).cards, [{ celsius: null, hotspotCelsius: 47.4, usagePercent: 0 }]);
});

t.test('where only the frequency scaling knows the GPU it leads there', async (t) => {
  const xavier: Folder = {
    module: { nvgpu: {} },
    class: { devfreq: { '17000000.gv11b': { cur_freq: '114750000\n', device: { load: '1000\n' } } } },
  };
  t.match((await jetsonReader(sysMachine(t, xavier))()).cards, [{ id: '17000000.gv11b', usagePercent: 100 }]);
});

t.test('other machines are no Jetson: later boards, other chips, other systems', async (t) => {
  const read = (sys: Folder) => jetsonReader(sysMachine(t, sys))();
  const absent = { state: 'absent', source: null, cards: [] };
  t.match(await read({}), absent);
  const thor = { firmware: { devicetree: { base: { compatible: 'nvidia,p4071\0nvidia,tegra264\0' } } } };
  t.match(await read({ ...orin, ...thor, devices: { platform: { '17000000.gpu': {} } } }), absent, 'Thor');
  t.match(await read({ ...orin, firmware: {} }), absent, 'a device of that name in another chip');
  t.match(await jetsonReader({ ...sysMachine(t, orin), platform: 'darwin' })(), absent);
});

t.test('a GPU that hangs or may not be read is told as such', async (t) => {
  const { host } = hanging(sysMachine(t, orin), (path) => path.endsWith('/load'));
  t.match(await host.clock.until(jetsonReader(host)()), {
    state: 'timeout',
    source: 'sysfs',
    reason: /load did not answer within 1 s; not part of this test/,
    remedy: /SYSMON_TEGRASTATS/,
    cards: [{ id: '17000000.gpu', state: 'timeout', usagePercent: null }],
  });
  const machine = sysMachine(t, orin);
  const deviceText = (path: string) =>
    Promise.reject(new Failure('no_permission', `/sys/${path} may not be read`));
  t.match(await jetsonReader({ ...machine, sys: { ...machine.sys, deviceText } })(), {
    state: 'no_permission',
    reason: /load may not be read/,
    cards: [{ state: 'no_permission' }],
  });
});

const line =
  'RAM 6185/7620MB (lfb 8x2MB) CPU [15%@729] EMC_FREQ 43%@2133 GR3D_FREQ 63%@[621] cpu@53.968C gpu@53.343C ' +
  'tj@53.968C VDD_IN 12479mW/12479mW VDD_CPU_GPU_CV 4667mW/4667mW\n';

/** A Jetson with this /sys whose tegrastats gives what `latest` does. */
function withTegrastats(t: Test, sys: Folder, latest: () => Promise<ProgramRound>) {
  const host = recordedHost(sysFolder(t, sys, { proc }));
  const requested: string[] = [];
  const follow = (args: readonly string[]) => {
    const note = () => {
      requested.push(args.join(' '));
      return latest();
    };
    return { latest: note, stop: () => Promise.resolve() };
  };
  const tegrastats: Program = { ...host.programs.tegrastats, follow };
  const read = jetsonReader({ ...host, programs: { ...host.programs, tegrastats } });
  return { read, requested, clock: host.clock };
}

const prints = () => Promise.resolve({ text: `half\n${line}`, age: 0, earlier: '' });
const withoutLoad = {};
const withoutRails = { devfreq: orin.class.devfreq, thermal: orin.class.thermal };

t.test('where the driver tells no load tegrastats does, its newest line', async (t) => {
  const sys = { ...orin, devices: { platform: { '17000000.gpu': withoutLoad } }, class: {} };
  const { read, requested } = withTegrastats(t, sys, prints);
  t.strictSame(await read(), {
    ...{ state: 'ok', source: 'tegrastats', reason: null, remedy: null, driverVersion: null },
    cards: [
      {
        ...jetsonCard('17000000.gpu'),
        model: 'NVIDIA Jetson AGX Orin Developer Kit',
        usagePercent: 63,
        graphicsMhz: 621,
        memoryActivityPercent: 43,
        celsius: 53.343,
        hotspotCelsius: 53.968,
        watts: 4.667,
        powerRail: 'VDD_CPU_GPU_CV',
        systemMemory: { total: 32189186048, available: 27648000000 },
      },
    ],
  });
  t.same(requested, ['--interval 1000']);
});

t.test(
  'what sysfs tells stays, what it lacks is added, and where it lacks nothing nothing is run',
  async (t) => {
    const added = withTegrastats(t, { ...orin, class: withoutRails }, prints);
    t.match(await added.read(), {
      source: 'sysfs, tegrastats',
      cards: [
        { usagePercent: 45.3, graphicsMhz: 621, celsius: 48.5, watts: 4.667, powerRail: 'VDD_CPU_GPU_CV' },
      ],
    });
    const complete = withTegrastats(t, orin, prints);
    t.match(await complete.read(), { source: 'sysfs', cards: [{ watts: 2.28 }] });
    t.same(complete.requested, []);
  },
);

t.test('one that is slow delays nothing that sysfs tells, and is asked once at a time', async (t) => {
  const waiting: ((round: ProgramRound) => void)[] = [];
  const late = () => new Promise<ProgramRound>((resolve) => waiting.push(resolve));
  const { read, clock } = withTegrastats(t, { ...orin, class: withoutRails }, late);
  for (let round = 0; round < 3; round += 1) {
    const before = clock.monotonic();
    t.match(await clock.until(read()), { state: 'ok', source: 'sysfs', cards: [{ watts: null }] });
    t.ok(clock.monotonic() - before <= 60, `${clock.monotonic() - before} ms`);
  }
  t.equal(waiting.length, 1);
  waiting[0]?.({ text: line, age: 0, earlier: '' });
  await clock.advance(0);
  t.equal(waiting.length, 1);
  const after = read();
  await clock.advance(0);
  waiting[1]?.({ text: line, age: 0, earlier: '' });
  t.match(await after, { source: 'sysfs, tegrastats', cards: [{ watts: 4.667 }] });
});

t.test('one that is stale, silent or of another kind tells nothing', async (t) => {
  const sys = { ...orin, devices: { platform: { '17000000.gpu': withoutLoad } }, class: {} };
  const stale = () => Promise.reject(new Failure('stale', 'tegrastats has printed nothing for 4 s'));
  t.match(await withTegrastats(t, sys, stale).read(), {
    state: 'failed',
    reason: 'the GPU has no load file in /sys; tegrastats has printed nothing for 4 s',
    remedy: null,
    cards: [{ state: 'failed', usagePercent: null, systemMemory: { total: 32189186048 } }],
  });
  const other = () => Promise.resolve({ text: 'usage: tegrastats\n', age: 0, earlier: '' });
  t.match(await withTegrastats(t, sys, other).read(), {
    state: 'failed',
    reason: /prints nothing that is known/,
  });
});

t.test('a Jetson of which only the module can be seen is read all the same', async (t) => {
  t.match(await withTegrastats(t, { module: { nvgpu: {} } }, prints).read(), {
    state: 'ok',
    source: 'tegrastats',
    cards: [{ id: 'gpu', usagePercent: 63 }],
  });
});
