import t, { type Test } from 'tap';
import { httpSource } from '../../../src/host/http-source.js';
import type { HttpSource } from '../../../src/host/host.js';
import { asServer, otherOllamaReader } from '../../../src/readers/models/other-ollama.js';
import { onlyKnown, type RunnerReading } from '../../../src/readers/model-servers/reading.js';
import { ollamaReader } from '../../../src/readers/ollama/reader.js';
import { Parents } from '../../../src/readers/ollama/parents.js';
import { systemClock } from '../../../src/clock.js';
import { fakeOllama, json, answer, type Behaviour } from '../../helpers/http/fake-ollama.js';

const blobOf = (letter: string) => `/root/.ollama/models/blobs/sha256-${letter.repeat(64)}`;

/** What an Ollama with this loaded model answers. */
function ollamaWith(letter: string): Record<string, Behaviour> {
  const model = { name: letter, model: letter, digest: `digest-${letter}`, size: 10, size_vram: 5 };
  return {
    '/api/ps': json({ models: [model] }),
    '/api/version': json({ version: '0.33.0' }),
    '/api/tags': json({ models: [model] }),
    '/api/show': json({ modelfile: `FROM ${blobOf(letter)}\n`, model_info: {} }),
  };
}

async function sourceOf(t: Test, behaviours: Record<string, Behaviour>): Promise<HttpSource> {
  const server = await fakeOllama(behaviours);
  const source = httpSource(`the Ollama at ${server.url}`, new URL(server.url), {});
  t.teardown(async () => {
    source.close();
    await server.close();
  });
  return source;
}

function runner(letter: string, pid: number, parentPid: number): RunnerReading {
  return {
    ...onlyKnown('idle', { source: 'slots', slotsBusy: 0, slotsTotal: 2 }),
    ...{
      pid,
      startTicks: 1,
      startedAt: 1_700_000_000,
      kind: 'llama-server',
      model: blobOf(letter),
      alias: null,
    },
    ...{ port: 40_000, userId: 1, parentPid, isOllamas: true, isOrphan: false, namedAs: null },
    ...{ memory: 1_000, memorySource: 'rss', swapped: null },
  };
}

function seeing(...processes: RunnerReading[]) {
  const servers = { read: () => Promise.resolve(processes), queueAtMost: () => 0 };
  return { servers, cards: () => () => null, parents: new Parents() };
}

void t.test('each of several Ollamas of this machine has its own processes', async (t) => {
  const [one, other] = [await sourceOf(t, ollamaWith('a')), await sourceOf(t, ollamaWith('b'))];
  const seen = seeing(runner('a', 1, 100), runner('b', 2, 200), runner('c', 3, 200));
  const readFirst = ollamaReader({ ollama: one, clock: systemClock }, seen);
  const readOther = otherOllamaReader(systemClock, other, seen);
  await readFirst();
  const first = await readFirst();
  t.match(first.models, [{ name: 'a', runner: { pid: 1 } }]);
  t.strictSame(first.loading, [], 'what another loads is not its own');
  const server = asServer(await readOther());
  t.match(server, {
    ...{ id: other.url, kind: 'ollama', state: 'ok', version: '0.33.0', isNamed: true },
    models: [
      { name: 'b', digest: 'digest-b', size: 10, sizeVram: 5, runner: { pid: 2, state: 'idle' } },
      { name: null, runner: { pid: 3 } },
    ],
  });
  t.equal(server.models.length, 2);
});

void t.test('the processes of another machine are not taken for those of this one', async (t) => {
  const near = await sourceOf(t, ollamaWith('a'));
  const far: HttpSource = { url: 'http://10.0.0.2:11434', get: (path, limits) => near.get(path, limits) };
  const reading = asServer(await otherOllamaReader(systemClock, far, seeing(runner('a', 1, 100)))());
  t.match(reading, {
    ...{ id: 'http://10.0.0.2:11434', state: 'ok', waiting: null },
    models: [{ name: 'a', size: 10, runner: { state: 'unreachable', pid: null, reason: /another address/ } }],
  });
  t.equal(reading.models.length, 1);
});

void t.test('remedies name the setting that it stands in', async (t) => {
  const refusing = await sourceOf(t, { '/api/ps': answer(401, 'text/plain', '') });
  const unauthorized = await otherOllamaReader(systemClock, refusing, seeing())();
  t.match(unauthorized, { state: 'unauthorized', remedy: /user:password@ .* SYSMON_OLLAMA_HOSTS/ });
  const gone = httpSource('the Ollama at http://127.0.0.1:1', new URL('http://127.0.0.1:1'), {});
  t.teardown(() => gone.close());
  t.match(asServer(await otherOllamaReader(systemClock, gone, seeing())()), {
    ...{ state: 'absent', models: [] },
    ...{ reason: /the Ollama at http:\/\/127\.0\.0\.1:1 should be/, remedy: /set SYSMON_OLLAMA_HOSTS/ },
  });
});
