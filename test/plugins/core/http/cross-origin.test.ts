import t from 'tap';
import { digestOf } from '../../../../src/access/key-lines.js';
import { recordedApp } from '../../../helpers/machines/recorded-app.js';

const machine = 'linux-x64__vm-2-threads';
const origin = 'https://dash.example.org';
const apiKeys = [{ name: 'dash', digest: digestOf('a-key-of-the-test-0123456789') }];
const preflight = (from: string) => ({
  method: 'OPTIONS' as const,
  url: '/stats/memory',
  headers: {
    origin: from,
    'access-control-request-method': 'GET',
    'access-control-request-headers': 'x-api-key',
  },
});

t.test('closed unless set: no answer allows another origin', async (t) => {
  const { app } = await recordedApp(machine);
  for (const request of [preflight(origin), { url: '/stats/memory', headers: { origin } }]) {
    const { headers } = await app.inject(request);
    t.strictSame(
      Object.keys(headers).filter((name) => name.startsWith('access-control')),
      [],
    );
  }
});

t.test(
  'a listed origin is answered before a key is asked for, and can read why one is refused',
  async (t) => {
    const { app } = await recordedApp(machine, { settings: { corsOrigins: [origin], apiKeys } });
    const allowed = await app.inject(preflight(origin));
    t.equal(allowed.statusCode, 204);
    t.match(allowed.headers, {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-allow-headers': /X-API-Key, Authorization/,
      vary: /Origin/i,
    });
    t.equal(allowed.headers['access-control-allow-credentials'], undefined);
    const refused = await app.inject({ url: '/stats/memory', headers: { origin } });
    t.equal(refused.statusCode, 401);
    t.equal(refused.headers['access-control-allow-origin'], origin);
    t.match(refused.headers['access-control-expose-headers'], /Retry-After/);
  },
);

t.test('preflight requests count as any: whoever asks for ever is told to wait', async (t) => {
  const { app } = await recordedApp(machine, { settings: { corsOrigins: [origin], apiKeys, rateLimit: 2 } });
  const answers = [];
  for (let turn = 0; turn < 3; turn += 1) answers.push(await app.inject(preflight(origin)));
  t.strictSame(
    answers.map(({ statusCode }) => statusCode),
    [204, 204, 429],
  );
  t.equal(answers[2]?.headers['access-control-allow-origin'], origin, 'the page may read why');
  t.equal((await app.inject(preflight('https://evil.example'))).statusCode, 429);
});

t.test('any other origin is not, whatever it is made to look like', async (t) => {
  const { app } = await recordedApp(machine, { settings: { corsOrigins: [origin], apiKeys } });
  for (const other of [
    'https://evil.example',
    'null',
    'http://dash.example.org',
    'https://dash.example.org.evil.example',
    'https://dash.example.org:444',
    'https://DASH.example.org',
    '',
  ]) {
    const { headers, statusCode } = await app.inject(preflight(other));
    t.equal(headers['access-control-allow-origin'], undefined, other);
    t.equal(statusCode, 405, other);
  }
});
