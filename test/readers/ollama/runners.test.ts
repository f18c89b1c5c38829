import t from 'tap';
import { Failure } from '../../../src/failures.js';
import type { HttpAnswer } from '../../../src/host/host.js';
import { parseOllamaPs, type OllamaPsModel } from '../../../src/parsers/ollama/ps.js';
import {
  onlyKnown,
  type RunnerLive,
  type RunnerReading,
} from '../../../src/readers/model-servers/reading.js';
import { RunnersOfOllama, type SeenElsewhere } from '../../../src/readers/ollama/runners.js';
import { FakeClock } from '../../helpers/fake-clock.js';

const blobOf = (letter: string) => `/root/.ollama/models/blobs/sha256-${letter.repeat(64)}`;

/** A process of Ollama that runs the file of this letter. */
function runner(
  letter: string,
  changes: Partial<RunnerReading> = {},
  live: Partial<RunnerLive> = {},
): RunnerReading {
  return {
    ...onlyKnown('idle', { source: 'slots', slotsBusy: 0, slotsTotal: 2, ...live }),
    ...{
      pid: 100,
      startTicks: 1,
      startedAt: 1_700_000_000,
      kind: 'llama-server',
      model: blobOf(letter),
      alias: null,
    },
    ...{ port: 40_000, userId: 1, parentPid: 50, isOllamas: true, namedAs: null, isOrphan: false },
    ...{ memory: 1_000, memorySource: 'rss', swapped: null },
    ...changes,
  };
}

/** Models as Ollama lists them, each named by its letter, and what it tells of their files. */
function ollama(names: string, { tags = names, url = 'http://127.0.0.1:11434' } = {}) {
  const asked: string[] = [];
  const digest = (letter: string) => `digest-${letter}`;
  const listed = names.split('').map((name) => ({ name, digest: digest(name), size: 10, size_vram: 5 }));
  const models = parseOllamaPs(JSON.stringify({ models: listed })) ?? [];
  const answer = (body: unknown): Promise<HttpAnswer> =>
    Promise.resolve({ status: 200, body: JSON.stringify(body) });
  const source = {
    url,
    get: (path: string) => {
      asked.push(path);
      return answer({
        models: tags.split('').map((letter, place) => ({ name: names[place], digest: digest(letter) })),
      });
    },
    post: (path: string, json: string) => {
      const { model } = JSON.parse(json) as { model: string };
      asked.push(`${path} ${model}`);
      const place = names.indexOf(model);
      return answer({ modelfile: `# comment\nFROM ${blobOf(tags[place] ?? '')}\n`, model_info: {} });
    },
  };
  return { models, source, asked };
}

function joined(
  { source }: Pick<ReturnType<typeof ollama>, 'source'>,
  processes: () => RunnerReading[] | Failure,
  further: Partial<SeenElsewhere> = {},
) {
  const read = () => {
    const found = processes();
    return found instanceof Failure ? Promise.reject(found) : Promise.resolve(found);
  };
  const servers = { read, queueAtMost: (_: number, { busy }: { busy: number }) => 10 - busy };
  const clock = new FakeClock('2026-01-31T12:00:00Z');
  const runners = new RunnersOfOllama(
    { ollama: source, clock },
    { servers, cards: () => () => null, ...further },
  );
  return { clock, read: (models: readonly OllamaPsModel[] | null) => runners.read(models, () => undefined) };
}

t.test('each model has the process that runs its file, which is asked for once', async (t) => {
  const one = ollama('ab');
  const { read } = joined(one, () => [
    runner('b', { pid: 2 }),
    runner('a', { pid: 1 }, { tokensPerSecond: 41.7 }),
  ]);
  const { ofModels, loading, orphans } = await read(one.models);
  t.match(ofModels, [
    { pid: 1, state: 'idle', tokensPerSecond: 41.7, memory: 1_000 },
    { pid: 2, state: 'idle' },
  ]);
  t.strictSame([loading, orphans], [[], []]);
  await read(one.models);
  t.strictSame(one.asked, ['/api/tags', '/api/show a', '/api/show b']);
});

t.test('a process that is not listed is loading; one without an Ollama is an orphan', async (t) => {
  const one = ollama('a');
  const found = [
    runner('a', { pid: 1 }),
    runner('b', { pid: 2 }, { state: 'loading' }),
    runner('a', { pid: 3, isOrphan: true, parentPid: 1 }),
    runner('c', { pid: 4, isOllamas: false }),
    runner('d', { pid: 5, parentPid: 51 }, { state: 'loading' }),
  ];
  const { read } = joined(one, () => found);
  const { loading, orphans } = await read(one.models);
  t.match(loading, [{ name: null, digest: 'b'.repeat(64), runner: { pid: 2, state: 'loading' } }]);
  t.equal(loading.length, 1, 'that of another Ollama is not its');
  t.match(orphans, [{ name: 'a', digest: 'a'.repeat(64), runner: { pid: 3 } }]);
});

