import t from 'tap';
import { Failure } from '../../../src/failures.js';
import { jetsonReader } from '../../../src/readers/gpu/jetson.js';
import { jetsonCard } from '../../../src/readers/gpu/jetson-card.js';
import { recordedHost } from '../../helpers/recorded-host.js';
import { hanging, sysFolder, sysMachine, type Folder } from '../../helpers/sys-machine.js';

const orin: Folder = {
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
        systemMemoryTotal: 32189186048,
        systemMemoryAvailable: 27648000000,
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
  t.strictSame(cards, [{ ...jetsonCard('gpu.0'), usagePercent: 0, graphicsMhz: 76.8 }]);
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
  t.match(await read({ ...orin, devices: { platform: { '17000000.gpu': {} } } }), absent, 'no load file');
  t.match(await read({ ...orin, firmware: {} }), absent, 'a device of that name in another chip');
  t.match(await jetsonReader({ ...sysMachine(t, orin), platform: 'darwin' })(), absent);
});

t.test('a GPU that hangs or may not be read is told as such', async (t) => {
  const { host } = hanging(sysMachine(t, orin), (path) => path.endsWith('/load'));
  t.match(await host.clock.until(jetsonReader(host)()), {
    state: 'timeout',
    source: 'sysfs',
    reason: /load did not answer/,
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
