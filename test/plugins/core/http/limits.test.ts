import t from 'tap';
import { digestOf } from '../../../../src/access/key-lines.js';
import type { Settings } from '../../../../src/settings/settings.js';
import { recordedApp } from '../../../helpers/machines/recorded-app.js';

const machine = 'linux-x64__vm-2-threads';
const keys = { a: 'the-key-of-client-a-0123456789', b: 'the-key-of-client-b-0123456789' };
const apiKeys = Object.entries(keys).map(([name, key]) => ({ name, digest: digestOf(key) }));

/** A service with these settings, asked from any address. */
async function limited(settings: Partial<Settings>) {
  const { app, host } = await recordedApp(machine, { settings });
  const ask = async (url: string, headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') =>
    host.clock.until(app.inject({ url, headers, remoteAddress }));
  return { ask, app, clock: host.clock };
}

t.test('a key may ask so many times a minute, whatever address it comes from', async (t) => {
  const { ask, clock } = await limited({ apiKeys, rateLimit: 3 });
  const a = { 'x-api-key': keys.a };
  for (const remaining of ['2', '1', '0']) {
    const { statusCode, headers } = await ask('/stats/memory', a, `10.0.0.${remaining}`);
    t.equal(statusCode, 200);
    t.match(headers, {
      'ratelimit-limit': '3',
      'ratelimit-remaining': remaining,
      'ratelimit-reset': /^(?:60|59)$/,
    });
  }
  const refused = await ask('/stats/memory', a, '10.0.0.9');
  t.equal(refused.statusCode, 429);
  t.match(refused.headers, {
    'retry-after': /^\d+$/,
    'ratelimit-remaining': '0',
    'content-type': /problem\+json/,
  });
  t.match(refused.json(), {
    code: 'rate_limited',
    detail: /^this key may ask 3 times a minute; ask again in \d+ s$/,
  });
  t.equal(
    (await ask('/stats/memory', { 'x-api-key': keys.b }, '10.0.0.9')).statusCode,
    200,
    'another key has its own',
  );
  await clock.advance(60_000);
  t.equal((await ask('/stats/memory', a)).statusCode, 200, 'a minute later');
});

t.test('without keys an address may, and all of an IPv6 network are one', async (t) => {
  const { ask } = await limited({ rateLimit: 1 });
  for (const [first, second, third] of [
    ['127.0.0.1', '::ffff:127.0.0.1', '127.0.0.2'],
    ['2001:db8::1', '2001:db8::2', '2001:db8:0:1::1'],
    ['fe80::1%eth0', 'fe80::1%eth0', 'fe80:0:0:1::1%eth0'],
  ] as const) {
    t.equal((await ask('/stats/memory', {}, first)).statusCode, 200, first);
    t.equal((await ask('/stats/memory', {}, second)).statusCode, 429, second);
    t.equal((await ask('/stats/memory', {}, third)).statusCode, 200, third);
  }
});

t.test('requests that come at the same moment are counted one by one', async (t) => {
  const { app, clock } = await limited({ apiKeys, rateLimit: 5 });
  const all = Array.from({ length: 12 }, () =>
    app.inject({ url: '/stats/memory', headers: { 'x-api-key': keys.a } }),
  );
  const answers = await clock.until(Promise.all(all));
  t.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 5);
  t.equal(answers.filter(({ statusCode }) => statusCode === 429).length, 7);
});

t.test('documents and unknown paths are counted by address, apart from data', async (t) => {
  const { ask } = await limited({ rateLimit: 2 });
  for (const path of ['/openapi.json', '/nope']) t.not((await ask(path)).statusCode, 429, path);
  for (const path of ['/openapi.json', '/nope', '/']) t.equal((await ask(path)).statusCode, 429, path);
  t.equal((await ask('/stats/memory')).statusCode, 200);
});

t.test('health is never refused', async (t) => {
  const { ask } = await limited({ rateLimit: 1 });
  for (let count = 0; count < 5; count += 1) t.equal((await ask('/health/live')).statusCode, 200);
});

t.test('0 is no limit, and then no headers tell of one', async (t) => {
  const { ask } = await limited({ rateLimit: 0 });
  for (let count = 0; count < 50; count += 1) await ask('/stats/memory');
  const { statusCode, headers } = await ask('/stats/memory');
  t.equal(statusCode, 200);
  t.equal(headers['ratelimit-limit'], undefined);
});

t.test('wrong keys have a budget of their own, which never keeps a valid one out', async (t) => {
  const { ask, clock } = await limited({ apiKeys, rateLimit: 0 });
  for (let count = 0; count < 20; count += 1) {
    t.equal((await ask('/stats/memory', { 'x-api-key': `wrong-${count}` })).statusCode, 401);
  }
  const refused = await ask('/stats/memory', { 'x-api-key': 'wrong' });
  t.equal(refused.statusCode, 429);
  t.match(refused.headers, { 'retry-after': /^\d+$/ });
  t.match(refused.json(), { code: 'too_many_failed_keys' });
  t.equal(
    (await ask('/stats/memory', { 'x-api-key': keys.a })).statusCode,
    200,
    'a valid key from the same address',
  );
  t.equal((await ask('/stats/memory', {}, '10.0.0.1')).statusCode, 401, 'another address has its own budget');
  await clock.advance(60_000);
  t.equal((await ask('/stats/memory')).statusCode, 401, 'a minute later');
});
