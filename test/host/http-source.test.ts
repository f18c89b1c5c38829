import { createServer, type AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { Failure } from '../../src/failures.js';
import type { HttpSource } from '../../src/host/host.js';
import { httpSource } from '../../src/host/http-source.js';
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
} from '../helpers/http/fake-ollama.js';
import { FakeClock } from '../helpers/fake-clock.js';

const limits = { deadline: 1_000, maxBytes: 1_000 };
const soon = { deadline: 100, maxBytes: 1_000 };

function source(t: Test, address: string, headers: Record<string, string> = {}): HttpSource {
  const made = httpSource('Ollama', new URL(address), headers);
  t.teardown(() => made.close());
  return made;
}

/** A server with this behaviour on /x, and the source that asks it. */
async function requested(t: Test, behaviour: Behaviour) {
  const server = await fakeOllama({ '/x': behaviour });
  t.teardown(() => server.close());
  return { server, source: source(t, server.url) };
}

async function failureOf(pending: Promise<unknown>): Promise<Failure> {
  try {
    await pending;
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown;
    throw thrown;
  }
  throw new Error('there was an answer');
}

t.test('any status is an answer', async (t) => {
  for (const status of [200, 204, 404, 500]) {
    const { source } = await requested(t, answer(status, 'text/plain', status === 204 ? '' : 'said'));
    t.strictSame(await source.get('/x', limits), { status, body: status === 204 ? '' : 'said' });
  }
});

t.test('a redirect is an answer and is not followed', async (t) => {
  const elsewhere = await fakeOllama({ '/y': json({}) });
  t.teardown(() => elsewhere.close());
  const { source } = await requested(t, redirectTo(`${elsewhere.url}/y`));
  t.strictSame(await source.get('/x', limits), { status: 307, body: '' });
  t.strictSame(elsewhere.requests, []);
});

t.test('a path in the address stands before every path, whatever slashes it has', async (t) => {
  const server = await fakeOllama({ '/a/b/x': json(1), '//a/x': json(2), '/x': json(3) });
  t.teardown(() => server.close());
  for (const [prefix, body] of [
    ['/a/b', '1'],
    ['/a/b/', '1'],
    ['//a', '2'],
    ['/', '3'],
    ['', '3'],
  ] as const) {
    const asking = source(t, `${server.url}${prefix}`);
    t.equal((await asking.get('/x', limits)).body, body, prefix);
  }
});

t.test('user and password of the address are sent and never shown', async (t) => {
  const { server } = await requested(t, json({}));
  const asking = source(t, `http://me:p%40ss%C3%A9@127.0.0.1:${server.port}/`);
  await asking.get('/x', limits);
  const sent = Buffer.from('me:p@ssé').toString('base64');
  t.equal(server.requests[0]?.headers.authorization, `Basic ${sent}`);
  t.equal(asking.url, `http://127.0.0.1:${server.port}`);
  const { message } = await failureOf(source(t, 'http://me:secret@127.0.0.1:1').get('/x', limits));
  t.notMatch(message, /me|secret/);
});

t.test('a password with a bare percent sign is sent as it stands', async (t) => {
  const { server } = await requested(t, json({}));
  await source(t, `http://me:100%@127.0.0.1:${server.port}/`).get('/x', limits);
  t.equal(server.requests[0]?.headers.authorization, `Basic ${Buffer.from('me:100%').toString('base64')}`);
});

t.test('extra headers are sent and win over those of the address; there is no Origin', async (t) => {
  const { server } = await requested(t, json({}));
  const address = `http://me:secret@127.0.0.1:${server.port}`;
  await source(t, address, { Authorization: 'Bearer abc', 'X-Who': 'me' }).get('/x', limits);
  t.strictSame(server.requests[0]?.headers, {
    host: `127.0.0.1:${server.port}`,
    connection: 'keep-alive',
    authorization: 'Bearer abc',
    'x-who': 'me',
  });
});

t.test('proxies of the environment are not used', async (t) => {
  const proxy = await fakeOllama({});
  t.teardown(() => proxy.close());
  const names = ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY'];
  const before = names.map((name) => [name, process.env[name]] as const);
  t.teardown(() => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });
  for (const name of names) process.env[name] = name === 'NODE_USE_ENV_PROXY' ? '1' : proxy.url;
  const { source, server } = await requested(t, json({}));
  await source.get('/x', limits);
  t.equal(server.requests.length, 1);
  t.strictSame(proxy.requests, []);
});

t.test('nothing listening is absent, by address and by name', async (t) => {
  const server = await fakeOllama({});
  await server.close();
  for (const host of ['127.0.0.1', 'localhost']) {
    const failure = await failureOf(source(t, `http://${host}:${server.port}`).get('/x', limits));
    t.strictSame([failure.code, failure.message], ['absent', 'nothing answers where Ollama should be']);
  }
});

