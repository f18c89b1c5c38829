import t from 'tap';
import { parseRocmSmi, type RocmSmiCard } from '../../../src/parsers/amd/rocm-smi.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

const silent: RocmSmiCard = {
  card: 'card0',
  series: null,
  model: null,
  deviceId: null,
  revision: null,
  pciAddress: null,
  uniqueId: null,
  vbiosVersion: null,
  usage: null,
  memoryActivity: null,
  vramTotal: null,
  vramUsed: null,
  gttTotal: null,
  gttUsed: null,
  edgeCelsius: null,
  junctionCelsius: null,
  memoryCelsius: null,
  watts: null,
  maxWatts: null,
  fanPercent: null,
  fanRpm: null,
  graphicsMhz: null,
  memoryMhz: null,
};

const older = JSON.stringify({
  card0: {
    'GPU ID': '0x66A1',
    'Unique ID': '0x2f048617326b1ea',
    'VBIOS version': '113-D1631700-111',
    'Temperature (Sensor edge) (C)': '36.0',
    'Temperature (Sensor junction) (C)': '38.0',
    'Temperature (Sensor memory) (C)': '35.0',
    'mclk clock speed:': '(1000Mhz)',
    'mclk clock level:': '2',
    'sclk clock level': '8 (1725Mhz)',
    'Fan speed (%)': '27',
    'Fan RPM': '1200',
    'Max Graphics Package Power (W)': '225.0',
    'Average Graphics Package Power (W)': '26.0',
    'GPU use (%)': '11',
    'GPU memory use (%)': '4',
    'PCI Bus': '0000:63:00.0',
    'VRAM Total Memory (B)': '34342961152',
    'VRAM Total Used Memory (B)': '10850304',
    'GTT Total Memory (B)': '54974742528',
    'GTT Total Used Memory (B)': '11591680',
    'Card series': 'Radeon Instinct MI50 32GB',
    'Card model': '0x834',
  },
  system: { 'Driver version': '5.9.17' },
});

const newer = JSON.stringify({
  card0: {
    'Device Name': 'Navi 31',
    'Device ID': '0x744c',
    'Device Rev': '0xcc',
    'Current Socket Graphics Package Power (W)': '28.159',
    'GPU use (%)': '0',
    'GPU Memory Allocated (VRAM%)': '83',
    'GPU Memory Read/Write Activity (%)': '2',
    'GFX Activity': '123456789',
    'Card Series': 'Radeon RX 7900 XT',
    'Card Model': '0x744c',
  },
  card12: { 'GPU use (%)': 'N/A' },
});

void t.test('the wording of older releases is understood', (t) => {
  t.same(parseRocmSmi(older), {
    driverVersion: '5.9.17',
    cards: [
      {
        card: 'card0',
        series: 'Radeon Instinct MI50 32GB',
        model: '0x834',
        deviceId: '66a1',
        revision: null,
        pciAddress: '0000:63:00.0',
        uniqueId: '2f048617326b1ea',
        vbiosVersion: '113-D1631700-111',
        usage: 11,
        memoryActivity: 4,
        vramTotal: 34342961152,
        vramUsed: 10850304,
        gttTotal: 54974742528,
        gttUsed: 11591680,
        edgeCelsius: 36,
        junctionCelsius: 38,
        memoryCelsius: 35,
        watts: 26,
        maxWatts: 225,
        fanPercent: 27,
        fanRpm: 1200,
        graphicsMhz: 1725,
        memoryMhz: 1000,
      },
    ],
  });
  t.end();
});

void t.test('so is that of newer ones, where how full the memory is must not pass for its activity', (t) => {
  t.same(parseRocmSmi(newer), {
    driverVersion: null,
    cards: [
      {
        ...silent,
        series: 'Radeon RX 7900 XT',
        model: '0x744c',
        deviceId: '744c',
        revision: 'cc',
        usage: 0,
        memoryActivity: 2,
        watts: 28.159,
      },
      { ...silent, card: 'card12' },
    ],
  });
  t.end();
});

void t.test('any N/A is null, with whatever is written behind it', (t) => {
  const text = JSON.stringify({
    card0: {
      'GPU use (%)': 'N/A',
      'Average Graphics Package Power (W)': 'N/A (Secondary die)',
      'Unique ID': 'N/A',
      'Fan speed (%)': 'Unable to detect fan speed for GPU 0',
      'Card series': '',
      'Temperature (Sensor edge) (C)': null,
      'Temperature (Sensor junction) (C)': ['1'],
      'PCI Bus': 'unknown',
    },
  });
  t.same(parseRocmSmi(text), { driverVersion: null, cards: [silent] });
  t.end();
});

void t.test('text before and after the JSON is skipped', (t) => {
  const warning =
    'WARNING: AMD GPU device(s) is/are in a low-power state. Check power control/runtime_status\n\n';
  t.same(parseRocmSmi(`${warning}${older}\n`), parseRocmSmi(older));
  t.same(parseRocmSmi(`${older}\nERROR: something else\n`), parseRocmSmi(older));
  t.end();
});

void t.test('printing nothing, as without a driver, is a report without cards', (t) => {
  t.same(parseRocmSmi(''), { driverVersion: null, cards: [] });
  t.same(parseRocmSmi('\n'), { driverVersion: null, cards: [] });
  t.end();
});

void t.test('anything that is not its JSON is null', (t) => {
  t.equal(parseRocmSmi('ROCm System Management Interface\n'), null);
  t.equal(parseRocmSmi(older.slice(0, -20)), null, 'truncated');
  t.equal(parseRocmSmi('[{"card0": {}}]'), null);
  t.same(parseRocmSmi('{"card0": "text", "cardX": {}, "card1": []}'), { driverVersion: null, cards: [] });
  t.end();
});

void t.test('damaged input never throws', (t) => {
  neverThrows(t, parseRocmSmi, older);
  t.end();
});
