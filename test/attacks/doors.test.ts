import t from 'tap';
import { attackedService, key, leaks, request, statuses } from './attacked-service.js';

const open = { SYSMON_API_KEYS: '' };

/** The status for a request with exactly these headers. */
function bare(line: string, headers: readonly string[]): string {
  return [line, ...headers, 'Connection: close', '', ''].join('\r\n');
}

t.test('without keys, only a loopback name reaches the service: a rebound name does not', async (t) => {
  const service = await attackedService(t, open);
  const good = [
    'localhost',
    'LOCALHOST:5000',
    'localhost.',
    '127.0.0.1',
    '127.0.0.1:1',
    '[::1]:5000',
    'a.localhost',
  ];
  const bad = [
    ...[
      'evil.example',
      'evil.example:5000',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      'evil.example.',
      '',
    ],
    ...[
      '192.168.1.7',
      '0.0.0.0',
      '127.0.0.1@evil.example',
      'evil.example#localhost',
      '[::1',
      '::1:5000',
      'localhost evil',
    ],
    ...[
      '127.0.0.1,evil.example',
      'localhost/evil',
      'xn--localhost-',
      '2130706433',
      '0x7f.1',
      '127.1',
      '[::ffff:127.0.0.1]',
    ],
  ];
  for (const host of good)
    t.strictSame(
      statuses(await service.send(bare('GET /stats/memory HTTP/1.1', [`Host: ${host}`]))),
      [200],
      host,
    );
  for (const host of bad) {
    for (const path of ['/stats/memory', '/', '/openapi.json', '/health/live', '/nope']) {
      const answer = await service.send(bare(`GET ${path} HTTP/1.1`, [`Host: ${host}`]));
      t.ok([400, 403].includes(statuses(answer)[0] ?? 0), `${host} ${path}`);
      t.notMatch(answer, /total_gb|openapi"/);
      t.notMatch(answer, leaks);
    }
  }
});

t.test('a target in absolute form counts, and not the Host header beside it', async (t) => {
  const service = await attackedService(t, open);
  for (const target of ['http://evil.example/stats/memory', 'HTTP://EVIL.example:80/', 'x://evil.example']) {
    const answer = await service.send(bare(`GET ${target} HTTP/1.1`, ['Host: localhost']));
    t.ok([400, 403].includes(statuses(answer)[0] ?? 0), target);
    t.notMatch(answer, /total_gb|openapi"/);
  }
  const own = await service.send(bare('GET http://localhost/stats/memory HTTP/1.1', ['Host: evil.example']));
  t.strictSame(statuses(own), [200]);
});

t.test('without keys, what came through a proxy is refused and told why', async (t) => {
  const service = await attackedService(t, open);
  const marks = [
    ...[
      'Forwarded: for=1.2.3.4',
      'X-Forwarded-For: 127.0.0.1',
      'X-Forwarded-Host: localhost',
      'X-Forwarded-Proto: http',
    ],
    ...[
      'X-Forwarded-Prefix: /',
      'x-forwarded-anything: 1',
      'X-Real-IP: 127.0.0.1',
      'Via: 1.1 proxy',
      'X-FORWARDED-FOR:',
    ],
  ];
  for (const mark of marks) {
    const answer = await service.send(bare('GET /stats/memory HTTP/1.1', ['Host: 127.0.0.1:5000', mark]));
    t.strictSame(statuses(answer), [403], mark);
    t.match(answer, /"code":"forwarded_without_key"/);
    t.match(answer, /SYSMON_API_KEYS/);
  }
  const asNginxAsks = 'GET /stats/memory HTTP/1.0\r\nHost: 127.0.0.1:5000\r\nConnection: close\r\n\r\n';
  t.strictSame(statuses(await service.send(asNginxAsks)), [403], 'HTTP/1.0, as nginx asks by default');
});

t.test('what a proxy adds is seen however many headers stand before it', async (t) => {
  const ask = (count: number) => {
    const headers = [...Array<string>(count).fill('a:'), 'X-Forwarded-For: 203.0.113.9'];
    return bare('GET /stats/memory HTTP/1.1', ['Host: localhost', `X-API-Key: ${key}`, ...headers]);
  };
  const trusting = { SYSMON_TRUST_PROXY: 'loopback', SYSMON_ALLOW_FROM: '127.0.0.0/8' };
  for (const environment of [open, trusting]) {
    const service = await attackedService(t, environment);
    for (const count of [0, 996, 1_000, 16_000]) {
      t.strictSame(statuses(await service.send(ask(count))), [403], `${count} before it`);
    }
    t.strictSame(statuses(await service.send(ask(17_000))), [431]);
  }
});

t.test('forged forwarding headers change neither address nor budget nor links', async (t) => {
  const service = await attackedService(t, { SYSMON_ALLOW_FROM: '127.0.0.1', SYSMON_LOG_LEVEL: 'debug' });
  const forged = [
    'X-Forwarded-For: 127.0.0.1',
    'X-Real-IP: 127.0.0.1',
    'Forwarded: for=127.0.0.1',
    `X-API-Key: ${key}`,
  ];
  t.strictSame(
    statuses(await service.send(request('GET /stats/memory HTTP/1.1', forged), '127.0.0.9')),
    [403],
  );
  t.strictSame(statuses(await service.send(request('GET /stats/memory HTTP/1.1', forged))), [200]);
  for (let guess = 0; guess < 30; guess += 1) {
    await service.send(
      request('GET /stats HTTP/1.1', ['Connection: close', `X-Forwarded-For: 10.0.0.${guess}`]),
    );
  }
  const spent = await service.send(
    request('GET /stats HTTP/1.1', ['Connection: close', 'X-Forwarded-For: 10.9.9.9']),
  );
  t.strictSame(statuses(spent), [429], 'a new forged address has no new budget');
  const index = await service.send(
    request('GET / HTTP/1.1', [
      'Connection: close',
      'X-Forwarded-Host: evil.example',
      'X-Forwarded-Prefix: /evil',
    ]),
  );
  t.notMatch(index, 'evil');
});

t.test('SYSMON_ALLOW_FROM answers those addresses and no others, whatever they ask for', async (t) => {
  const service = await attackedService(t, { SYSMON_ALLOW_FROM: '127.0.0.2/31, ::1' });
  const ask = async (path: string, from: string) =>
    statuses(
      await service.send(request(`GET ${path} HTTP/1.1`, ['Connection: close', `X-API-Key: ${key}`]), from),
    );
  for (const path of ['/stats/memory', '/', '/health/live', '/nope']) {
    t.strictSame(await ask(path, '127.0.0.1'), [403], path);
    t.strictSame(await ask(path, '127.0.0.4'), [403], path);
  }
  t.strictSame(await ask('/stats/memory', '127.0.0.2'), [200]);
  t.strictSame(await ask('/stats/memory', '127.0.0.3'), [200]);
});

t.test('no preflight and no header lets the page of another site read anything', async (t) => {
  const service = await attackedService(t, { ...open, SYSMON_CORS_ORIGINS: 'https://dash.example.org' });
  const from = async (origin: string, ...headers: string[]) =>
    service.send(
      request('OPTIONS /stats HTTP/1.1', [
        `Origin: ${origin}`,
        'Access-Control-Request-Method: GET',
        'Connection: close',
        ...headers,
      ]),
    );
  t.match(
    await from('https://dash.example.org'),
    /^access-control-allow-origin: https:\/\/dash\.example\.org\r$/im,
  );
  for (const origin of [
    'https://evil.example',
    'null',
    'https://dash.example.org.evil.example',
    'http://dash.example.org',
    '*',
  ]) {
    const answer = await from(origin, 'Access-Control-Request-Private-Network: true');
    t.notMatch(answer, /access-control-allow/i, origin);
  }
});