t.test('no answer, a stalled one, and a TLS handshake that never ends are timeouts', async (t) => {
  const accepting = createServer((socket) => t.teardown(() => socket.destroy()));
  await new Promise<void>((resolve) => accepting.listen(0, '127.0.0.1', resolve));
  t.teardown(() => accepting.close());
  const { port } = accepting.address() as AddressInfo;
  const sources = [
    (await requested(t, silent)).source,
    (await requested(t, stalled)).source,
    source(t, `http://127.0.0.1:${port}`),
    source(t, `https://127.0.0.1:${port}`),
  ];
  for (const one of sources) {
    const started = performance.now();
    const failure = await failureOf(one.get('/x', soon));
    t.strictSame([failure.code, failure.message], ['timeout', 'Ollama did not answer within 0.1 s']);
    t.ok(performance.now() - started < 900, 'and that at the deadline');
  }
});

t.test('the deadline is that of the clock which is given, and an answer leaves no timer', async (t) => {
  const server = await fakeOllama({ '/well': json('well'), '/silent': silent });
  t.teardown(() => server.close());
  const clock = new FakeClock();
  const made = httpSource('Ollama', new URL(server.url), {}, { clock });
  t.teardown(() => made.close());
  t.match(await made.get('/well', limits), { status: 200 });
  t.equal(clock.timers, 0);
  const failed = failureOf(made.get('/silent', limits));
  await clock.advance(limits.deadline - 1);
  t.equal(clock.timers, 1);
  await clock.advance(1);
  t.match(await failed, { code: 'timeout' });
  t.equal(clock.timers, 0);
});

t.test('after a timeout the next question is answered', async (t) => {
  let times = 0;
  const { source } = await requested(t, (response, request) => {
    times += 1;
    (times <= 2 ? silent : json('well'))(response, request);
  });
  const both = await Promise.all([failureOf(source.get('/x', soon)), failureOf(source.get('/x', soon))]);
  t.strictSame(
    both.map(({ code }) => code),
    ['timeout', 'timeout'],
  );
  t.strictSame(await source.get('/x', limits), { status: 200, body: '"well"' });
});

t.test('a body of exactly the limit is taken, one byte more is too large', async (t) => {
  const exact = await requested(t, answer(200, 'text/plain', 'x'.repeat(1_000)));
  t.equal((await exact.source.get('/x', limits)).body.length, 1_000);
  const more = await requested(t, answer(200, 'text/plain', 'x'.repeat(1_001)));
  const failure = await failureOf(more.source.get('/x', limits));
  t.strictSame([failure.code, failure.message], ['too_large', 'Ollama sent more than 1000 bytes']);
});

t.test('of a body of 100 MB no more is taken than what is on its way', async (t) => {
  const { source, server } = await requested(t, flood(100));
  const failure = await failureOf(source.get('/x', { deadline: 5_000, maxBytes: 2 ** 20 }));
  t.equal(failure.code, 'too_large');
  t.ok(server.bytesSent() < 20 * 2 ** 20, `${server.bytesSent()} bytes were sent`);
});

t.test('a body that is announced as too large is not waited for', async (t) => {
  const { source } = await requested(t, (response) => {
    response.writeHead(200, { 'content-length': 100_000_000 }).flushHeaders();
  });
  t.equal((await failureOf(source.get('/x', limits))).code, 'too_large');
});

t.test('a connection that is broken off is a failure', async (t) => {
  const tooShort = raw('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"models":[]}');
  for (const behaviour of [reset, tooShort, raw('HTTP/1.1 200 OK\r\nContent-Le')]) {
    const { source } = await requested(t, behaviour);
    const failure = await failureOf(source.get('/x', limits));
    t.equal(failure.code, 'failed');
    t.match(failure.message, /^Ollama broke off the connection \([A-Z_]+\)$/);
  }
});

t.test('what speaks another language than HTTP is malformed', async (t) => {
  const { source } = await requested(t, raw('SSH-2.0-OpenSSH_9.6\r\n'));
  const failure = await failureOf(source.get('/x', limits));
  t.strictSame(
    [failure.code, failure.message],
    ['malformed', 'what answers where Ollama should be does not speak HTTP'],
  );
});

t.test('https where only http is spoken says so', async (t) => {
  const { server } = await requested(t, json({}));
  const failure = await failureOf(source(t, `https://127.0.0.1:${server.port}`).get('/x', limits));
  t.equal(failure.code, 'failed');
  t.match(failure.message, /^Ollama does not speak TLS \(/);
});

t.test('after closing, a question is a failure and not an exception of another kind', async (t) => {
  const { server } = await requested(t, json({}));
  const closed = httpSource('Ollama', new URL(server.url), {});
  closed.close();
  t.equal((await failureOf(closed.get('/x', limits))).code, 'failed');
});
