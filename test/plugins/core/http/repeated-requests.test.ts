import { once } from 'node:events';
import { chmod, writeFile } from 'node:fs/promises';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Agent, request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { digestOf } from '../../../../src/access/key-lines.js';
import { defaultSettings, type Settings } from '../../../../src/settings/settings.js';
import { pino } from 'pino';
import { buildApp } from '../../../../src/app.js';
import { breakFile } from '../../../helpers/machines/broken-file.js';
import { recordedApp } from '../../../helpers/machines/recorded-app.js';
import { hostsFolder, recordedHost } from '../../../helpers/machines/recorded-host.js';

const machine = 'linux-x64__vm-2-threads';
const key = 'the-key-of-client-a-0123456789';
const apiKeys = [{ name: 'a', digest: digestOf(key) }];
const withKey = { 'x-api-key': key };

/** Fastify tells of every request that it answers itself. */
const answeredByFastify = 'tracing:fastify.request.handler:start';

/** A service that is asked over one connection; `judged` says how many requests went the way of all. */
async function polled(settings: Partial<Settings> = {}) {
  const recorded = await recordedApp(machine, { settings: { apiKeys, ...settings } });
  const { app, host } = recorded;
  let judged = 0;
  const count = () => (judged += 1);
  subscribe(answeredByFastify, count);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const close = async () => {
    unsubscribe(answeredByFastify, count);
    agent.destroy();
    await app.close();
  };
  const ask = (path: string, headers: Record<string, string> = withKey, method = 'GET', body = '') =>
    host.clock.until(answerOf({ port, path, headers, method, agent }, body));
  return { app, host, port, ask, close, judged: () => judged };
}

async function answerOf(options: object, body: string) {
  const sent = request({ host: '127.0.0.1', ...options });
  sent.end(body);
  const [message] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const part of message) text += String(part);
  return { status: message.statusCode, headers: message.headers, text };
}

const varying = ['date', 'ratelimit-remaining', 'ratelimit-reset'];

/** Those headers that are the same each time. */
const fixed = (headers: IncomingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !varying.includes(name)));

for (const path of [
  '/stats',
  '/stats?only=memory,cpu',
  '/stats/memory',
  '/stats/gpu',
  '/stats/processes?limit=3',
  '/metrics',
]) {
  t.test(
    `${path} asked again over its connection has the same headers, the present body, and is counted`,
    async (t) => {
      const { ask, host, close, judged } = await polled({ rateLimit: 100 });
      t.teardown(close);
      // The first waits for the first reading of what is not read while nobody asks.
      await ask(path);
      const first = await ask(path);
      const judgedBefore = judged();
      const second = await ask(path);
      t.equal(second.status, 200);
      t.equal(judged(), judgedBefore, 'and is not judged again');
      t.strictSame(fixed(second.headers), fixed(first.headers));
      t.equal(
        Number(second.headers['ratelimit-remaining']),
        Number(first.headers['ratelimit-remaining']) - 1,
      );
      t.equal(second.headers['content-length'], String(Buffer.byteLength(second.text)));
      t.equal(second.text, first.text, 'nothing has been read meanwhile');
      await host.clock.advance(1_500);
      const later = await ask(path);
      t.not(later.text, first.text, 'what has been read since');
      t.strictSame(Object.keys(later.headers).sort(), Object.keys(first.headers).sort());
    },
  );
}

t.test('other headers, another method or a body are judged', async (t) => {
  const { ask, close, judged } = await polled();
  t.teardown(close);
  await ask('/stats/memory');
  t.equal((await ask('/stats/memory', {})).status, 401, 'no key');
  t.equal((await ask('/stats/memory', { 'x-api-key': `${key}x` })).status, 401, 'a wrong one');
  t.equal((await ask('/stats/memory', { ...withKey, origin: 'https://example.org' })).status, 200);
  t.equal((await ask('/stats/memory?x=1')).status, 400, 'a query');
  t.equal((await ask('/stats/memory', withKey, 'HEAD')).text, '');
  t.equal((await ask('/stats/memory', withKey, 'POST')).status, 405);
  const judgedBefore = judged();
  const withBody = { ...withKey, 'content-length': '2' };
  t.equal((await ask('/stats/memory', withBody, 'GET', '{}')).status, 200);
  t.equal((await ask('/stats/memory', withBody, 'GET', '{}')).status, 200);
  t.equal(judged(), judgedBefore + 2);
});

