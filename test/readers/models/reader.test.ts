import t from 'tap';
import { modelsReader } from '../../../src/readers/models/reader.js';
import { onlyKnown, type RunnerReading } from '../../../src/readers/model-servers/reading.js';
import { FakeClock } from '../../helpers/fake-clock.js';

function process(changes: Partial<RunnerReading>): RunnerReading {
  return {
    ...onlyKnown('idle', { source: 'slots', slotsBusy: 0, slotsTotal: 4, contextLength: 8_192, waiting: 2 }),
    ...{ pid: 7, startTicks: 1, startedAt: 1_700_000_000, kind: 'llama-server', model: null, alias: null },
    ...{ port: 8_080, userId: 1, parentPid: 1, isOllamas: false, namedAs: null, isOrphan: false },
    ...{ memory: 1_000, memorySource: 'rss', swapped: null },
    ...changes,
  };
}

async function read(...found: Partial<RunnerReading>[]) {
  const servers = { read: () => Promise.resolve(found.map(process)), queueAtMost: () => null };
  const nobody = { clock: new FakeClock(), otherOllamas: [], modelServers: [] };
  return modelsReader(nobody, { servers, cards: () => () => [] })();
}

t.test('each server that is not Ollama’s is shown with its model', async (t) => {
  const { servers } = await read(
    { model: '/models/qwen3-8b.gguf' },
    { model: '/models/x.gguf', alias: 'mine', port: null },
    { kind: 'vllm', model: 'Qwen/Qwen3-8B', port: 8_000 },
    { isOllamas: true },
  );
  t.match(servers, [
    {
      ...{ id: 'http://127.0.0.1:8080', kind: 'llama-server', url: 'http://127.0.0.1:8080' },
      ...{ state: 'ok', reason: null, waiting: 2 },
      models: [{ name: 'qwen3-8b.gguf', contextLength: 8_192, runner: { pid: 7, slotsTotal: 4, cards: [] } }],
    },
    { id: 'process 7', kind: 'llama-server', url: null, models: [{ name: 'mine' }] },
    { id: 'http://127.0.0.1:8000', kind: 'vllm', models: [{ name: 'Qwen/Qwen3-8B' }] },
  ]);
  t.equal(servers.length, 3);
});

t.test('why one cannot be asked is said of the server too', async (t) => {
  const why = { reason: 'it is in another network', remedy: 'run in it' };
  const { servers } = await read({ state: 'unreachable', ...why }, { state: 'loading' });
  t.match(servers, [
    { state: 'unreachable', ...why },
    { state: 'loading', reason: null },
  ]);
});

t.test('what cannot be is null, and told', async (t) => {
  const { servers, implausible } = await read({ model: '/m.gguf', tokensPerSecond: -1, slotsBusy: 1.5 });
  t.match(servers, [{ models: [{ runner: { tokensPerSecond: null, slotsBusy: null } }] }]);
  t.match(implausible, [
    { reason: /slots_busy of m\.gguf 1\.5/ },
    { reason: /tokens_per_second of m\.gguf -1/ },
  ]);
});
