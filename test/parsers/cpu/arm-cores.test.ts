import t from 'tap';
import { armCore } from '../../../src/parsers/cpu/arm-cores.js';
import { s390Machine } from '../../../src/parsers/cpu/s390-machines.js';

t.test('cores are named by maker and part, whatever zeros stand before', (t) => {
  t.equal(armCore(0x41, 0xd08), 'Cortex-A72');
  t.equal(armCore(0x41, 0xd0c), 'Neoverse-N1');
  t.equal(armCore(0xc0, 0xac3), 'Ampere-1');
  t.equal(armCore(0x61, 0x22), 'Icestorm-M1');
  t.equal(armCore(0x46, 1), 'A64FX');
  t.equal(armCore(0x48, 0xd01), 'TaiShan-v110');
  for (const [maker, part] of [
    [0x41, 0xfff],
    [0x99, 1],
    [NaN, 1],
    [0x41, NaN],
    [-1, -1],
  ] as const) {
    t.equal(armCore(maker, part), null, `${maker} ${part}`);
  }
  t.end();
});

t.test('mainframes are named by their type, of one that is not known the type is told', (t) => {
  t.equal(s390Machine('2964'), 'IBM z13 (2964)');
  t.equal(s390Machine('9999'), 'IBM 9999');
  t.equal(s390Machine('constructor'), 'IBM constructor');
  t.end();
});
