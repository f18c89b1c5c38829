import t from 'tap';
import { processesReader } from '../../../src/readers/processes/reader.js';
import { procStatLine } from '../../helpers/parsers/proc-stat-line.js';
import { writtenHost } from '../../helpers/machines/written-host.js';

const proc = {
  stat: 'cpu 1 2 3 4\nbtime 1769860800\n',
  meminfo: 'MemTotal: 1000 kB\n',
  '1/stat': procStatLine(1, { name: 'init', parent: 0, ticks: 250, start: 100, pages: 3, threads: 2 }),
  '9/stat': procStatLine(9, { state: 'D' }),
  '10/stat': procStatLine(10, { state: '?' }),
};

void t.test('processes in base units, told apart by their start', async (t) => {
  const { processes, memoryTotal } = await processesReader(writtenHost({ proc }), false)();
  t.equal(memoryTotal, 1_024_000);
  t.same(processes[0], {
    ...{ pid: 1, parent: null, name: 'init', user: null, userId: null, cpuPercent: null, cpuSeconds: 2.5 },
    ...{ memory: 12_288, threads: 2, state: 'sleeping', startedEpoch: 1_769_860_801_000 },
    startedTicks: 100,
    ...{ isKernelThread: false, args: null },
  });
  t.same(
    processes.map(({ pid, state }) => [pid, state]),
    [
      [1, 'sleeping'],
      [10, 'other'],
      [9, 'waiting'],
    ],
  );
});

void t.test('where the size of a page is not known, neither is the memory', async (t) => {
  const host = writtenHost({ proc }, { architecture: 'aarch64' });
  t.match((await processesReader(host, false)()).processes, [{ memory: null }]);
  const vector = new Uint8Array(new BigUint64Array([6n, 65_536n]).buffer);
  const own = { ...host.own, deviceBytes: () => Promise.resolve(vector) };
  t.match((await processesReader({ ...host, own }, false)()).processes, [{ memory: 196_608 }]);
});

void t.test('a machine that tells nothing of itself leaves start and memory unknown', async (t) => {
  const host = writtenHost({ proc: { '9/stat': procStatLine(9) } });
  t.match(await processesReader(host, false)(), { memoryTotal: null, processes: [{ startedEpoch: null }] });
});
