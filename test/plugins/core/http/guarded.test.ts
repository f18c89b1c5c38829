import type { FastifyInstance, HTTPMethods } from 'fastify';
import t from 'tap';
import { digestOf } from '../../../../src/access/key-lines.js';
import { answersDocument } from '../../../helpers/http/documented-answer.js';
import { recordedApp } from '../../../helpers/machines/recorded-app.js';

const machine = 'linux-x64__vm-2-threads';
const key = 'a-key-of-the-test-0123456789';
const settings = { apiKeys: [{ name: 'dash', digest: digestOf(key) }] };

/** Everything that is answered without a key. A route is added here on purpose, or it is guarded. */
const open = [
  '/',
  '/static/*',
  '/static/document.json',
  '/openapi.json',
  '/openapi.yaml',
  '/dashboard',
  '/dashboard/',
  '/dashboard/:file',
  '/health/live',
  '/health/ready',
];

/** Every route with its methods. */
function allRoutes(app: FastifyInstance): [method: HTTPMethods, url: string][] {
  return [...app.routeTable].flatMap(([url, methods]) =>
    [...methods].map((method): [HTTPMethods, string] => [method, url]),
  );
}

t.test('every route but the short public list is answered with a key alone', async (t) => {
  const { app, host } = await recordedApp(machine, { settings: { ...settings, rateLimit: 0 } });
  const answered: string[] = [];
  for (const [method, url] of allRoutes(app)) {
    const { statusCode } = await host.clock.until(app.inject({ method, url: url.replace('*', 'index.css') }));
    if (![401, 429].includes(statusCode)) answered.push(url);
  }
  t.strictSame([...new Set(answered)].sort(), [...open].sort());
  t.ok(allRoutes(app).filter(([, url]) => url.startsWith('/stats')).length > 20);
});

t.test('a data route is answered however the key is given', async (t) => {
  const { get } = await recordedApp(machine, { settings });
  const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;
  const good: Record<string, string>[] = [
    { 'x-api-key': key },
    { authorization: `Bearer ${key}` },
    { authorization: `bearer ${key}` },
    { authorization: basic(`anybody:${key}`) },
    { authorization: basic(`:${key}`) },
    { 'x-api-key': key, authorization: 'Bearer of-the-proxy-itself' },
  ];
  for (const headers of good)
    t.equal((await get('/stats/memory', headers)).status, 200, JSON.stringify(headers));
});

t.test('anything else is a 401 problem that says what to do and asks for a bearer token', async (t) => {
  const { app } = await recordedApp(machine, { settings });
  const bad: [Record<string, string>, string][] = [
    [{}, 'no_key'],
    [{ 'x-api-key': '' }, 'wrong_key'],
    [{ 'x-api-key': `${key}x` }, 'wrong_key'],
    [{ 'x-api-key': key.toUpperCase() }, 'wrong_key'],
    [{ 'x-api-key': 'wrong', authorization: `Bearer ${key}` }, 'wrong_key'],
    [{ authorization: key }, 'wrong_key'],
    [{ authorization: `Bearer${key}` }, 'wrong_key'],
    [{ authorization: 'Bearer ' }, 'wrong_key'],
    [{ authorization: `Digest ${key}` }, 'wrong_key'],
    [{ authorization: `Basic ${key}` }, 'wrong_key'],
    [{ authorization: 'Basic' }, 'wrong_key'],
    [{ 'x-api-key': digestOf(key).toString('hex') }, 'wrong_key'],
    [{ 'x-api-key': `sha256:${digestOf(key).toString('hex')}` }, 'wrong_key'],
  ];
  for (const [headers, code] of bad) {
    const answer = await app.inject({ url: '/stats/memory', headers });
    t.equal(answer.statusCode, 401, JSON.stringify(headers));
    t.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8');
    t.match(answer.headers['www-authenticate'], /^Bearer realm="system-monitor-api"/);
    t.equal(answer.headers['cache-control'], 'private, no-store');
    t.match(answer.json(), { status: 401, code, instance: '/stats/memory' });
    t.notMatch(answer.body, key);
  }
});

t.test('a key in the URL opens nothing', async (t) => {
  const { get } = await recordedApp(machine, { settings });
  for (const name of ['key', 'api_key', 'apikey', 'access_token', 'token', 'X-API-Key']) {
    const { status, body } = await get(`/stats/memory?${name}=${key}`);
    t.equal(status, 401, name);
    t.notMatch(JSON.stringify(body), key);
  }
});

t.test('an unknown path is a 404 without a key too, and tells nothing else', async (t) => {
  const { get } = await recordedApp(machine, { settings });
  t.match(await get('/nope'), { status: 404, body: { code: 'not_found' } });
});

t.test('the document says of every data route how a key is given and what happens without', async (t) => {
  const { app } = await recordedApp(machine);
  const document = app.swagger() as unknown as {
    components: { securitySchemes: Record<string, object> };
  };
  t.strictSame(Object.keys(document.components.securitySchemes), ['apiKey', 'bearer', 'basic']);
  const { paths } = answersDocument(app);
  for (const [path, { get }] of Object.entries(paths)) {
    if (open.includes(path)) {
      t.strictSame(get.security, [], path);
      continue;
    }
    t.strictSame(get.security, [{ apiKey: [] }, { bearer: [] }, { basic: [] }], path);
    for (const status of ['401', '403', '429']) {
      t.match(get.responses[status], { content: { 'application/problem+json': {} } }, `${path} ${status}`);
    }
    t.match(get.responses['429'], { headers: { 'retry-after': {}, 'ratelimit-limit': {} } }, path);
    t.match(get.responses['200'], { headers: { 'ratelimit-remaining': {} } }, path);
  }
});
