import t, { type Test } from 'tap';
import { httpSource } from '../../../src/host/http-source.js';
import { modelsReader } from '../../../src/readers/models/reader.js';
import type { ModelServerReading } from '../../../src/readers/models/reading.js';
import { ModelServers } from '../../../src/readers/model-servers/servers.js';
import { Failure } from '../../../src/failures.js';
import {
  answer,
  fakeOllama,
  flood,
  json,
  raw,
  redirectTo,
  reset,
  silent,
  stalled,
  type Behaviour,
} from '../../helpers/http/fake-ollama.js';
import { linuxOnly, realHost } from '../../helpers/model-servers/real-host.js';
import { below, llamaServer, locked, vllm } from '../../helpers/model-servers/stand-ins.js';
import { freePort, started } from '../../helpers/model-servers/started.js';

const key = 'the-key-of-this-server-0123456789';
/** What each of them shows without its key. */
const openOf = { llama: ['/v1/models', '/health'], vllm: ['/metrics', '/health'] };

/** A reader of the server at `url`, and what it gives each time. */
function readerOf(t: Test, url: string, given?: string, servers: Pick<ModelServers, 'read'> = nobody) {
  const headers: Record<string, string> = given === undefined ? {} : { authorization: `Bearer ${given}` };
  const source = httpSource(`the server at ${url}`, new URL(url), headers, { keepsConnections: false });
  t.teardown(() => source.close());
  const host = { ...realHost(t), modelServers: [source] };
  const read = modelsReader(host, {
    servers: { ...queueless, read: () => servers.read() },
    cards: () => () => null,
  });
  return async (): Promise<ModelServerReading> => {
    const { servers } = await read();
    if (servers[0] === undefined) throw new Error('it is not shown');
    return servers[0];
  };
}

const nobody = { read: () => Promise.resolve([]) };
const queueless = { queueAtMost: () => null };

/** What is read of a real server that behaves so. */
async function named(
  t: Test,
  behaviours: Record<string, Behaviour>,
  { prefix = '', given = undefined as string | undefined } = {},
) {
  const server = await fakeOllama(behaviours);
  t.teardown(() => server.close());
  const read = readerOf(t, `${server.url}${prefix}`, given);
  return { server, read, paths: () => server.requests.map(({ path }) => path) };
}

void t.test('a llama-server is known by what it says of itself, and asked as one', async (t) => {
  const { server, read, paths } = await named(t, llamaServer({ isBusy: true }));
  const reading = await read();
  t.match(reading, {
    ...{
      id: server.url,
      url: server.url,
      kind: 'llama-server',
      isNamed: true,
      state: 'ok',
      reason: null,
      remedy: null,
    },
    models: [
      {
        ...{ name: 'qwen3-8b.gguf', contextLength: 8192 },
        runner: {
          state: 'generating',
          source: 'slots',
          slotsBusy: 1,
          slotsTotal: 1,
          pid: null,
          memory: null,
        },
      },
    ],
  });
  t.strictSame(paths(), ['/v1/models', '/slots', '/metrics']);
  await read();
  t.strictSame(paths().slice(3), ['/slots'], 'what it is is believed');
  const closed = server.requests.map(({ headers }) => headers.connection);
  t.strictSame(closed, Array(4).fill('close'), 'it holds a thread for each open connection');
});

void t.test('a vLLM as well, by its counters and its list of models', async (t) => {
  const { read } = await named(t, vllm());
  t.match(await read(), {
    ...{ kind: 'vllm', state: 'ok', waiting: 3 },
    models: [
      {
        name: 'Qwen/Qwen3-8B',
        contextLength: 40960,
        runner: { state: 'generating', slotsBusy: 2, waiting: 3 },
      },
    ],
  });
});

void t.test('one that names its models as it likes is known by what it tells of its work', async (t) => {
  const list = { '/v1/models': json({ object: 'list', data: [{ id: 'mine', owned_by: 'me' }] }) };
  const byMetrics = await named(t, { ...vllm(), ...list });
  t.match(await byMetrics.read(), { kind: 'vllm', state: 'ok', models: [{ name: 'mine' }] });
  const bySlots = await named(t, { ...llamaServer(), ...list });
  t.match(await bySlots.read(), { kind: 'llama-server', state: 'ok', models: [{ name: 'mine' }] });
});

