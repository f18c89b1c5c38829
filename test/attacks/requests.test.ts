import t from 'tap';
import { attackedService, key, leaks, request, statuses } from './attacked-service.js';

const withKey = `X-API-Key: ${key}`;

t.test('no shape of a request makes one request into two, or reaches data without a key', async (t) => {
  const service = await attackedService(t);
  const hidden = 'GET /stats/memory HTTP/1.1\r\nHost: localhost\r\n\r\n';
  const chunked = `0\r\n\r\n${hidden}`;
  const shapes: Record<string, string> = {
    'Content-Length and Transfer-Encoding': request(
      'POST /stats HTTP/1.1',
      [`Content-Length: ${chunked.length}`, 'Transfer-Encoding: chunked'],
      chunked,
    ),
    'two lengths': request(
      'POST /stats HTTP/1.1',
      ['Content-Length: 0', `Content-Length: ${hidden.length}`],
      hidden,
    ),
    'two lengths in one': request('POST /stats HTTP/1.1', [`Content-Length: 0, ${hidden.length}`], hidden),
    'a length with a sign': request('POST /stats HTTP/1.1', ['Content-Length: +5'], 'hello'),
    'a length in hexadecimal': request('POST /stats HTTP/1.1', ['Content-Length: 0x5'], 'hello'),
    'a length below zero': request('POST /stats HTTP/1.1', ['Content-Length: -1'], hidden),
    'a folded header': request('GET / HTTP/1.1', ['X-A: b\r\n Transfer-Encoding: chunked'], chunked),
    'a blank before the colon': request('GET / HTTP/1.1', ['Transfer-Encoding : chunked'], chunked),
    'a tab in the encoding': request(
      'POST /stats HTTP/1.1',
      ['Transfer-Encoding:\tchunked, identity'],
      chunked,
    ),
    'an unknown encoding': request('POST /stats HTTP/1.1', ['Transfer-Encoding: xchunked'], chunked),
    'lines that end in a bare LF': `GET / HTTP/1.1\nHost: localhost\nX: y\n\n${hidden}`,
    'a bare CR in a header': request('GET / HTTP/1.1', ['X-A: b\rTransfer-Encoding: chunked'], chunked),
    'a zero byte in a header': request('GET / HTTP/1.1', ['X-A: b\0c']),
    'a header without a name': request('GET / HTTP/1.1', [': x']),
    'a header without a colon': request('GET / HTTP/1.1', ['nonsense']),
    'a chunk with a wrong size': request(
      'POST /stats HTTP/1.1',
      ['Transfer-Encoding: chunked'],
      `zz\r\n${hidden}`,
    ),
    'no Host': 'GET /stats HTTP/1.1\r\n\r\n',
    'two Hosts': request('GET /stats HTTP/1.1', ['Host: evil.example', withKey]),
    'another protocol': 'GET / HTTQ/1.1\r\nHost: localhost\r\n\r\n',
    'a version that does not exist': 'GET / HTTP/3.7\r\nHost: localhost\r\n\r\n',
    'HTTP/2 without being asked': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'no HTTP at all': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'.repeat(10),
    'a method that does not exist': request('HACK / HTTP/1.1'),
  };
  for (const [name, bytes] of Object.entries(shapes)) {
    const answer = await service.send(bytes);
    const all = statuses(answer);
    t.ok(all.length <= 1 || all.every((status) => status >= 300), `${name}: ${all.join()}`);
    t.notMatch(answer, '"total_gb"', `${name} gets no data`);
    t.ok(
      all.length > 0 && all.every((status) => [200, 400, 401, 404, 405, 413, 417, 501, 505].includes(status)),
      name,
    );
    for (const status of all.filter((one) => one >= 400)) {
      t.match(answer, /^content-type: application\/problem\+json/im, `${name}: ${status}`);
    }
    t.notMatch(answer, leaks);
    t.comment(`${name}: ${all.join(', ') || 'closed'}`);
  }
  t.ok(service.lives());
});

