import t from 'tap';
import { parseProcPidStat } from '../../../src/parsers/proc/pid-stat.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

const rest = '1 4711 4711 0 -1 4194304 5 6 7 8 100 50 9 9 20 0 4 0 12345 99999 250 1844 0 0';
const sample = `4711 (Web (a) b) S ${rest}\n`;

void t.test('gives what a process does and holds; a name may hold parentheses', async (t) => {
  t.same(parseProcPidStat(sample), {
    ...{ pid: 4711, name: 'Web (a) b', state: 'S', parent: 1, isKernelThread: false },
    ...{ ticks: 150, threads: 4, start: 12_345, residentPages: 250 },
  });
  t.match(parseProcPidStat(`2 (kthreadd) S ${rest.replace('4194304', '2129984')}`), { isKernelThread: true });
});

void t.test('what is empty, cut or damaged is null', async (t) => {
  for (const text of [
    '',
    '4711',
    '4711 (a) S 1 2',
    sample.slice(0, 40),
    sample.replace('12345', 'x'),
    `x${sample}`,
  ]) {
    t.equal(parseProcPidStat(text), null, text);
  }
});

void t.test('whatever comes, it does not throw', async (t) => neverThrows(t, parseProcPidStat, sample));
