import type { SeenElsewhere } from '../../../src/readers/ollama/runners.js';
import t, { type Test } from 'tap';
import { Failure } from '../../../src/failures.js';
import type { HttpSource } from '../../../src/host/host.js';
import { httpSource } from '../../../src/host/http-source.js';
import { ollamaReader, type OllamaReading } from '../../../src/readers/ollama/reader.js';
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
import { recordedHost } from '../../helpers/machines/recorded-host.js';

const version = json({ version: '0.33.0' });

/** What the reader gives with this source; its deadline shortened, so that no test waits for long. */
/** No process of a model is seen. */
const nothingElse: SeenElsewhere = {
  servers: { read: () => Promise.resolve([]), queueAtMost: () => null },
  cards: () => () => null,
};

async function read(source: HttpSource, deadline = 2_000): Promise<OllamaReading> {
  const get: HttpSource['get'] = (path, limits) => source.get(path, { ...limits, deadline });
  return ollamaReader(recordedHost('../ollama-only', { ollama: { url: source.url, get } }), nothingElse)();
}

/** What the reader gives of a server that behaves so on its two paths. */
async function readFake(t: Test, ps: Behaviour, options: { version?: Behaviour; deadline?: number } = {}) {
  const server = await fakeOllama({ '/api/ps': ps, '/api/version': options.version ?? version });
  const source = httpSource('Ollama', new URL(server.url), {});
  t.teardown(async () => {
    source.close();
    await server.close();
  });
  return { reading: await read(source, options.deadline), url: server.url, requests: server.requests };
}

const model = {
  name: 'a:1b',
  model: 'a:1b',
  size: 1000,
  size_vram: 1000,
  expires_at: '2026-01-31T12:05:00Z',
};

/** Of one loaded model, what follows from these fields. */
async function readModel(changes: object) {
  const body = JSON.stringify({ models: [{ ...model, ...changes }] });
  const source: HttpSource = { url: 'http://x', get: () => Promise.resolve({ status: 200, body }) };
  const [only] = (await read(source)).models ?? [];
  if (only === undefined) throw new Error('there is no model');
  return only;
}

t.test('models and version are asked at once, within two seconds and one MiB each', (t) => {
  const requested: unknown[] = [];
  const get: HttpSource['get'] = (path, limits) => {
    requested.push({ path, ...limits });
    return new Promise(() => undefined);
  };
  void ollamaReader(recordedHost('../ollama-only', { ollama: { url: 'http://x', get } }), nothingElse)();
  const limits = { deadline: 2_000, maxBytes: 1_048_576 };
  t.strictSame(requested, [
    { path: '/api/ps', ...limits },
    { path: '/api/version', ...limits },
  ]);
  t.end();
});

t.test('loaded models are read', async (t) => {
  const { reading, url } = await readFake(t, json({ models: [model] }));
  t.strictSame(reading, {
    state: 'ok',
    reason: null,
    remedy: null,
    models: [
      {
        name: 'a:1b',
        model: 'a:1b',
        size: 1000,
        sizeVram: 1000,
        digest: null,
        format: null,
        family: null,
        families: null,
        parameterSize: null,
        quantization: null,
        contextLength: null,
        expiresAt: '2026-01-31T12:05:00Z',
        processor: '100% GPU',
        cpuPercent: 0,
        gpuPercent: 100,
        expiresIn: 300,
        keepsForever: false,
        runner: reading.models?.[0]?.runner,
      },
    ],
    ...{ loading: [], orphans: [], queueAtMost: null },
    version: '0.33.0',
    url,
    implausible: [],
  });
});

t.test('no loaded model is an empty list', async (t) => {
  const { reading } = await readFake(t, json({ models: [] }));
  t.strictSame([reading.state, reading.models], ['ok', []]);
});

t.test('a version that cannot be had costs only the version', async (t) => {
  const broken = [json({}), json({}, 500), answer(200, 'text/html', '<html>'), reset, flood(100)];
  for (const behaviour of broken) {
    const { reading } = await readFake(t, json({ models: [] }), { version: behaviour });
    t.strictSame([reading.state, reading.models, reading.version], ['ok', [], null]);
  }
  const { reading } = await readFake(t, json({ models: [] }), { version: silent, deadline: 150 });
  t.strictSame([reading.state, reading.models, reading.version], ['ok', [], null]);
});

t.test('an upgrade in a pause in which nobody asked is told at once', async (t) => {
  let at = '0.5.1';
  const body = (path: string) => (path === '/api/ps' ? '{"models":[]}' : `{"version":"${at}"}`);
  const get: HttpSource['get'] = (path) => Promise.resolve({ status: 200, body: body(path) });
  const host = recordedHost('../ollama-only', { ollama: { url: 'http://x', get } });
  const reader = ollamaReader(host, nothingElse);
  t.match(await reader(), { version: '0.5.1' });
  at = '0.6.0';
  await host.clock.advance(20_000);
  t.match(await reader(), { version: '0.6.0' });
});

