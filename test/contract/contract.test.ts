import type { TObject } from '@sinclair/typebox';
import { readdirSync } from 'node:fs';
import t from 'tap';
import { digestOf } from '../../src/access/key-lines.js';
import { ask } from '../helpers/http/ask.js';
import { strictValidators } from '../helpers/bodies/contract.js';
import { documentedAnswers } from '../helpers/http/documented-answer.js';
import { recordedApp } from '../helpers/machines/recorded-app.js';
import { ModelsStats, OtherModels } from '../../schemas/models.js';
import { ProcessesStats, ProcessTable } from '../../schemas/processes.js';
import { hostsFolder } from '../helpers/machines/recorded-host.js';

const machines = readdirSync(hostsFolder);
const desktop = 'linux-x64__desktop-16-threads';

/** What has no route; what is shown of it has the form of another. */
const shownAs = new Map<TObject, TObject>([
  [ProcessTable, ProcessesStats],
  [OtherModels, ModelsStats],
]);

for (const machine of machines) {
  void t.test(`on ${machine} every body is what its schema says, before it is serialised`, async (t) => {
    const { app, host } = await recordedApp(machine);
    const validator = strictValidators(app);
    for (const entry of app.monitor.catalogue.all()) {
      const shown = await host.clock.until(entry.current());
      if (!shown.ok) {
        // What a system has no way to tell is the only thing that a recorded machine may lack.
        t.equal(shown.failure.code, 'unsupported', `${entry.name}: ${shown.failure.message}`);
        continue;
      }
      const { $id = '' } = shownAs.get(entry.schema) ?? entry.schema;
      const validate = validator($id);
      t.ok(validate(shown.body), entry.name, { errors: validate.errors, body: shown.body });
    }
    await app.close();
  });

  void t.test(`on ${machine} every answer is what the document says`, async (t) => {
    const recorded = await recordedApp(machine);
    const faults = documentedAnswers(recorded.app);
    const paths = Object.keys(recorded.app.swagger().paths ?? {});
    for (const path of paths) t.strictSame(faults(path, await ask(recorded, path)), [], path);
    t.ok(paths.length > 20, 'the document has all routes');
    await recorded.app.close();
  });
}

/** The ways to ask beside the plain one, by path. */
const wishes: [path: string, query: string, headers: Record<string, string>][] = [
  ['/', '', { accept: 'text/html' }],
  ['/', '?from=a-link', { accept: 'text/html' }],
  ['/stats', '?only=cpu', {}],
  ['/stats', '?only=host,gpu,ollama', {}],
  ['/metrics', '', { accept: 'application/openmetrics-text; version=1.0.0' }],
  ['/stats/stream', '?only=cpu,gpu&interval=5s', {}],
  ['/stats/stream', '', { accept: 'application/x-ndjson' }],
  ['/stats/stream', '?only=memory', { accept: 'application/jsonl' }],
  ['/stats/stream', '?only=disk', { 'last-event-id': '1' }],
];

t.test('whatever is wished for, the answer is what the document says', async (t) => {
  const recorded = await recordedApp(desktop);
  t.teardown(() => recorded.app.close());
  const faults = documentedAnswers(recorded.app);
  for (const [path, query, headers] of wishes) {
    const answer = await ask(recorded, path + query, { headers });
    t.ok(answer.status < 400, `${path}${query} ${answer.status}`);
    t.strictSame(faults(path, answer), [], `${path}${query} ${JSON.stringify(headers)}`);
  }
});

t.test('where keys are asked for, the answers with and without one are what the document says', async (t) => {
  const key = 'a-key-of-the-test-0123456789';
  const apiKeys = [{ name: 'dash', digest: digestOf(key) }];
  const recorded = await recordedApp(desktop, { settings: { apiKeys } });
  t.teardown(() => recorded.app.close());
  const faults = documentedAnswers(recorded.app);
  for (const [path, { get }] of Object.entries(recorded.app.swagger().paths ?? {}) as Operations) {
    for (const [headers, status] of [
      [{ 'x-api-key': key }, 200],
      [{ authorization: `Bearer ${key}` }, 200],
      [{}, get.security.length === 0 ? 200 : 401],
    ] as const) {
      // Each from an address of its own: a few requests without a key are the most that one may make.
      const from = `127.0.0.${path.length + 1}`;
      const query = path === '/stats/history' ? '?metric=cpu.usage_percent' : '';
      const answer = await ask(recorded, path + query, { headers, from });
      t.equal(answer.status, status, path);
      t.strictSame(faults(path, answer), [], `${path} ${status}`);
    }
  }
});

t.test('what a handler gives to the serialiser is what the document says', async (t) => {
  const given: [path: string, status: number, body: unknown][] = [];
  const recorded = await recordedApp(desktop, {
    prepare: (app) =>
      app.addHook('preSerialization', (request, reply, body, done) => {
        given.push([request.url, reply.statusCode, body]);
        done(null, body);
      }),
  });
  t.teardown(() => recorded.app.close());
  const faults = documentedAnswers(recorded.app);
  await recorded.get('/health/live');
  await recorded.get('/health/ready');
  t.strictSame(
    given.map(([path]) => path),
    ['/health/live', '/health/ready'],
  );
  for (const [path, status, body] of given) {
    const headers = { 'content-type': 'application/json' };
    t.strictSame(faults(path, { status, headers, text: JSON.stringify(body) }), [], path);
  }
});

type Operations = [path: string, operations: { get: { security: object[] } }][];