t.test('what is beyond reason is refused early, as a problem where one can be sent', async (t) => {
  const service = await attackedService(t);
  const cases: [string, string | Buffer, number][] = [
    ['a header of 20 kB', request('GET / HTTP/1.1', [`X-A: ${'a'.repeat(20_000)}`]), 431],
    [
      '1,000 headers',
      request(
        'GET / HTTP/1.1',
        Array.from({ length: 1_000 }, (_, n) => `X-Header-${n}: some value`),
      ),
      431,
    ],
    ['a URL of 5 kB', request(`GET /stats?only=${'a'.repeat(5_000)} HTTP/1.1`, [withKey]), 414],
    ['a URL of 20 kB', request(`GET /${'a'.repeat(20_000)} HTTP/1.1`), 431],
    ['4,000 slashes', request(`GET ${'/'.repeat(4_000)} HTTP/1.1`), 404],
    [
      'a body announced as 10 GB',
      request('POST /stats HTTP/1.1', ['Content-Length: 10000000000', 'Content-Type: application/json']),
      413,
    ],
    ['the same with GET', request('GET /stats HTTP/1.1', ['Content-Length: 10000000000', withKey]), 413],
    [
      'a body without end',
      request('GET /stats HTTP/1.1', ['Transfer-Encoding: chunked', withKey], `5\r\nhello\r\n`),
      413,
    ],
    [
      'a body that waits to be asked for',
      request('POST /stats HTTP/1.1', ['Content-Length: 99999', 'Expect: 100-continue']),
      413,
    ],
    ['1,000 query parameters', request(`GET /stats?${'a=1&'.repeat(1_000)} HTTP/1.1`, [withKey]), 400],
    [
      'deep JSON',
      request(
        'POST /stats HTTP/1.1',
        ['Content-Type: application/json', 'Content-Length: 8000'],
        '['.repeat(8_000),
      ),
      405,
    ],
    [
      'a polluted prototype',
      request(
        'POST /stats HTTP/1.1',
        ['Content-Type: application/json', 'Content-Length: 31'],
        '{"__proto__":{"isAdmin":true}} ',
      ),
      405,
    ],
  ];
  for (const [name, bytes, status] of cases) {
    const start = performance.now();
    const answer = await service.send(bytes);
    t.strictSame(
      statuses(answer).filter((one) => one !== 100),
      [status],
      name,
    );
    t.match(answer, /^content-type: application\/problem\+json/im, name);
    t.notMatch(answer, leaks);
    t.comment(`${name}: ${status} after ${(performance.now() - start).toFixed(0)} ms`);
  }
  t.ok(service.lives());
});

t.test('no spelling of a path leads around the key', async (t) => {
  const service = await attackedService(t);
  const paths = [
    ...[
      '/stats',
      '/stats/',
      '//stats',
      '///stats',
      '/./stats',
      '/../stats',
      '/stats/.',
      '/stats/..',
      '/stats/../stats',
    ],
    ...[
      '/stats/..%2fstats',
      '/stats/%2e%2e/stats',
      '/stats%2fcpu',
      '/stats%2Fcpu',
      '/%73tats/cpu',
      '/stats/cpu%00',
    ],
    ...[
      '/stats/cpu.',
      '/stats/cpu...',
      '/stats/cpu%20',
      '/stats/cpu;x=1',
      '/stats;/cpu',
      '/STATS/CPU',
      '/Stats/Cpu',
    ],
    ...[
      '/stats/cpu.json',
      '/stats\\cpu',
      '/stats/cpu#x',
      '/stats/cpu?',
      '/stats/cpu%3f',
      '/health/../stats/cpu',
    ],
    ...[
      '/health/live/../../stats/cpu',
      '/static/../stats/cpu',
      '/static/..%2f..%2fpackage.json',
      '/static/%2e%2e/%2e%2e/package.json',
    ],
    ...[
      '/static/..\\..\\package.json',
      '/static/....//package.json',
      '/static//etc/passwd',
      '/openapi.json/../stats/cpu',
      '/%2e/stats/cpu',
    ],
    ...[
      '/\u00a0/stats',
      '/stats/c%70u',
      '/%2573tats/cpu',
      '/stats/%63pu/',
      '*',
      'http://localhost/stats/cpu',
      'http://evil.example/stats/cpu',
      '//evil.example/stats',
    ],
  ];
  const seen = new Map<number, number>();
  // Each wrong one counts; the budget of an address must not hide what a path would have answered.
  for (const [index, path] of paths.entries()) {
    const line = `GET ${path} HTTP/1.1`;
    const answer = await service.send(request(line, ['Connection: close']), `127.0.1.${index + 1}`);
    const [status = 0] = statuses(answer);
    seen.set(status, (seen.get(status) ?? 0) + 1);
    // `GET *` is the index, which is public.
    t.ok([400, 401, 403, 404].includes(status) || path === '*', `${path}: ${status}`);
    t.notMatch(answer, /usage_percent"|"dependencies"|root:/, path);
    t.notMatch(answer, leaks);
  }
  t.comment(
    `${paths.length} spellings: ${[...seen].map(([status, count]) => `${count} × ${status}`).join(', ')}`,
  );
});
