import t from 'tap';
import { parseVramManager } from '../../../src/parsers/intel/vram-mm.js';
import { neverThrows, staysQuick } from '../../helpers/parsers/parser-contract.js';

const sample = '  use_type: 1\n  use_tt: 0\n  size: 8522825728\n  usage: 32079872\ndefault_page_size: 4KiB\n';

t.test('size and usage are bytes', (t) => {
  t.strictSame(parseVramManager(sample), { total: 8522825728, used: 32079872 });
  t.strictSame(parseVramManager('size: 10\nusage: 0'), { total: 10, used: 0 });
  t.end();
});

t.test('without both there is nothing', (t) => {
  t.equal(parseVramManager(null), null);
  t.equal(parseVramManager(''), null);
  t.equal(parseVramManager('  size: 8522825728\n'), null);
  t.equal(parseVramManager('  size: many\n  usage: 5\n'), null);
  t.equal(parseVramManager('visible_size: 8\nusage: 5\n'), null);
  t.end();
});

t.test('damaged text never throws', (t) => {
  neverThrows(t, parseVramManager, sample);
  t.end();
});

t.test('empty lines cost no more than their number', (t) => {
  staysQuick(t, parseVramManager, '\n'.repeat(20_000));
  t.end();
});