t.test('a key that is taken away, or added anew, is looked at again at once', async (t) => {
  const file = join(t.testdir(), 'keys');
  const write = async (text: string) => {
    await writeFile(file, text, { mode: 0o600 });
    await chmod(file, 0o600);
  };
  await write(`a:${key}\n`);
  const { app, ask, close, judged } = await polled({ apiKeys: [], apiKeysFile: file });
  t.teardown(close);
  await ask('/stats/memory');
  const judgedBefore = judged();
  t.equal((await ask('/stats/memory')).status, 200);
  t.equal(judged(), judgedBefore);
  await write('b:another-key-of-some-length-0123456789\n');
  app.readKeysAnew();
  await t.resolves(
    until(async () => (await ask('/stats/memory')).status === 401),
    'the key is refused',
  );
  await write(`a:${key}\n`);
  app.readKeysAnew();
  await t.resolves(
    until(async () => (await ask('/stats/memory')).status === 200),
    'the key is taken again',
  );
});

t.test(
  'of a connection eight targets are remembered, and those again when the keys were read anew',
  async (t) => {
    const file = join(t.testdir(), 'keys');
    const write = async (text: string) => {
      await writeFile(file, text, { mode: 0o600 });
      await chmod(file, 0o600);
    };
    await write(`a:${key}\n`);
    const { app, ask, close, judged } = await polled({ apiKeys: [], apiKeysFile: file });
    t.teardown(close);
    const targets = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((limit) => `/stats/processes?limit=${limit}`);
    const judgedOf = async () => {
      const before = judged();
      for (const target of targets) t.equal((await ask(target)).status, 200);
      return judged() - before;
    };
    await judgedOf();
    t.equal(await judgedOf(), 1, 'the ninth');
    await write(`a:${key}\nb:another-key-of-some-length-0123456789\n`);
    app.readKeysAnew();
    const other = { 'x-api-key': 'another-key-of-some-length-0123456789' };
    await until(async () => {
      const { port } = app.server.address() as AddressInfo;
      return (
        (await answerOf({ port, path: '/stats/memory', headers: other, agent: false }, '')).status === 200
      );
    });
    t.equal(await judgedOf(), targets.length);
    t.equal(await judgedOf(), 1, 'as before');
  },
);

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it did not become so');
}

t.test('whoever has spent the minute is refused, and let in again after it', async (t) => {
  const { ask, host, close } = await polled({ rateLimit: 4 });
  t.teardown(close);
  const answers = [];
  for (let turn = 0; turn < 6; turn += 1) answers.push(await ask('/stats/memory'));
  t.strictSame(
    answers.map(({ status }) => status),
    [200, 200, 200, 200, 429, 429],
  );
  t.strictSame(
    answers.map(({ headers }) => headers['ratelimit-remaining']),
    ['3', '2', '1', '0', '0', '0'],
  );
  await host.clock.advance(60_000);
  t.match(await ask('/stats/memory'), { status: 200, headers: { 'ratelimit-remaining': '3' } });
});

t.test('what cannot be read any more is said, and what can again too', async (t) => {
  const { ask, host, close } = await polled();
  t.teardown(close);
  const expect = async (status: number) => {
    await host.clock.advance(10_000);
    t.equal((await ask('/stats/memory')).status, status);
    t.equal((await ask('/stats/memory')).status, status);
  };
  await expect(200);
  const mend = breakFile(join(hostsFolder, machine, 'proc/meminfo'), 'EIO');
  await expect(503);
  mend();
  await expect(200);
});

t.test('requests sent ahead are answered in their order, and one too many ends the connection', async (t) => {
  const { port, host, close } = await polled();
  t.teardown(close);
  const head = `HTTP/1.1\r\nhost: localhost\r\nx-api-key: ${key}\r\n\r\n`;
  const one = connect(port, '127.0.0.1');
  t.teardown(() => one.destroy());
  let text = '';
  one.on('data', (part: Buffer) => (text += String(part)));
  const answers = () => text.split('HTTP/1.1 ').slice(1);
  const wait = (count: number) => host.clock.until(until(() => Promise.resolve(answers().length >= count)));
  one.write(`GET /stats/memory ${head}`);
  await wait(1);
  one.write(`GET /stats/memory ${head}GET /stats/cpu ${head}GET /stats/memory ${head}GET /nothing ${head}`);
  await wait(5);
  t.match(
    answers().map((answer) => /^200[^]*"(?:ram|swap|total_gb|usage_percent)|^404/.test(answer)),
    [true, true, true, true, true],
  );
  t.match(answers()[2], /usage_percent/);
  const ended = once(one, 'close');
  one.write(`GET /stats/memory ${head}`.repeat(100));
  await ended;
});

t.test('where each answer has a line in the log, each is judged', async (t) => {
  const lines: string[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const host = recordedHost(machine);
  const app = await buildApp({ settings: defaultSettings({ apiKeys }), host, logger });
  await app.listen({ port: 0, host: '127.0.0.1' });
  t.teardown(() => app.close());
  const { port } = app.server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.teardown(() => agent.destroy());
  for (let turn = 0; turn < 3; turn += 1)
    await host.clock.until(answerOf({ port, path: '/stats/memory', headers: withKey, agent }, ''));
  await until(() => Promise.resolve(lines.filter((line) => line.includes('"answered"')).length === 3));
});
