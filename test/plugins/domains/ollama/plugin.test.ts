import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import type { FastifyInstance } from 'fastify';
import t, { type Test } from 'tap';
import { OllamaModel, OllamaRunner, OllamaStats } from '../../../../schemas/ollama.js';
import { ModelRunner, RunnerCard } from '../../../../schemas/runner.js';
import { buildApp } from '../../../../src/app.js';
import { systemClock } from '../../../../src/clock.js';
import { Failure } from '../../../../src/failures.js';
import type { HttpSource } from '../../../../src/host/host.js';
import { httpSource } from '../../../../src/host/http-source.js';
import { defaultSettings } from '../../../../src/settings/settings.js';
import { besides } from '../../../helpers/http/besides.js';
import {
  answer,
  fakeOllama,
  flood,
  json,
  reset,
  silent,
  stalled,
  type Behaviour,
} from '../../../helpers/http/fake-ollama.js';
import { promptly } from '../../../helpers/service/promptly.js';
import { recordedApp } from '../../../helpers/machines/recorded-app.js';
import { recordedHost } from '../../../helpers/machines/recorded-host.js';

const ajv = new Ajv({ strict: false, allErrors: true });
formats.default(ajv);
const closed = { additionalProperties: false };
for (const schema of [RunnerCard, ModelRunner, OllamaModel, OllamaRunner])
  ajv.addSchema({ ...schema, ...closed });
const isOllamaStats = ajv.compile({ ...OllamaStats, ...closed });

/** What the domain shows, before the serialiser could hide anything; fails the test when its schema is broken. */
async function shownBody(t: Test, app: FastifyInstance): Promise<OllamaStats> {
  const shown = await app.monitor.catalogue.get(OllamaStats).current();
  if (!shown.ok) throw shown.failure;
  t.ok(isOllamaStats(shown.body), JSON.stringify(isOllamaStats.errors));
  return shown.body;
}

/** The service on the recorded machine with another Ollama, on a clock that really goes. */
async function appWith(t: Test, ollama: HttpSource) {
  const host = { ...recordedHost('../ollama-only', { ollama }), clock: systemClock };
  const app = await buildApp({ settings: defaultSettings(), host });
  t.teardown(() => app.close());
  await app.ready();
  return app;
}

async function appWithFake(t: Test, behaviour: Behaviour, credentials = '') {
  const server = await fakeOllama({ '/api/ps': behaviour, '/api/version': json({ version: '0.33.0' }) });
  const source = httpSource('Ollama', new URL(server.url.replace('//', `//${credentials}`)), {});
  t.teardown(async () => {
    source.close();
    await server.close();
  });
  return { app: await appWith(t, source), server };
}

t.test('a size that cannot be is null, is told and counted, and makes no share', async (t) => {
  const wrong = { name: 'a:1b', size: 2 ** 64, size_vram: -5, context_length: 1.5 };
  const sound = { name: 'b:1b', size: 1_000, size_vram: 500, context_length: 4_096 };
  const { app } = await appWithFake(t, json({ models: [wrong, sound] }));
  const { models, implausible } = await shownBody(t, app);
  const unknown = { size_bytes: null, size_gb: null, vram_bytes: null, processor: null, gpu_percent: null };
  t.match(models, [
    { ...unknown, context_length: null },
    { size_bytes: 1_000, gpu_percent: 50 },
  ]);
  t.match(implausible, [
    /^models\.size_bytes of a:1b 18446744073709552000 B: no whole number/,
    /^models\.vram_bytes of a:1b -5 B: /,
    /^models\.context_length of a:1b 1\.5 tokens: /,
  ]);
  const counted = app.monitor.implausible.all().map(({ domain, field }) => `${domain} ${field}`);
  t.same(counted, ['ollama models.size_bytes', 'ollama models.vram_bytes', 'ollama models.context_length']);
  const metrics = await app.inject('/metrics');
  t.match(metrics.body, /^ollama_model_memory_bytes\{model="b:1b",digest=""\} 1000$/m);
  t.notMatch(metrics.body, /^ollama_model_(?:memory|vram)_bytes\{model="a:1b",digest=""\}/m);
});

