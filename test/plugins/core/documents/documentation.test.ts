import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import t from 'tap';
import { openApiDocument } from '../../../../scripts/openapi-document.js';
import { digestOf } from '../../../../src/access/key-lines.js';
import { recordedApp } from '../../../helpers/machines/recorded-app.js';

const machine = 'linux-x64__vm-2-threads';

t.test('programs get an index of every route at /, browsers get Swagger UI', async (t) => {
  const { app, get } = await recordedApp(machine);
  const { body, status } = await get('/', { accept: '*/*' });
  t.equal(status, 200);
  const index = body as { routes: { path: string; summary: string }[] };
  t.same(index.routes.map(({ path }) => path).sort(), Object.keys(app.swagger().paths ?? {}).sort());
  t.ok(index.routes.every(({ summary }) => summary.length > 0));
  const page = await app.inject({ url: '/', headers: { accept: 'text/html,*/*;q=0.8' } });
  t.match(page.headers['content-type'], 'text/html');
  t.equal(page.headers.vary, 'Accept, Accept-Encoding');
  t.match(page.body, /swagger-ui/);
});

t.test('who wants JSON at / as much as the page gets what is listed first', async (t) => {
  const { app } = await recordedApp(machine);
  const typeFor = async (accept: string) => {
    const { headers } = await app.inject({ url: '/', headers: { accept } });
    return String(headers['content-type']).split(';', 1).join();
  };
  const browsers = [
    'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
    'text/html, application/xhtml+xml, image/jxr, */*',
    'text/html',
    'text/html,application/json',
    'application/json;q=0.5, text/html',
    '*/*, text/html',
  ];
  for (const accept of browsers) t.equal(await typeFor(accept), 'text/html', accept);
  const programs = [
    // What a client that openapi-generator made in Java sends.
    'application/json,text/html,application/problem+json',
    'application/json, text/plain, */*',
    'text/html;q=0.5, application/json',
    'text/html;q=0',
    'text/*',
    '*/*',
    '',
  ];
  for (const accept of programs) t.equal(await typeFor(accept), 'application/json', accept);
});

t.test('the index says how to ask: with which key, and a command that works when it is copied', async (t) => {
  const open = await recordedApp(machine);
  const { body } = await open.get('/', { host: '127.0.0.1:5000' });
  t.match(body, { key: { needed: false, example: 'curl http://127.0.0.1:5000/stats' } });
  const routes = new Map((body as Index).routes.map((route) => [route.path, route]));
  t.match(routes.get('/stats'), { parameters: ['only'], guarded: true });
  t.match(routes.get('/health/live'), { parameters: [], guarded: false });
  const apiKeys = [{ name: 'dash', digest: digestOf('a-key-of-the-test-0123456789') }];
  const guarded = await recordedApp(machine, { settings: { apiKeys } });
  const answer = await guarded.get('/', { host: 'box.lan:8080' });
  const example = 'curl -H "X-API-Key: $KEY" http://box.lan:8080/stats';
  t.match(answer.body, { key: { needed: true, example } });
  const hostile = await guarded.get('/', { host: 'box$(reboot)' });
  t.match(hostile.body, { key: { example: 'curl -H "X-API-Key: $KEY" http://localhost/stats' } });
});

interface Index {
  routes: { path: string; parameters: string[]; guarded: boolean }[];
}

t.test(
  'the page works over plain http: its policy upgrades nothing and allows no other origin',
  async (t) => {
    const { app } = await recordedApp(machine);
    const page = await app.inject({ url: '/', headers: { accept: 'text/html' } });
    const policy = String(page.headers['content-security-policy']);
    t.match(policy, /default-src 'self'/);
    t.notMatch(policy, /upgrade-insecure-requests|https?:/);
    const sources = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source ?? '');
    t.ok(sources.length > 3);
    t.same(
      sources.filter((source) => /^(?:https?:)?\/\//.test(source)),
      [],
      'nothing comes from elsewhere',
    );
  },
);