t.test('an Ollama that took the place of another between two questions is told at once', async (t) => {
  const answers = (at: string) => ({
    '/api/ps': json({ models: [] }),
    '/api/version': json({ version: at }),
  });
  const first = await fakeOllama(answers('0.5.1'));
  const source = httpSource('Ollama', new URL(first.url), {});
  const host = recordedHost('../ollama-only', { ollama: source });
  const reader = ollamaReader(host, nothingElse);
  t.match(await reader(), { version: '0.5.1' });
  await first.close();
  const second = await fakeOllama(answers('0.6.0'), Number(new URL(first.url).port));
  t.teardown(async () => {
    source.close();
    await second.close();
  });
  await host.clock.advance(1_000);
  t.match(await reader(), { state: 'ok', version: '0.6.0' });
  await host.clock.advance(1_000);
  t.match(await reader(), { version: '0.6.0' });
  t.equal(second.requests.filter(({ path }) => path === '/api/version').length, 1, 'once');
});

t.test('an upgrade is noticed within a minute, without asking for the version each time', async (t) => {
  let at = '0.9.0';
  const server = await fakeOllama({
    '/api/ps': json({ models: [] }),
    '/api/version': (response, request) => json({ version: at })(response, request),
  });
  const source = httpSource('Ollama', new URL(server.url), {});
  t.teardown(async () => {
    source.close();
    await server.close();
  });
  const host = recordedHost('../ollama-only', { ollama: source });
  const reader = ollamaReader(host, nothingElse);
  const readings = async (seconds: number) => {
    const versions = new Set<string | null>();
    for (let second = 0; second < seconds; second += 1) {
      versions.add((await reader()).version);
      await host.clock.advance(1_000);
    }
    return [...versions];
  };
  t.same(await readings(10), ['0.9.0']);
  at = '0.10.0';
  t.same(await readings(60), ['0.9.0', '0.10.0']);
  const asked = server.requests.filter(({ path }) => path === '/api/version').length;
  t.equal(asked, 2);
});

t.test('one that is not there is asked for ever more seldom, and seen within four seconds', async (t) => {
  const asked: string[] = [];
  let isThere = false;
  const get: HttpSource['get'] = (path) => {
    asked.push(path);
    if (!isThere) return Promise.reject(new Failure('absent', 'nothing answers'));
    return Promise.resolve({
      status: 200,
      body: path === '/api/ps' ? '{"models":[]}' : '{"version":"1.2.3"}',
    });
  };
  const host = recordedHost('../ollama-only', { ollama: { url: 'http://x', get } });
  const reader = ollamaReader(host, nothingElse);
  for (let second = 0; second < 20; second += 1) {
    t.equal((await reader()).state, 'absent');
    await host.clock.advance(1_000);
  }
  t.same(asked, ['/api/ps', '/api/version', ...Array.from({ length: 5 }, () => '/api/ps')]);
  isThere = true;
  await host.clock.advance(3_000);
  const reading = await reader();
  t.same([reading.state, reading.version], ['ok', '1.2.3']);
});

t.test('nothing listening is absent, with no models', async (t) => {
  const server = await fakeOllama({});
  await server.close();
  const source = httpSource('Ollama', new URL(server.url), {});
  t.teardown(() => source.close());
  t.match(await read(source), {
    state: 'absent',
    reason: 'nothing answers where Ollama should be',
    remedy: /^start Ollama, or set OLLAMA_HOST /,
    models: [],
    version: null,
    url: server.url,
  });
});

t.test('each way of not answering rightly is a stated fact with a remedy', async (t) => {
  const elsewhere = await fakeOllama({ '/api/ps': json({ models: [] }) });
  t.teardown(() => elsewhere.close());
  const truncated = answer(200, 'application/json', '{"models":[{"name":"a');
  const cases: [name: string, behaviour: Behaviour, state: string, reason: RegExp, remedy: RegExp][] = [
    ['truncated JSON', truncated, 'malformed', /does not give the list/, /OLLAMA_HOST/],
    [
      'a page',
      answer(200, 'text/html', '<html>hi</html>'),
      'malformed',
      /does not give the list/,
      /OLLAMA_HOST/,
    ],
    ['not HTTP', raw('220 mail ready\r\n'), 'malformed', /does not speak HTTP/, /OLLAMA_HOST/],
    ['a 401', json({ error: 'unauthorized' }, 401), 'unauthorized', /status 401/, /SYSMON_OLLAMA_HEADERS/],
    ['a 403', answer(403, 'text/plain', ''), 'unauthorized', /status 403/, /OLLAMA_ORIGINS/],
    ['a 404', answer(404, 'text/plain', 'no'), 'failed', /no \/api\/ps.*status 404/, /OLLAMA_HOST/],
    ['a 500', json({ error: 'oops' }, 500), 'failed', /status 500/, /log of Ollama/],
    [
      'a redirect',
      redirectTo(elsewhere.url + '/api/ps'),
      'failed',
      /not followed.*status 307/,
      /OLLAMA_HOST/,
    ],
    ['a reset', reset, 'failed', /broke off the connection/, /OLLAMA_HOST/],
    ['100 MB', flood(100), 'too_large', /more than 1048576 bytes/, /OLLAMA_HOST/],
  ];
  for (const [name, behaviour, state, reason, remedy] of cases) {
    const { reading, url } = await readFake(t, behaviour);
    t.match(reading, { state, reason, remedy, models: null, version: '0.33.0', url }, name);
  }
  t.strictSame(elsewhere.requests, [], 'the redirect was not followed');
});

