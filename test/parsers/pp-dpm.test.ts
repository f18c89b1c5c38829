import t from 'tap';
import { parsePpDpm } from '../../src/parsers/pp-dpm.js';
import { neverThrows } from '../helpers/parser-contract.js';

const levels = '0: 500Mhz \n1: 848Mhz *\n2: 2660Mhz \n';

void t.test('the marked level is the clock in use', async (t) => {
  t.equal(parsePpDpm(levels), 848);
  t.equal(parsePpDpm('0: 0Mhz *\n'), 0);
});

void t.test('deep sleep, a level with a letter, counts as well', async (t) => {
  t.equal(parsePpDpm('S: 132Mhz *\n0: 500Mhz \n1: 2100Mhz \n'), 132);
});

void t.test('no mark, no levels and no file give null', async (t) => {
  t.equal(parsePpDpm('0: 400Mhz \n1: 800Mhz \n'), null);
  t.equal(parsePpDpm(''), null);
  t.equal(parsePpDpm(null), null);
  t.equal(parsePpDpm('1: 848M'), null, 'cut off');
  t.equal(parsePpDpm('0: 2.5GT/s, x1 *'), null, 'levels of something else');
});

void t.test('damaged input never throws', async (t) => neverThrows(t, parsePpDpm, levels));
