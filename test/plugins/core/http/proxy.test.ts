import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { digestOf } from '../../../../src/access/key-lines.js';
import { buildApp } from '../../../../src/app.js';
import { defaultSettings } from '../../../../src/settings/settings.js';
import { recordedHost } from '../../../helpers/machines/recorded-host.js';

const machine = 'linux-x64__vm-2-threads';
/** Without keys nothing that came through a proxy is answered. */
const key = 'a-key-of-the-test-0123456789';
const forwarded = {
  'x-forwarded-for': '203.0.113.9',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'monitor.example.org',
  'x-forwarded-prefix': '/monitor',
};
type Headers = Record<string, string | string[]>;

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  /** What the log says of the request. */
  logged: Record<string, unknown>;
}

/** A service that listens, and how it answers over a real connection. */
async function service(t: Test, trustProxy: string[], listenOn: 'port' | 'socket' = 'port') {
  const lines: Record<string, unknown>[] = [];
  const host = recordedHost(machine);
  const app = await buildApp({
    settings: defaultSettings({
      trustProxy,
      apiKeys: [{ name: 'test', digest: digestOf(key) }],
      rateLimit: 0,
    }),
    host,
    logger: pino(
      { level: 'debug' },
      { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) },
    ),
  });
  t.teardown(() => app.close());
  const path = join(mkdtempSync(join(tmpdir(), 'proxy-test-')), 'socket');
  await app.listen(listenOn === 'socket' ? { path } : { host: '127.0.0.1', port: 0 });
  await host.clock.advance(250);
  const where =
    listenOn === 'socket'
      ? { socketPath: path }
      : { host: '127.0.0.1', port: (app.server.address() as AddressInfo).port };
  return (target: string, headers: Headers = {}) =>
    host.clock.until(
      new Promise<Answer>((resolve, reject) => {
        lines.length = 0;
        const sent = httpRequest(
          { ...where, path: target, headers: { 'x-api-key': key, ...headers }, agent: false },
          (answer) => {
            let body = '';
            answer.setEncoding('utf8');
            answer.on('data', (chunk: string) => (body += chunk));
            answer.on('end', () => {
              const logged = lines.find(({ msg }) => msg === 'answered') ?? {};
              resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body, logged });
            });
          },
        );
        sent.on('error', reject);
        sent.end();
      }),
    );
}

function serversOf(body: string): unknown {
  return (JSON.parse(body) as { servers: unknown }).servers;
}

const browser = { accept: 'text/html' };

t.test('a trusted proxy says address, protocol, host and prefix, and the log has them', async (t) => {
  const ask = await service(t, ['127.0.0.1']);
  const { logged } = await ask('/health/live?', forwarded);
  t.match(logged, {
    ip: '203.0.113.9',
    peer: '127.0.0.1',
    protocol: 'https',
    host: 'monitor.example.org',
    prefix: '/monitor',
    path: '/monitor/health/live',
    status: 200,
  });
});

t.test('the document and the index lead to where the proxy serves them', async (t) => {
  const ask = await service(t, ['127.0.0.1']);
  const url = 'https://monitor.example.org/monitor';
  t.strictSame(serversOf((await ask('/openapi.json', forwarded)).body), [{ url }]);
  t.match((await ask('/openapi.yaml', forwarded)).body, `\nservers:\n  - url: ${url}\n`);
  const index = JSON.parse((await ask('/', forwarded)).body) as {
    documents: object;
    routes: { path: string }[];
  };
  t.strictSame(index.documents, {
    openapi_json: '/monitor/openapi.json',
    openapi_yaml: '/monitor/openapi.yaml',
    swagger_ui: '/monitor/',
  });
  t.ok(index.routes.every(({ path }) => path.startsWith('/monitor/')));
  t.same(
    serversOf((await ask('/openapi.json')).body),
    [{ url: '/' }],
    'one request leaves nothing to the next',
  );
});