/** Of a model whose process no file of the machine tells of. */
const notSeen = {
  ...{ state: 'unreachable', reason: 'its process is not seen from here', source: null },
  remedy:
    'let this service see the processes of the machine: in a container with pid: host, or the machine’s /proc at SYSMON_PROC',
  ...{ pid: null, started_at: null, loaded_percent: null, slots_busy: null, slots_total: null },
  ...{ requests_waiting: null, tokens_per_second: null, prompt_tokens_per_second: null },
  ...{ context_used: null, context_length: null, generated_tokens_at_least: null, requests_at_least: null },
  ...{ missed_requests_at_least: null, memory_bytes: null, memory_source: null, cards: null },
};
const nothingElse = { loading: [], orphans: [], queue_at_most: null };

t.test('the loaded models, with the fields of the original service first', async (t) => {
  const service = await recordedApp('../ollama-only');
  t.teardown(() => service.app.close());
  const { status, body } = await service.get('/stats/ollama');
  t.equal(status, 200);
  t.strictSame(body, {
    running_models: 2,
    models: [
      {
        name: 'split:14b',
        size_gb: 11.18,
        vram_gb: 8.38,
        processor: '25%/75% CPU/GPU',
        expires_at: '2026-01-31T13:04:30.123456789+01:00',
        model: 'split:14b',
        digest: '0000000000000000000000000000000000000000000000000000000000000001',
        format: 'gguf',
        family: 'qwen2',
        families: ['qwen2', 'clip'],
        parameter_size: '14.8B',
        quantization: 'Q4_K_M',
        context_length: 16384,
        size_bytes: 12000000000,
        vram_bytes: 9000000000,
        cpu_percent: 25,
        gpu_percent: 75,
        expires_in_seconds: 269.873,
        keeps_forever: false,
        runner: notSeen,
      },
      {
        name: 'kept:1b',
        size_gb: 1,
        vram_gb: 0,
        processor: '100% CPU',
        expires_at: '2318-05-13T11:47:16.854775807Z',
        model: 'kept:1b',
        digest: '0000000000000000000000000000000000000000000000000000000000000002',
        format: null,
        family: null,
        families: null,
        parameter_size: null,
        quantization: null,
        context_length: null,
        size_bytes: 1073741824,
        vram_bytes: 0,
        cpu_percent: 100,
        gpu_percent: 0,
        expires_in_seconds: null,
        keeps_forever: true,
        runner: notSeen,
      },
    ],
    ...nothingElse,
    available: true,
    state: 'ok',
    reason: null,
    remedy: null,
    version: '0.33.0',
    url: 'http://127.0.0.1:11434',
    implausible: [],
    sampled_at: '2026-01-31T12:00:00.250Z',
  });
  const firstFields = Object.keys((body as OllamaStats).models[0] ?? {}).slice(0, 5);
  t.strictSame(firstFields, ['name', 'size_gb', 'vram_gb', 'processor', 'expires_at']);
  t.strictSame(Object.keys(body as OllamaStats).slice(0, 2), ['running_models', 'models']);
  t.strictSame(await shownBody(t, service.app), body, 'and nothing was changed on the way to JSON');
});

t.test('no Ollama is 200 with no models and no problem', async (t) => {
  const gone = () => Promise.reject(new Failure('absent', 'nothing answers where Ollama should be'));
  const service = await recordedApp('../ollama-only', {
    host: { ollama: { url: 'http://x:1', get: gone } },
  });
  t.teardown(() => service.app.close());
  const { status, body } = await service.get('/stats/ollama');
  t.equal(status, 200);
  t.strictSame(body, {
    running_models: 0,
    models: [],
    ...nothingElse,
    available: false,
    state: 'absent',
    reason: 'nothing answers where Ollama should be',
    remedy:
      'start Ollama, or set OLLAMA_HOST to where it listens; inside a container 127.0.0.1 is the container itself',
    version: null,
    url: 'http://x:1',
    implausible: [],
    sampled_at: '2026-01-31T12:00:00.250Z',
  });
  await shownBody(t, service.app);
  const shown = service.app.monitor.catalogue.get(OllamaStats).latest();
  t.strictSame(shown?.ok === true && shown.problems, []);
});