t.test('an Ollama that hangs, stalls or is slow is a timeout within the deadline', async (t) => {
  const slow: Behaviour = (response, request) => {
    const timer = setTimeout(() => json({ models: [] })(response, request), 5_000);
    request.socket.once('close', () => clearTimeout(timer));
  };
  for (const behaviour of [silent, stalled, slow]) {
    const started = performance.now();
    const { reading } = await readFake(t, behaviour, { deadline: 150 });
    t.ok(performance.now() - started < 1_500, 'in time');
    t.match(reading, { state: 'timeout', reason: 'Ollama did not answer within 0.15 s', models: null });
    t.match(reading.remedy, /stuck or overloaded/);
  }
});

t.test('a source that fails in an unforeseen way is a stated fact as well', async (t) => {
  const get = () => Promise.reject(new TypeError('out of order'));
  t.match(await read({ url: 'http://x', get }), { state: 'failed', reason: 'out of order', models: null });
  const denied = () => Promise.reject(new Failure('failed', 'said so', { remedy: 'do that' }));
  t.match(await read({ url: 'http://x', get: denied }), {
    state: 'failed',
    reason: 'said so',
    remedy: 'do that',
  });
});

t.test('the processor is told by the arithmetic of Ollama', async (t) => {
  type Case = [sizes: object, processor: string | null, cpu: number | null, gpu: number | null];
  const cases: Case[] = [
    [{ size: 1000, size_vram: 0 }, '100% CPU', 100, 0],
    [{ size: 0, size_vram: 0 }, '100% CPU', 100, 0],
    [{ size: 1000, size_vram: undefined }, '100% CPU', 100, 0],
    [{ size: 1000, size_vram: 1000 }, '100% GPU', 0, 100],
    [{ size: 1000, size_vram: 1001 }, 'Unknown', null, null],
    [{ size: 0, size_vram: 1 }, 'Unknown', null, null],
    [{ size: 14218500096, size_vram: 7330822144 }, '48%/52% CPU/GPU', 48, 52],
    [{ size: 1000, size_vram: 995 }, '1%/99% CPU/GPU', 1, 99],
    [{ size: 1000, size_vram: 996 }, '0%/100% CPU/GPU', 0, 100],
    [{ size: 1000, size_vram: 5 }, '100%/0% CPU/GPU', 100, 0],
    [{ size: '1000', size_vram: 5 }, null, null, null],
    [{ size: 1000, size_vram: 'x' }, null, null, null],
  ];
  for (const [sizes, ...expected] of cases) {
    const { processor, cpuPercent, gpuPercent } = await readModel(sizes);
    t.strictSame([processor, cpuPercent, gpuPercent], expected, JSON.stringify(sizes));
  }
});

t.test('how long a model stays is told against the clock of this machine', async (t) => {
  // The recorded clock stands at 2026-01-31T12:00:00Z.
  const cases: [expiresAt: unknown, expiresIn: number | null, keepsForever: boolean | null][] = [
    ['2026-01-31T12:00:30.25Z', 30.25, false],
    ['2026-01-31T13:05:00+01:00', 300, false],
    ['2026-01-31T12:00:00Z', 0, false],
    ['2026-01-31T11:00:00Z', 0, false],
    ['0001-01-01T00:00:00Z', 0, false],
    ['2046-01-26T12:00:00Z', 20 * 365 * 86_400, false],
    ['2046-01-26T12:00:01Z', null, true],
    ['2318-05-13T11:47:16.854775807Z', null, true],
    ['soon', null, null],
    [1769861070, null, null],
    [undefined, null, null],
  ];
  for (const [expires_at, ...expected] of cases) {
    const { expiresIn, keepsForever } = await readModel({ expires_at });
    t.strictSame([expiresIn, keepsForever], expected, String(expires_at));
  }
});
