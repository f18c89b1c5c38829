import { createServer, type AddressInfo, type Server } from 'node:net';
import t, { type Test } from 'tap';
import { systemClock } from '../../src/clock.js';
import { Failure } from '../../src/failures.js';
import type { LocalQuestion } from '../../src/host/host.js';
import { askLocal } from '../../src/host/local-http.js';
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

const limits = { address: '127.0.0.1', path: '/x', deadline: 1_000, maxBytes: 1_000 };

/** A server with this behaviour on /x, and what asks it. */
async function asking(t: Test, behaviour: Behaviour, options: Partial<LocalQuestion> = {}) {
  const server = await fakeOllama({ '/x': behaviour });
  t.teardown(() => server.close());
  const { port } = server;
  return { server, ask: () => askLocal(systemClock, { ...limits, ...options, port }) };
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

/** What the server says, byte by byte or as it likes. */
async function listening(t: Test, talk: (server: Server) => void): Promise<number> {
  const server = createServer();
  talk(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
}

void t.test('any status is an answer, a redirect too, which is not followed', async (t) => {
  for (const status of [200, 404, 501, 503]) {
    const { ask } = await asking(t, answer(status, 'text/plain', 'said'));
    t.strictSame(await ask(), { status, body: 'said' });
  }
  const elsewhere = await fakeOllama({ '/y': json({}) });
  t.teardown(() => elsewhere.close());
  const { ask } = await asking(t, redirectTo(`${elsewhere.url}/y`));
  t.strictSame(await ask(), { status: 307, body: '' });
  t.strictSame(elsewhere.requests, []);
});

void t.test('each question has a connection of its own, which is closed with the answer', async (t) => {
  const { server, ask } = await asking(t, json('well'));
  await ask();
  await ask();
  t.strictSame(
    server.requests.map(({ headers }) => headers),
    [1, 2].map(() => ({ accept: '*/*', host: `127.0.0.1:${server.port}`, connection: 'close' })),
  );
  let ended = 0;
  const port = await listening(t, (server) =>
    server.on('connection', (socket) => {
      socket.on('close', () => (ended += 1)).on('error', () => undefined);
      // It says where the answer ends, and does not end the connection.
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]'));
    }),
  );
  t.strictSame(await askLocal(systemClock, { ...limits, port }), { status: 200, body: '[]' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  t.equal(ended, 1, 'though it would have kept it');
});

void t.test('no name is ever looked up', async (t) => {
  const failure = await failureOf(askLocal(systemClock, { ...limits, address: 'localhost', port: 80 }));
  t.equal(failure.message, 'the server at port 80 is not asked by an address');
});

void t.test(
  'no answer, a stalled one, a dripping header and a dripping body end at the deadline',
  async (t) => {
    const drip = (beginning: string) => (server: Server) =>
      void server.on('connection', (socket) => {
        socket.on('error', () => undefined).write(beginning);
        const timer = setInterval(() => socket.write('x'), 10);
        socket.on('close', () => clearInterval(timer));
      });
    const ports = [
      (await asking(t, silent)).server.port,
      (await asking(t, stalled)).server.port,
      await listening(t, drip('HTTP/1.1 200 OK\r\nX-Long: ')),
      await listening(t, drip('HTTP/1.1 200 OK\r\n\r\n[')),
    ];
    for (const port of ports) {
      const started = performance.now();
      const failure = await failureOf(askLocal(systemClock, { ...limits, port, deadline: 150 }));
      t.strictSame(
        [failure.code, failure.message],
        ['timeout', `the server at port ${port} did not answer within 0.15 s`],
      );
      t.ok(performance.now() - started < 900);
    }
  },
);

void t.test('the deadline is that of the clock which is given, and an answer leaves no timer', async (t) => {
  const clock = new FakeClock();
  const well = await asking(t, json('well'));
  t.match(await askLocal(clock, { ...limits, port: well.server.port }), { status: 200 });
  t.equal(clock.timers, 0);
  const { server } = await asking(t, silent);
  const failed = failureOf(askLocal(clock, { ...limits, port: server.port }));
  await clock.advance(1_000);
  t.match(await failed, { code: 'timeout' });
  t.equal(clock.timers, 0);
});

void t.test('no more is taken than may be, whether its length is said or not', async (t) => {
  const exact = await asking(t, answer(200, 'text/plain', 'x'.repeat(1_000)));
  t.equal((await exact.ask()).body.length, 1_000);
  const more = await asking(t, answer(200, 'text/plain', 'x'.repeat(1_001)));
  t.equal((await failureOf(more.ask())).code, 'too_large');
  const endless = await asking(t, flood(100), { maxBytes: 2 ** 20, deadline: 5_000 });
  t.equal((await failureOf(endless.ask())).code, 'too_large');
  t.ok(endless.server.bytesSent() < 20 * 2 ** 20, `${endless.server.bytesSent()} bytes were sent`);
  const announced = await asking(t, (response) => {
    response.writeHead(200, { 'content-length': 100_000_000 }).flushHeaders();
  });
  t.equal((await failureOf(announced.ask())).code, 'too_large');
});

void t.test(
  'a connection that is broken off is a failure, one that is refused tells that nothing is there',
  async (t) => {
    const tooShort = raw('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"models":[]}');
    for (const behaviour of [reset, tooShort, raw('HTTP/1.1 200 OK\r\nContent-Le')]) {
      const { ask } = await asking(t, behaviour);
      const failure = await failureOf(ask());
      t.match(
        [failure.code, failure.message],
        ['failed', /^the server at port \d+ broke off the connection/],
      );
    }
    const gone = await asking(t, silent);
    await gone.server.close();
    t.equal((await failureOf(gone.ask())).code, 'absent');
  },
);

void t.test('nothing of what was received is in a failure', async (t) => {
  const secret = 'the text of a prompt';
  for (const said of [
    `${secret}\r\n\r\n`,
    `HTTP/1.1 200 OK\r\n${secret}\r\n\r\n`,
    `HTTP/9 ${secret}\r\n\r\n`,
  ]) {
    const { ask } = await asking(t, raw(said));
    const failure = await failureOf(ask());
    t.equal(failure.code, 'malformed');
    t.notMatch(everythingIn(failure), secret);
  }
});

void t.test('interim answers without end and other protocols are no answers', async (t) => {
  const interim = 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n';
  const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n';
  for (const said of [interim.repeat(3), upgrade]) {
    const port = await listening(t, (server) =>
      server.on('connection', (socket) => socket.on('error', () => undefined).write(said)),
    );
    const failure = await failureOf(askLocal(systemClock, { ...limits, port }));
    t.equal(failure.code, 'malformed', said);
  }
});

/** All texts that hang on an error, its causes and the bytes in them. */
function everythingIn(value: unknown, seen = new Set<unknown>()): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  if (typeof value !== 'object' || value === null || seen.has(value)) return '';
  seen.add(value);
  const names = Object.getOwnPropertyNames(value);
  return names.map((name) => everythingIn(Reflect.get(value, name), seen)).join('\n');
}