t.test(
  'without host and protocol the document has the prefix alone, which is right for any name',
  async (t) => {
    const ask = await service(t, ['127.0.0.1']);
    for (const headers of [
      { 'x-forwarded-prefix': '/monitor' },
      { 'x-forwarded-prefix': '/monitor', 'x-forwarded-proto': 'https' },
      { ...forwarded, 'x-forwarded-host': 'a b' },
      { ...forwarded, 'x-forwarded-host': 'user@example.org' },
      { ...forwarded, 'x-forwarded-host': 'example.org/x' },
    ]) {
      t.strictSame(serversOf((await ask('/openapi.json', headers)).body), [{ url: '/monitor' }]);
    }
    const strange = { ...forwarded, 'x-forwarded-proto': 'javascript' };
    t.strictSame(serversOf((await ask('/openapi.json', strange)).body), [
      { url: 'http://monitor.example.org/monitor' },
    ]);
  },
);

t.test('documents of more addresses than are remembered are right, and have tags of their own', async (t) => {
  const ask = await service(t, ['127.0.0.1']);
  const tags = new Set<unknown>();
  for (let round = 0; round < 2; round += 1) {
    for (let number = 0; number < 20; number += 1) {
      const headers = { ...forwarded, 'x-forwarded-host': `host-${number}.example` };
      const url = `https://host-${number}.example/monitor`;
      const document = await ask('/openapi.json', headers);
      t.strictSame(serversOf(document.body), [{ url }]);
      t.match((await ask('/openapi.yaml', headers)).body, `\nservers:\n  - url: ${url}\n`);
      t.match((await ask('/', headers)).body, `${url}/stats`);
      tags.add(document.headers.etag);
      const again = await ask('/openapi.json', {
        ...headers,
        'if-none-match': String(document.headers.etag),
      });
      t.equal(again.status, 304);
    }
  }
  t.equal(tags.size, 20);
});

t.test('each forged header, and all together, change nothing when the peer is not trusted', async (t) => {
  for (const trustProxy of [[], ['192.0.2.1', 'unix']]) {
    const ask = await service(t, trustProxy);
    const targets = [
      '/',
      '/static/document.json',
      '/openapi.json',
      '/openapi.yaml',
      '/nope',
      '/monitor',
      '/monitor/stats/cpu',
    ];
    for (const [target, accept] of [...targets.map((one) => [one, {}] as const), ['/', browser] as const]) {
      const plain = await ask(target, accept);
      for (const forged of [
        ...Object.entries(forwarded).map((one) => Object.fromEntries([one])),
        forwarded,
      ]) {
        const answer = await ask(target, { ...accept, ...forged });
        const said = `${target} with ${Object.keys(forged).join()}, trusting ${trustProxy.join()}`;
        t.equal(answer.status, plain.status, said);
        t.equal(answer.body, plain.body, said);
        t.strictSame(withoutDate(answer.headers), withoutDate(plain.headers), said);
        t.strictSame({ ...answer.logged, ...changing }, { ...plain.logged, ...changing }, said);
        t.match(answer.logged, { ip: '127.0.0.1', protocol: 'http', prefix: '' }, said);
      }
    }
  }
});

/** What differs from one answer to the next anyway. */
const changing = { time: 0, ms: 0, reqId: '' };

function withoutDate(headers: IncomingHttpHeaders) {
  return { ...headers, date: '' };
}

t.test('an address a client wrote itself is not the one a trusted proxy added', async (t) => {
  const ask = await service(t, ['127.0.0.1', '10.0.0.0/8']);
  const from = async (...chain: string[]) =>
    (await ask('/health/live', { 'x-forwarded-for': chain })).logged['ip'];
  t.equal(await from('198.51.100.1, 203.0.113.9'), '203.0.113.9', 'the first is forged');
  t.equal(await from('198.51.100.1', '203.0.113.9'), '203.0.113.9', 'also as headers of their own');
  t.equal(await from('203.0.113.9, 10.1.1.1'), '203.0.113.9', 'a chain of two trusted proxies');
  t.equal(await from('127.0.0.1, 203.0.113.9'), '203.0.113.9', 'loopback is not to be had');
});

