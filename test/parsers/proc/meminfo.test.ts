import t from 'tap';
import { parseProcMeminfo } from '../../../src/parsers/proc/meminfo.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

const sample =
  'MemTotal:       32842332 kB\nMemFree:               0 kB\nActive(anon):     12 kB\nHugePages_Total:       3\n';

void t.test('kB become bytes, counts stay, 0 is a value', async (t) => {
  t.same(
    [...parseProcMeminfo(sample)],
    [
      ['MemTotal', 33_630_547_968],
      ['MemFree', 0],
      ['Active(anon)', 12_288],
      ['HugePages_Total', 3],
    ],
  );
});

void t.test('damaged lines are left out', async (t) => {
  t.same([...parseProcMeminfo('MemTotal: lots kB\nMemFree:\nMemAvail')], []);
});

void t.test('a long name leaves no room for a space', async (t) => {
  t.same([...parseProcMeminfo('ShadowCallStack:10373888 kB\n')], [['ShadowCallStack', 10_622_861_312]]);
});

void t.test('a number that cannot be is passed on, to be refused as such', async (t) => {
  const text =
    'SwapTotal:      22806844 kB\nSwapFree:18014398503714728 kB\nSwapCached: 18014398503714728 kB\n';
  t.same(
    [...parseProcMeminfo(text)],
    [
      ['SwapTotal', 23_354_208_256],
      ['SwapFree', 18014398503714728 * 1024],
      ['SwapCached', 18014398503714728 * 1024],
    ],
  );
});

void t.test('whatever comes, it does not throw', async (t) => neverThrows(t, parseProcMeminfo, sample));
