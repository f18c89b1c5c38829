import t from 'tap';
import { parsePpDpm } from '../../../src/parsers/amd/pp-dpm.js';
import { neverThrows, staysQuick } from '../../helpers/parsers/parser-contract.js';

const levels = '0: 500Mhz \n1: 848Mhz *\n2: 2660Mhz \n';

void t.test('the marked level is the clock in use', (t) => {
  t.equal(parsePpDpm(levels), 848);
  t.equal(parsePpDpm('0: 0Mhz *\n'), 0);
  t.end();
});

void t.test('deep sleep, a level with a letter, counts as well', (t) => {
  t.equal(parsePpDpm('S: 132Mhz *\n0: 500Mhz \n1: 2100Mhz \n'), 132);
  t.end();
});

void t.test('no mark, no levels and no file give null', (t) => {
  t.equal(parsePpDpm('0: 400Mhz \n1: 800Mhz \n'), null);
  t.equal(parsePpDpm(''), null);
  t.equal(parsePpDpm(null), null);
  t.equal(parsePpDpm('1: 848M'), null, 'cut off');
  t.equal(parsePpDpm('0: 2.5GT/s, x1 *'), null, 'levels of something else');
  t.end();
});

void t.test('damaged input never throws', (t) => {
  neverThrows(t, parsePpDpm, levels);
  t.end();
});

void t.test('empty lines cost no more than their number', async (t) => {
  staysQuick(t, parsePpDpm, '\n'.repeat(20_000));
});