t.test('each part of the page is there, and the document it shows in every coding', async (t) => {
  const { app } = await recordedApp(machine);
  const page = await app.inject({ url: '/', headers: { accept: 'text/html' } });
  const links = [...page.body.matchAll(/(?:src|href)="\.(\/static\/[^"]+)"/g)].map(([, link]) => link ?? '');
  const initializer = await app.inject('/static/swagger-initializer.js');
  const shown = /url: resolveUrl\('\.([^']+)'\)/.exec(initializer.body)?.[1] ?? '';
  t.equal(shown, '/static/document.json');
  for (const url of [...links, shown, '/openapi.json', '/openapi.yaml']) {
    const plain = await app.inject(url);
    t.equal(plain.statusCode, 200, url);
    t.match(
      plain.headers,
      { vary: 'Accept-Encoding', 'cache-control': 'no-cache', etag: /^"[\w-]{22}"$/ },
      url,
    );
    const packed = await app.inject({ url, headers: { 'accept-encoding': 'gzip' } });
    const bytes =
      packed.headers['content-encoding'] === 'gzip' ? gunzipSync(packed.rawPayload) : packed.rawPayload;
    t.ok(bytes.equals(plain.rawPayload), url);
  }
  const { paths, servers } = (await app.inject(shown)).json<{ paths: object; servers: object[] }>();
  t.strictSame(Object.keys(paths), Object.keys(app.swagger().paths ?? {}));
  t.strictSame(servers, [{ url: '../' }], 'relative to the document itself');
});

t.test('what @fastify/swagger-ui serves beside its page is not there', async (t) => {
  const { app } = await recordedApp(machine);
  for (const url of [
    '/json',
    '/yaml',
    '/static/',
    '/static/index.html',
    '/static/swagger-ui.js',
    '/static/nope',
  ]) {
    const answer = await app.inject(url);
    t.equal(answer.statusCode, 404, url);
    t.match(answer.json(), { code: 'not_found' }, url);
  }
});

t.test('every answer tells browsers what not to do with it', async (t) => {
  const { app, host } = await recordedApp(machine);
  const pages = ['/', '/static/swagger-ui.css'];
  for (const url of [
    ...pages,
    '/stats/memory',
    '/health/live',
    '/openapi.json',
    '/nope',
    '/stats/memory?x=1',
  ]) {
    const { headers } = await host.clock.until(app.inject({ url, headers: { accept: 'text/html' } }));
    t.match(headers, {
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
    const policy = String(headers['content-security-policy']);
    if (pages.includes(url))
      t.match(policy, /default-src 'self'.*frame-ancestors 'self'.*script-src 'self'(?!.*unsafe-eval)/, url);
    else t.equal(policy, "default-src 'none'; frame-ancestors 'none'", url);
    t.equal(headers['strict-transport-security'], undefined, 'not over plain http');
  }
});

t.test('the document is served as JSON and as YAML, the same as the committed openapi.yaml', async (t) => {
  const { app } = await recordedApp(machine);
  const yaml = await app.inject('/openapi.yaml');
  t.match(yaml.headers['content-type'], 'yaml');
  t.equal(yaml.body, readFileSync(join(import.meta.dirname, '../../../../../openapi.yaml'), 'utf8'));
  const json = await app.inject('/openapi.json');
  t.strictSame(json.json(), JSON.parse(JSON.stringify(app.swagger())));
});

t.test('every operation and every field is described', async (t) => {
  const { document } = await openApiDocument();
  const ids = new Set<string>();
  for (const [path, operations] of Object.entries(document.paths ?? {})) {
    const operation = (operations as { get: { operationId: string; summary: string; description: string } })
      .get;
    t.ok(operation.summary && operation.description && !ids.has(operation.operationId), path);
    ids.add(operation.operationId);
  }
  const undescribed: string[] = [];
  const check = (schema: Schema, place: string) => {
    if (schema.description === undefined && schema.$ref === undefined) undescribed.push(place);
    for (const [name, property] of Object.entries(schema.properties ?? {}))
      check(property, `${place}.${name}`);
    if (schema.items !== undefined) check(schema.items, `${place}[]`);
  };
  for (const [name, schema] of Object.entries(
    (document as { components?: { schemas?: object } }).components?.schemas ?? {},
  ))
    check(schema as Schema, name);
  t.same(undescribed, []);
});

interface Schema {
  $ref?: string;
  description?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
}
