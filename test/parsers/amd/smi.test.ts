import t from 'tap';
import {
  parseAmdSmiList,
  parseAmdSmiMetric,
  parseAmdSmiProducts,
  type AmdSmiCard,
} from '../../../src/parsers/amd/smi.js';
import { neverThrows, staysFinite } from '../../helpers/parsers/parser-contract.js';

const silent: AmdSmiCard = {
  gpu: 0,
  usage: null,
  memoryActivity: null,
  mediaPercent: null,
  vramTotal: null,
  vramUsed: null,
  vramFree: null,
  visibleVramTotal: null,
  visibleVramUsed: null,
  gttTotal: null,
  gttUsed: null,
  edgeCelsius: null,
  hotspotCelsius: null,
  memoryCelsius: null,
  watts: [],
  limitWatts: null,
  graphicsVolts: null,
  joules: null,
  throttled: null,
  fanPercent: null,
  fanRpm: null,
  graphicsMhz: null,
  memoryMhz: null,
  pcieGigatransfers: null,
  pcieWidth: null,
};

const unit = (value: number, name: string) => ({ value, unit: name });
const megabytes = (value: number) => unit(value, 'MB');

/** As ROCm 6.2 to 7 print it. */
const card = {
  gpu: 0,
  usage: { gfx_activity: unit(42, '%'), umc_activity: unit(1, '%'), mm_activity: unit(0, '%') },
  power: {
    socket_power: unit(28, 'W'),
    gfx_voltage: unit(775, 'mV'),
    throttle_status: 'UNTHROTTLED',
    power_management: 'ENABLED',
  },
  clock: {
    gfx_0: { clk: 'N/A', min_clk: unit(500, 'MHz') },
    gfx_1: { clk: unit(132, 'MHz'), max_clk: unit(2100, 'MHz') },
    mem_0: { clk: unit(900, 'MHz'), deep_sleep: 'DISABLED' },
    vclk_0: { clk: unit(29, 'MHz') },
  },
  temperature: { edge: unit(40, 'C'), hotspot: unit(48, 'C'), mem: unit(52, 'C') },
  pcie: { width: 16, speed: unit(32, 'GT/s'), bandwidth: unit(12, 'Mb/s') },
  fan: { speed: 51, max: 255, rpm: 800, usage: unit(20, '%') },
  energy: { total_energy_consumption: unit(119.5, 'J') },
  mem_usage: {
    total_vram: megabytes(196592),
    used_vram: megabytes(283),
    free_vram: megabytes(196309),
    total_visible_vram: megabytes(196592),
    used_visible_vram: megabytes(283),
    total_gtt: megabytes(1024),
    used_gtt: megabytes(0),
  },
};

const read: AmdSmiCard = {
  gpu: 0,
  usage: 42,
  memoryActivity: 1,
  mediaPercent: 0,
  vramTotal: 206141652992,
  vramUsed: 296747008,
  vramFree: 205844905984,
  visibleVramTotal: 206141652992,
  visibleVramUsed: 296747008,
  gttTotal: 1073741824,
  gttUsed: 0,
  edgeCelsius: 40,
  hotspotCelsius: 48,
  memoryCelsius: 52,
  watts: [28],
  limitWatts: null,
  graphicsVolts: 0.775,
  joules: 119.5,
  throttled: false,
  fanPercent: 20,
  fanRpm: 800,
  graphicsMhz: 132,
  memoryMhz: 900,
  pcieGigatransfers: 32,
  pcieWidth: 16,
};

void t.test('the array of ROCm 6 and the wrapper of ROCm 7 tell the same', (t) => {
  t.same(parseAmdSmiMetric(JSON.stringify([card], null, 4)), [read]);
  t.same(parseAmdSmiMetric(JSON.stringify({ gpu_data: [card] }, null, 4)), [read]);
  t.same(parseAmdSmiMetric(`'--json' is slow\n${JSON.stringify({ gpu_data: [card] })}\n`), [read]);
  t.end();
});