t.test(
  'an Ollama that is there but does not answer rightly is 200 with a state, and a problem',
  async (t) => {
    const cases: [behaviour: Behaviour, state: OllamaStats['state']][] = [
      [json({ error: 'unauthorized' }, 401), 'unauthorized'],
      [answer(403, 'text/plain', ''), 'unauthorized'],
      [json({ error: 'oops' }, 500), 'failed'],
      [reset, 'failed'],
      [answer(200, 'text/html', '<html></html>'), 'malformed'],
      [answer(200, 'application/json', '{"models":[{'), 'malformed'],
      [flood(100), 'too_large'],
    ];
    for (const [behaviour, state] of cases) {
      const { app, server } = await appWithFake(t, behaviour, 'me:s3cr3t@');
      const response = await app.inject('/stats/ollama');
      t.equal(response.statusCode, 200);
      t.notMatch(response.body, 's3cr3t');
      const body = await shownBody(t, app);
      t.match(body, {
        running_models: null,
        models: [],
        ...nothingElse,
        available: false,
        state,
        version: '0.33.0',
        url: server.url,
      });
      t.strictSame(response.json(), body);
      const shown = app.monitor.catalogue.get(OllamaStats).latest();
      const { reason, remedy } = body;
      t.strictSame(shown?.ok === true && shown.problems, [
        { domain: 'ollama', code: state, detail: reason, reason, remedy },
      ]);
      t.ok(reason !== null && remedy !== null, 'with a reason and a remedy');
    }
  },
);

t.test(
  'while Ollama hangs or stalls, no other route waits, and its own says so after two seconds',
  async (t) => {
    await Promise.all(
      [silent, stalled].map(async (behaviour) => {
        const { app } = await appWithFake(t, behaviour);
        const started = performance.now();
        const { answer: late, served } = await besides(app.inject('/stats/ollama'), async () =>
          t.equal((await app.inject('/stats/memory')).statusCode, 200),
        );
        t.ok(served > 1, `${served} other answers meanwhile`);
        const took = performance.now() - started;
        t.ok(took > 1_900 && took < promptly, `Ollama took ${took} ms`);
        t.equal(late.statusCode, 200);
        t.match(late.json(), {
          running_models: null,
          models: [],
          ...nothingElse,
          available: false,
          state: 'timeout',
          reason: 'Ollama did not answer within 2 s',
        });
      }),
    );
  },
);

t.test('once it is known that Ollama hangs, nobody waits for it again', async (t) => {
  let requested = 0;
  const get = () => {
    requested += 1;
    return requested <= 2
      ? Promise.reject(new Failure('timeout', 'Ollama did not answer within 2 s'))
      : new Promise<never>(() => undefined);
  };
  const { app, host } = await recordedApp('../ollama-only', { host: { ollama: { url: 'http://x', get } } });
  t.teardown(() => app.close());
  t.match((await host.clock.until(app.inject('/stats/ollama'))).json(), { state: 'timeout' });
  await host.clock.advance(1_500);
  t.ok(requested > 2, 'it is asked again in the background');
  const before = host.clock.monotonic();
  t.match((await app.inject('/stats/ollama')).json(), { state: 'timeout' });
  t.equal(host.clock.monotonic(), before);
});

t.test('a source that does not keep its deadline is a timeout as well', async (t) => {
  const get = () => new Promise<never>(() => undefined);
  const service = await recordedApp('../ollama-only', { host: { ollama: { url: 'http://x', get } } });
  t.teardown(() => service.app.close());
  const { status, body } = await service.get('/stats/ollama');
  t.equal(status, 200);
  t.match(body, {
    running_models: null,
    models: [],
    ...nothingElse,
    available: false,
    state: 'timeout',
    reason: 'ollama could not be read within 3 s',
    url: null,
  });
  await shownBody(t, service.app);
});

t.test('the document describes a model once, as a component', async (t) => {
  const service = await recordedApp('../ollama-only');
  t.teardown(() => service.app.close());
  const { body } = await service.get('/openapi.json');
  t.match(body, {
    paths: { '/stats/ollama': { get: { operationId: 'getOllama', tags: ['Ollama'] } } },
    components: {
      schemas: {
        OllamaModel: { title: 'OllamaModel' },
        OllamaStats: { properties: { models: { items: { $ref: '#/components/schemas/OllamaModel' } } } },
      },
    },
  });
});