void t.test('a prefix stands before every path', async (t) => {
  const { read, paths } = await named(t, below('/llama/a', llamaServer()), { prefix: '/llama/a' });
  t.match(await read(), { state: 'ok', url: /\/llama\/a$/ });
  t.strictSame(paths(), ['/llama/a/v1/models', '/llama/a/slots', '/llama/a/metrics']);
});

void t.test('with its key a server tells all; with none or another what it lets anybody know', async (t) => {
  const llama = locked(llamaServer(), key, openOf.llama);
  t.match(await (await named(t, llama, { given: key })).read(), {
    state: 'ok',
    models: [{ runner: { state: 'idle' } }],
  });
  for (const given of [undefined, 'another-key']) {
    const reading = await (await named(t, llama, { given })).read();
    t.match(reading, {
      ...{ kind: 'llama-server', state: 'unauthorized' },
      reason: 'it tells what it does only to those who have its API key (status 401)',
      remedy: /line with its address and its key/,
      models: [{ name: 'qwen3-8b.gguf', runner: { state: 'unreachable', slotsBusy: null } }],
    });
    t.notMatch(JSON.stringify(reading), /another-key/);
  }
  const both = locked(vllm(), key, openOf.vllm);
  t.match(await (await named(t, both, { given: key })).read(), {
    state: 'ok',
    models: [{ contextLength: 40960 }],
  });
  t.match(await (await named(t, both, { given: 'another-key' })).read(), {
    ...{ kind: 'vllm', state: 'unauthorized', reason: /some of what is asked/ },
    models: [{ runner: { state: 'generating', slotsBusy: 2 } }],
  });
  const all = locked(vllm(), key, []);
  t.match(await (await named(t, all)).read(), { kind: null, state: 'unauthorized', models: [] });
});

void t.test('what answers and is neither says why it is not shown', async (t) => {
  const lies: [Record<string, Behaviour>, object][] = [
    [
      {},
      {
        kind: null,
        state: 'malformed',
        reason: /no llama-server and no vLLM/,
        remedy: /SYSMON_MODEL_SERVERS/,
      },
    ],
    [
      { '/v1/models': json({ object: 'list', data: [{ id: 'a:1b', owned_by: 'library' }] }) },
      { state: 'malformed', reason: 'an Ollama answers there', remedy: /SYSMON_OLLAMA_HOSTS/ },
    ],
    [
      { '/v1/models': json([]), '/slots': json([]), '/metrics': json({}) },
      { kind: null, state: 'malformed' },
    ],
    [
      { ...llamaServer(), '/slots': json({ slots: 'many' }) },
      { kind: 'llama-server', state: 'malformed' },
    ],
    [
      { ...vllm(), '/metrics': answer(500, 'text/plain', key) },
      { kind: 'vllm', state: 'failed', remedy: 'see its log' },
    ],
    [{ '/v1/models': raw('SSH-2.0-OpenSSH_9\r\n') }, { state: 'malformed', reason: /does not speak HTTP/ }],
    [{ '/v1/models': reset }, { state: 'failed', reason: /broke off the connection/ }],
  ];
  for (const [behaviours, expected] of lies) {
    const { read } = await named(t, behaviours, { given: key });
    const reading = await read();
    t.match(reading, expected);
    t.notMatch(JSON.stringify(reading), new RegExp(key), 'nothing of what it says, and no key');
  }
});

void t.test('a redirect is not followed, and no key goes there', async (t) => {
  const other = await fakeOllama(llamaServer());
  t.teardown(() => other.close());
  const { read } = await named(t, { '/v1/models': redirectTo(`${other.url}/v1/models`) }, { given: key });
  t.match(await read(), { state: 'malformed', reason: /refers \/v1\/models to another address/ });
  t.strictSame(other.requests, []);
});

void t.test('100 MB are not taken', async (t) => {
  const list = await named(t, { '/v1/models': flood(100) });
  t.match(await list.read(), { kind: null, state: 'too_large', models: [] });
  const slots = await named(t, { ...llamaServer(), '/slots': flood(100) });
  t.match(await slots.read(), { kind: 'llama-server', state: 'too_large' });
  t.ok(list.server.bytesSent() < 20e6);
  t.ok(slots.server.bytesSent() < 20e6);
});

void t.test('one that hangs costs a second, and is left alone', async (t) => {
  for (const hangs of [silent, stalled]) {
    const { read, paths } = await named(t, { '/v1/models': hangs });
    const start = performance.now();
    t.match(await read(), { state: 'timeout', reason: 'it has not answered yet', remedy: /firewall/ });
    t.ok(performance.now() - start < 1_900);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    t.match(await read(), { state: 'timeout', reason: 'it did not answer within 2 s' });
    t.strictSame(paths(), ['/v1/models']);
  }
});

