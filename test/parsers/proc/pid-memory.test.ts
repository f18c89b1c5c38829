import t from 'tap';
import { parsePidMemory, parsePss } from '../../../src/parsers/proc/pid-memory.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

const status =
  'Name:\tllama-server\nPPid:\t4657\nVmHWM:\t  700880 kB\nVmRSS:\t  700880 kB\nVmSwap:\t       8 kB\n';
const rollup =
  '561c51b8e000-7ffd25d72000 ---p 00000000 00:00 0      [rollup]\nRss:              700880 kB\nPss:              697994 kB\nPss_Dirty:        685696 kB\nSwapPss:  3 kB\n';

void t.test('memory is in bytes, of its own and what was swapped out', async (t) => {
  t.strictSame(parsePidMemory(status), { resident: 717_701_120, swapped: 8_192 });
  t.equal(parsePss(rollup), 714_745_856);
});

void t.test('what is not told is null: kernel threads have no memory', async (t) => {
  t.strictSame(parsePidMemory('Name:\tkthreadd\nPPid:\t0\n'), { resident: null, swapped: null });
  t.strictSame(parsePidMemory(''), { resident: null, swapped: null });
  t.equal(parsePss('Rss:   1 kB\nSwapPss:  3 kB\n'), null);
});

void t.test('a number that never ends is finite', async (t) => {
  t.equal(parsePss(`Pss: ${'9'.repeat(400)} kB\n`), Number.MAX_VALUE);
});

void t.test('whatever comes, they do not throw', async (t) => {
  neverThrows(t, parsePidMemory, status);
  neverThrows(t, parsePss, rollup);
});