t.test('of the processes of another Ollama none is ours', async (t) => {
  const none = ollama('');
  for (const [found, count] of [
    [[runner('a', { parentPid: 60 })], 0],
    [[runner('a', {}, { state: 'loading' })], 1],
    [[runner('a', {}, { state: 'loading' }), runner('b', { parentPid: 60 })], 0],
  ] as const) {
    const { loading } = await joined(none, () => [...found]).read([]);
    t.equal(loading.length, count);
  }
  const { loading } = await joined(none, () => [runner('a', {}, { state: 'loading' })]).read(null);
  t.strictSame(loading, [], 'nor of one that does not answer');
});

t.test('a process that has ended is told as gone, however long Ollama lists its model', async (t) => {
  const one = ollama('a');
  let found = [runner('a')];
  const { read } = joined(one, () => found);
  t.match(await read(one.models), { ofModels: [{ state: 'idle' }] });
  found = [runner('a', { memory: null }, { state: 'gone', reason: 'its process has ended' })];
  t.match(await read(one.models), { ofModels: [{ state: 'gone', pid: 100 }], loading: [] });
  found = [];
  t.match(await read(one.models), { ofModels: [{ state: 'gone', pid: null, reason: /has ended/ }] });
});

t.test('of a model that was created anew since it was loaded the file is not known', async (t) => {
  const one = ollama('a', { tags: 'b' });
  const { read } = joined(one, () => [runner('a')]);
  const { ofModels } = await read(one.models);
  t.match(ofModels, [{ state: 'unreachable', pid: null, reason: /created anew/ }]);
  t.notOk(one.asked.includes('/api/show a'), 'the answer would be of another one');
});

t.test('why there is no process is said, and what would show it', async (t) => {
  for (const [url, reason] of [
    ['http://127.0.0.1:11434', /not seen from here/],
    ['http://10.0.0.9:11434', /another address/],
  ] as const) {
    const one = ollama('a', { url });
    const { read } = joined(one, () => []);
    const { ofModels } = await read(one.models);
    t.match(ofModels, [{ state: 'unreachable', pid: null, tokensPerSecond: null, reason, remedy: String }]);
    t.strictSame(one.asked, [], 'nothing is asked where no process of Ollama is');
  }
  const one = ollama('a');
  const { read } = joined(one, () => new Failure('unsupported', 'processes are read on Linux alone'));
  t.match(await read(one.models), {
    ofModels: [{ state: 'unreachable', reason: /Linux alone/ }],
    queueAtMost: null,
  });
});

t.test('two Ollamas that run one file are not told apart', async (t) => {
  const one = ollama('a');
  const { read } = joined(one, () => [runner('a', { pid: 1 }), runner('a', { pid: 2, parentPid: 60 })]);
  t.match(await read(one.models), { ofModels: [{ state: 'unreachable', reason: /several Ollamas/ }] });
});

t.test(
  'what waits is reckoned without what is worked on; the memory of cards is that of the process',
  async (t) => {
    const one = ollama('a');
    const cards = () => (pid: number) => [{ id: `card of ${pid}`, index: 0, used: 5 }];
    const { read } = joined(one, () => [runner('a', {}, { state: 'generating', slotsBusy: 3 })], { cards });
    t.match(await read(one.models), {
      queueAtMost: 7,
      ofModels: [{ cards: [{ id: 'card of 100', index: 0, used: 5 }] }],
    });
    t.equal((await read(null)).queueAtMost, null, 'not of an Ollama that does not answer');
  },
);

t.test('what a process tells and cannot be is null, and told', async (t) => {
  const one = ollama('a');
  const { source } = one;
  const told: string[] = [];
  const servers = {
    read: () =>
      Promise.resolve([runner('a', {}, { tokensPerSecond: 1e308, contextUsed: 1e12, slotsBusy: 1 })]),
    queueAtMost: () => null,
  };
  const clock = new FakeClock('2026-01-31T12:00:00Z');
  const runners = new RunnersOfOllama({ ollama: source, clock }, { servers, cards: () => () => null });
  const { ofModels } = await runners.read(one.models, ({ field }) => told.push(field));
  t.match(ofModels, [{ tokensPerSecond: null, contextUsed: null, slotsBusy: 1 }]);
  t.strictSame(told, ['runner.tokens_per_second', 'runner.context_used']);
});

t.test('a file that cannot be asked for is asked for again later', async (t) => {
  const one = ollama('a');
  let isBroken = true;
  const { post } = one.source;
  const source = {
    ...one.source,
    post: (path: string, json: string) =>
      isBroken ? Promise.reject(new Failure('timeout', 'Ollama did not answer')) : post(path, json),
  };
  const { read, clock } = joined({ source }, () => [runner('a')]);
  t.match(await read(one.models), { ofModels: [{ state: 'unreachable', reason: /did not answer/ }] });
  isBroken = false;
  t.match(await read(one.models), { ofModels: [{ state: 'unreachable' }] });
  await clock.advance(30_000);
  t.match(await read(one.models), { ofModels: [{ state: 'idle', pid: 100 }] });
});