t.test('only a prefix of plain segments is one; the last of several is the proxy’s own', async (t) => {
  const ask = await service(t, ['127.0.0.1']);
  const prefixFor = async (value: string | string[]) =>
    (await ask('/health/live', { 'x-forwarded-prefix': value })).logged['prefix'];
  for (const plain of ['/m', '/a/b-c/d_e.f~1']) t.equal(await prefixFor(plain), plain);
  t.equal(await prefixFor('/monitor/'), '/monitor');
  t.equal(await prefixFor(['/forged', '/monitor']), '/monitor');
  t.equal(await prefixFor('/forged, /monitor'), '/monitor');
  for (const wild of [
    ...['', '/', '//', 'monitor', '//evil.example', '/a//b', '/..', '/a/../b', '/.', '/a/.', '/.git', '/a b'],
    ...[
      '/a?x',
      '/a#x',
      '/a%2f',
      '/a\\b',
      'https://evil.example/',
      '/a:b',
      '/<script>',
      '/"',
      "/'",
      '/a;b',
      '/é',
    ],
    ...[`/${'a'.repeat(300)}`, '/monitor, https://evil.example'],
  ]) {
    t.equal(await prefixFor(Buffer.from(wild).toString('latin1')), '', JSON.stringify(wild));
  }
});

t.test('a path that still has the prefix is served like one from which it was taken off', async (t) => {
  const ask = await service(t, ['127.0.0.1']);
  for (const target of ['/monitor/health/live', '/health/live']) {
    const { status, logged } = await ask(target, forwarded);
    t.equal(status, 200, target);
    t.equal(logged['path'], '/monitor/health/live');
  }
  t.equal((await ask('/monitors/health/live', forwarded)).status, 404);
  t.equal((await ask('/monitor/monitor/health/live', forwarded)).status, 404, 'it is taken off once');
  const own = { ...forwarded, 'x-forwarded-prefix': '/health' };
  t.equal((await ask('/health/live', own)).status, 200, 'a prefix that reads like a route is left alone');
});

t.test('the slash missing at the end of a sub-path is added, on the same host', async (t) => {
  const ask = await service(t, ['127.0.0.1']);
  for (const [target, location] of [
    ['/monitor', '/monitor/'],
    ['/monitor?a=1', '/monitor/?a=1'],
  ] as const) {
    const { status, headers } = await ask(target, { ...forwarded, ...browser });
    t.equal(status, 308);
    t.equal(headers.location, location);
  }
});

t.test('the page finds its parts under any path: its links and redirects are relative', async (t) => {
  const ask = await service(t, ['127.0.0.1']);
  for (const headers of [browser, { ...browser, ...forwarded }]) {
    const page = await ask('/', headers);
    const links = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link ?? '');
    t.ok(links.length > 3);
    t.same(
      links.filter((link) => !link.startsWith('./')),
      [],
    );
    t.match(await ask('/?a=1', headers), { status: 302, headers: { location: './' } });
  }
  for (const headers of [{}, forwarded]) {
    const shown = await ask('/static/document.json', headers);
    t.strictSame(serversOf(shown.body), [{ url: '../' }], 'relative to the document itself');
  }
});

t.test('problem answers name the path as the client wrote it', async (t) => {
  const ask = await service(t, ['127.0.0.1']);
  t.match(JSON.parse((await ask('/nope', forwarded)).body), {
    instance: '/monitor/nope',
    detail: 'there is no /monitor/nope; GET /monitor/ lists what there is',
  });
  t.match(JSON.parse((await ask('/stats/%zz', forwarded)).body), {
    status: 400,
    instance: '/monitor/stats/%zz',
  });
});

t.test('at a unix socket, who may open it is trusted when the setting says so', async (t) => {
  const trusting = await service(t, ['unix'], 'socket');
  t.match((await trusting('/health/live', forwarded)).logged, { ip: '203.0.113.9', prefix: '/monitor' });
  const wary = await service(t, ['127.0.0.0/8', '::1'], 'socket');
  const { logged } = await wary('/health/live', forwarded);
  t.match(logged, { protocol: 'http', prefix: '' });
  t.notMatch(JSON.stringify(logged), /203|example/);
});
