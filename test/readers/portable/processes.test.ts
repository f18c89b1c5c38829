import t from 'tap';
import type { Host } from '../../../src/host/host.js';
import { portableProcessesReader } from '../../../src/readers/portable/processes.js';
import { recordedHost } from '../../helpers/machines/recorded-host.js';

type List = Awaited<ReturnType<Host['portable']['processes']>>['list'];

const one = {
  ...{ pid: 42, parentPid: 1, name: 'ollama', cpu: 12.5, memRss: 2_048, state: 'blocked', user: 'ada' },
  ...{ started: '2026-01-31 12:00:00', command: 'ollama', params: 'serve' },
};

async function read(withArgs: boolean, changes: object = {}) {
  const host = recordedHost('darwin-arm64__laptop');
  const list = [{ ...one, ...changes }] as unknown as List;
  const processes = () => Promise.resolve({ all: 1, running: 0, blocked: 1, sleeping: 0, unknown: 0, list });
  const reading = await portableProcessesReader(
    { ...host, portable: { ...host.portable, processes } },
    withArgs,
  )();
  return reading.processes[0];
}

t.test("the library's share of all CPUs becomes one of a single CPU", async (t) => {
  const cpus = (await recordedHost('darwin-arm64__laptop').portable.currentLoad()).cpus.length;
  t.match(await read(false), {
    ...{ pid: 42, parent: 1, name: 'ollama', user: 'ada', userId: null, cpuPercent: 12.5 * cpus },
    ...{ cpuSeconds: null, memory: 2_097_152, threads: null, state: 'waiting', args: null },
    startedEpoch: Date.parse('2026-01-31T12:00:00'),
  });
});

t.test('command lines only when asked for; what it does not know is null', async (t) => {
  t.match(await read(true), { args: ['ollama', 'serve'] });
  t.match(await read(true, { params: '' }), { args: ['ollama'] });
  t.match(await read(true, { command: '', user: '', cpu: NaN, memRss: -1, started: '', state: 'unknown' }), {
    ...{ args: null, user: null, cpuPercent: null, memory: null, startedEpoch: null, state: 'other' },
  });
});