void t.test('the names and bare numbers of the first releases are understood', (t) => {
  const older = {
    gpu: 2,
    usage: { gfx_activity: 7, umc_activity: '3 %' },
    power: { current_power: 'N/A', average_socket_power: 35, power_limit: 300, throttle_status: 'THROTTLED' },
    clock: { gfx: { cur_clk: 800, max_clk: 1700 }, mem: { cur_clk: 1600 } },
    temperature: { edge: 30 },
    pcie: { current_lanes: 16, current_speed: 16 },
    fan: { speed: 51, max: 255, usage: 'N/A' },
    mem_usage: { total_vram: 65520, used_vram: '1 GB' },
  };
  t.same(parseAmdSmiMetric(JSON.stringify([older])), [
    {
      ...silent,
      gpu: 2,
      usage: 7,
      memoryActivity: 3,
      watts: [35],
      limitWatts: 300,
      throttled: true,
      graphicsMhz: 800,
      memoryMhz: 1600,
      edgeCelsius: 30,
      pcieGigatransfers: 16,
      pcieWidth: 16,
      fanPercent: 20,
      vramTotal: 68702699520,
      vramUsed: 1073741824,
    },
  ]);
  t.end();
});

void t.test(
  'N/A, of a value or of a whole block, is null; what cannot be is passed on to be refused as such',
  (t) => {
    const blocks = ['usage', 'power', 'clock', 'temperature', 'pcie', 'fan', 'energy', 'mem_usage'];
    const none = { gpu: 0, ...Object.fromEntries(blocks.map((name) => [name, 'N/A'])) };
    const marks = {
      gpu: 1,
      usage: { gfx_activity: 'N/A', umc_activity: 65535 },
      power: { socket_power: 65535, gfx_voltage: unit(0, 'mV'), throttle_status: 'N/A' },
      clock: { gfx_0: 'N/A', mem_0: { clk: 65535 } },
      temperature: { edge: unit(65535, 'C'), mem: 'N/A' },
      pcie: { width: 0, speed: 'N/A' },
      fan: { speed: 'N/A', max: 'N/A', rpm: 'N/A', usage: 'N/A' },
      mem_usage: { total_vram: unit(1, 'pages'), used_vram: -1 },
    };
    const refused = { memoryActivity: 65535, watts: [65535], memoryMhz: 65535, edgeCelsius: 65535 };
    t.same(parseAmdSmiMetric(JSON.stringify([none, marks])), [
      silent,
      { ...silent, gpu: 1, ...refused, vramUsed: -1_048_576 },
    ]);
    t.end();
  },
);

const listed = JSON.stringify([
  {
    gpu: 0,
    bdf: '0000:83:00.0',
    uuid: 'beff74a1-0000-1000-806f-1f0a2b3c4d5e',
    kfd_id: 4711,
    partition_id: 1,
  },
  { gpu: 1, bdf: 'N/A', uuid: 'N/A' },
]);
const products = JSON.stringify({
  gpu_data: [
    {
      gpu: 0,
      asic: {
        market_name: 'AMD Instinct MI300X',
        device_id: '0x74A1',
        rev_id: '0x00',
        asic_serial: '0x6F1F0A2B3C4D5E6F',
      },
      driver: { name: 'amdgpu', version: '6.10.5' },
    },
    { gpu: 1, asic: 'N/A', driver: 'N/A' },
  ],
});

void t.test('the list and the products tell who a card is', (t) => {
  t.same(parseAmdSmiList(listed), [
    { gpu: 0, bdf: '0000:83:00.0', uuid: 'beff74a1-0000-1000-806f-1f0a2b3c4d5e', partition: 1 },
    { gpu: 1, bdf: null, uuid: null, partition: null },
  ]);
  t.same(parseAmdSmiProducts(products), [
    {
      gpu: 0,
      name: 'AMD Instinct MI300X',
      deviceId: '74a1',
      revision: '00',
      serial: '6f1f0a2b3c4d5e6f',
      driverVersion: '6.10.5',
    },
    { gpu: 1, name: null, deviceId: null, revision: null, serial: null, driverVersion: null },
  ]);
  t.end();
});

void t.test('damaged output never throws and is never half a number', (t) => {
  const whole = JSON.stringify({ gpu_data: [card] }, null, 1);
  for (const parse of [parseAmdSmiMetric, parseAmdSmiList, parseAmdSmiProducts]) {
    for (const text of ['', 'Segmentation fault', '[', '{"gpu_data": [{"gpu": 0, "usage"'])
      t.equal(parse(text), null);
  }
  t.equal(parseAmdSmiMetric(whole.slice(0, -20)), null);
  neverThrows(t, parseAmdSmiMetric, whole);
  neverThrows(t, parseAmdSmiList, listed);
  neverThrows(t, parseAmdSmiProducts, products);
  t.end();
});

void t.test('a number of more digits than there are is the greatest there is', async (t) => {
  const told = '[{"gpu":0,"mem_usage":{"used_vram":1e999},"fan":{"speed":1e300,"max":1e-300}}]';
  staysFinite(t, parseAmdSmiMetric, told);
});