void t.test('one that is not there is absent; once it is it is asked, whatever it is now', async (t) => {
  const port = await freePort();
  const read = readerOf(t, `http://127.0.0.1:${port}`);
  t.match(await read(), { kind: null, state: 'absent', models: [], remedy: /^start it, or take it out/ });
  const first = await fakeOllama(llamaServer(), port);
  t.match(await soon(read, ({ state }) => state === 'ok'), { kind: 'llama-server', models: [{}] });
  await first.close();
  t.match(await soon(read, ({ state }) => state === 'absent'), { kind: 'llama-server', models: [] });
  const second = await fakeOllama(vllm(), port);
  t.teardown(() => second.close());
  t.match(await soon(read, ({ state }) => state === 'ok'), {
    kind: 'vllm',
    models: [{ name: 'Qwen/Qwen3-8B' }],
  });
});

void t.test('one that loads its model says so, and is no problem', async (t) => {
  const loads = json({ error: { message: 'Loading model', type: 'unavailable_error', code: 503 } }, 503);
  const { read } = await named(t, { '/v1/models': loads });
  t.match(await read(), { state: 'loading', reason: 'it is loading its model', models: [] });
});

void t.test(
  'a server that is named and found is one, asked by its name alone',
  { skip: linuxOnly },
  async (t) => {
    const body = (value: unknown) => ({ status: 200, body: JSON.stringify(value) });
    const list = { data: [{ id: 'mine', owned_by: 'llamacpp' }] };
    const slots = [{ id: 0, n_ctx: 4096, is_processing: false }];
    const running = await started(t, { answers: { '/v1/models': body(list), '/slots': body(slots) } });
    const url = `http://localhost:${running.port}`;
    const asked: number[] = [];
    const servers = new ModelServers({
      ...{ ...realHost(t), modelServers: [{ url, get: () => Promise.reject(new Error()) }] },
      askLocal: ({ port }) => Promise.reject(new Error(String(asked.push(port)))),
    });
    const read = readerOf(t, url, undefined, servers);
    const reading = await soon(read, ({ models }) => models[0]?.runner.pid === running.pid);
    t.match(reading, {
      ...{ id: url, state: 'ok', isNamed: true },
      models: [{ name: 'mine', runner: { state: 'idle', slotsTotal: 1, startedAt: Number, memory: Number } }],
    });
    t.equal((await servers.read()).find(({ pid }) => pid === running.pid)?.namedAs, url);
    t.notOk(asked.includes(running.port), 'by its name alone');
  },
);

void t.test(
  'a process that does not listen yet is its loading, and no absence',
  { skip: linuxOnly },
  async (t) => {
    const running = await started(t, { after: 60_000 });
    const url = `http://127.0.0.1:${running.port}`;
    const servers = new ModelServers({
      ...realHost(t),
      modelServers: [{ url, get: () => Promise.reject(new Error()) }],
    });
    const read = readerOf(t, url, undefined, servers);
    t.match(await soon(read, ({ models }) => models[0]?.runner.pid === running.pid), {
      ...{ kind: 'llama-server', state: 'loading', reason: /nothing listens at its port/ },
      models: [{ name: 'some.gguf', runner: { state: 'loading' } }],
    });
  },
);

void t.test('where processes are not told what is named is shown all the same', async (t) => {
  const server = await fakeOllama(vllm());
  t.teardown(() => server.close());
  const why = new Failure('absent', '/proc is not there');
  const source = httpSource('it', new URL(server.url), {});
  t.teardown(() => source.close());
  const seen = { servers: { ...queueless, read: () => Promise.reject(why) }, cards: () => () => null };
  const read = modelsReader({ ...realHost(t), modelServers: [source] }, seen);
  t.match(await read(), { reason: '/proc is not there', servers: [{ kind: 'vllm', state: 'ok' }] });
  await t.rejects(async () => modelsReader(realHost(t), seen)(), why);
});

/** What is read once it is so, within ten seconds. */
async function soon(
  read: () => Promise<ModelServerReading>,
  isSo: (reading: ModelServerReading) => boolean,
): Promise<ModelServerReading> {
  let last = await read();
  for (let waited = 0; waited < 10_000 && !isSo(last); waited += 200) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    last = await read();
  }
  return last;
}
