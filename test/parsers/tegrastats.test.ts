import t from 'tap';
import { parseTegrastats } from '../../src/parsers/tegrastats.js';
import { neverThrows } from '../helpers/parsers/parser-contract.js';

const orin =
  'RAM 6000/7620MB (lfb 8x2MB) SWAP 851/3810MB (cached 1MB) CPU [15%@729,off] EMC_FREQ 43%@2133 GR3D_FREQ 63%@[621] ' +
  'cpu@53.9C gpu@53.3C tj@54.1C VDD_IN 12479mW/12479mW VDD_CPU_GPU_CV 4667mW/4600mW VDD_SOC 2817mW/2817mW';
const xavier =
  'RAM 1000/31918MB (lfb 7000x4MB) CPU [0%@1190] EMC_FREQ 0% GR3D_FREQ 0% AO@34.5C GPU@35C tboard@36C GPU 311/311 CPU 466/466';
const unknown = {
  usage: null,
  graphicsMhz: null,
  memoryUsed: null,
  memoryTotal: null,
  memoryActivity: null,
  celsius: null,
  hotspotCelsius: null,
  watts: null,
  rail: null,
};

t.test('a line of JetPack 6', (t) => {
  t.strictSame(parseTegrastats(orin), {
    usage: 63,
    graphicsMhz: 621,
    memoryUsed: 6000 * 2 ** 20,
    memoryTotal: 7620 * 2 ** 20,
    memoryActivity: 43,
    celsius: 53.3,
    hotspotCelsius: 54.1,
    watts: 4.667,
    rail: 'VDD_CPU_GPU_CV',
  });
  t.end();
});

t.test('a line of JetPack 4 has no units, and 0 is a value', (t) => {
  t.strictSame(parseTegrastats(xavier), {
    ...unknown,
    usage: 0,
    memoryUsed: 1000 * 2 ** 20,
    memoryTotal: 31918 * 2 ** 20,
    memoryActivity: 0,
    celsius: 35,
    watts: 0.311,
    rail: 'GPU',
  });
  t.end();
});

t.test('a part that is switched off has no temperature, whatever its sensor says', (t) => {
  t.match(parseTegrastats('gpu@-256C tj@41.5C'), { celsius: null, hotspotCelsius: 41.5 });
  t.match(parseTegrastats('tj@41.5C'), { celsius: 41.5, hotspotCelsius: 41.5 }, 'nothing is printed of it');
  t.match(parseTegrastats('gpu@-256C tj@-256C'), { celsius: null, hotspotCelsius: null });
  t.match(parseTegrastats('gpu@-12.5C'), { celsius: -12.5 }, 'cold is not off');
  t.end();
});

t.test('what a line does not tell stays unknown', (t) => {
  t.strictSame(parseTegrastats(''), unknown);
  t.strictSame(parseTegrastats('RAM many/lots GR3D_FREQ off gpu@C VDD_GPU mW'), unknown);
  t.end();
});

t.test('damaged text never throws', (t) => {
  neverThrows(t, parseTegrastats, orin);
  t.end();
});
