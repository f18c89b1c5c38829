import t from 'tap';
import { parseProcStat } from '../../../src/parsers/proc/stat.js';
import { endless, neverThrows, staysFinite } from '../../helpers/parsers/parser-contract.js';

const sample = `cpu  10 1 5 100 7 2 3 4 6 1
cpu0 4 1 2 50 3 1 1 2 3 1
cpu2 6 0 3 50 4 1 2 2 3 0
intr 12345 0 1
ctxt 999
btime 1769860800
processes 4711
procs_running 3
procs_blocked 0
`;

void t.test('gives the ticks of all CPUs together and of each, by its number', async (t) => {
  const stat = parseProcStat(sample);
  const total = {
    user: 10,
    nice: 1,
    system: 5,
    idle: 100,
    iowait: 7,
    irq: 2,
    softirq: 3,
    steal: 4,
    guest: 6,
    guestNice: 1,
  };
  t.same(stat.total, total);
  t.same([...stat.cpus.keys()], [0, 2], 'an offline CPU is missing');
  t.equal(stat.cpus.get(2)?.steal, 2);
  t.equal(stat.bootTime, 1_769_860_800);
});

void t.test('gives what the kernel did and does; what is not told is null, not 0', async (t) => {
  const { activity } = parseProcStat(sample);
  t.same(activity, { contextSwitches: 999, interrupts: 12_345, forks: 4_711, running: 3, blocked: 0 });
  const none = { contextSwitches: null, interrupts: null, forks: null, running: null, blocked: null };
  t.same(parseProcStat('cpu 1 2 3 4\nctxt many\nintr\n').activity, none);
});

void t.test('an old kernel that counts fewer things leaves them 0', async (t) => {
  const { total } = parseProcStat('cpu 1 2 3 4\n');
  t.match(total, { user: 1, idle: 4, iowait: 0, steal: 0, guest: 0 });
});

void t.test('a line that is cut or damaged is left out, the others stay', async (t) => {
  const stat = parseProcStat('cpu  1 2 x 4 5\ncpu0 1 2\ncpu1 1 2 3 4\nbtime soon\n');
  t.equal(stat.total, null);
  t.same([...stat.cpus.keys()], [1]);
  t.equal(stat.bootTime, null);
});

void t.test('whatever comes, it does not throw', async (t) => neverThrows(t, parseProcStat, sample));

void t.test('a number of more digits than there are is the greatest there is', async (t) => {
  staysFinite(t, parseProcStat, `ctxt ${endless}`);
  staysFinite(t, parseProcStat, `btime ${endless}`);
});

void t.test('a line with the name of what every object has is passed over', async (t) => {
  t.same(parseProcStat('constructor 5\n__proto__ 5\n'), parseProcStat(''));
});
