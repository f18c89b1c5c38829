import t from 'tap';
import { parseProcMeminfo } from '../../../src/parsers/proc/meminfo.js';
import { neverThrows } from '../../helpers/parser-contract.js';

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

void t.test('whatever comes, it does not throw', async (t) => neverThrows(t, parseProcMeminfo, sample));
