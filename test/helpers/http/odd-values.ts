import { METHODS } from 'node:http';

/** Values that are wrong in most places, as they stand in a URL. */
export const oddValues = [
  '',
  ...words(`
    %20 + %00 %ff % %zz %25 %2C %252C %26 %3D , ,, ; # / .. null undefined true [] {} %7B%22a%22%3A1%7D - -1 0 00 1 1.5
    1e3 0x10 %201 1%20 +1 NaN Infinity -Infinity 1e400 9007199254740993 10001 -15m -0s -999999999d 0s 1ms 999999999h 1h
    1w -9 99999999999 2026-01-31 2026-01-31T12:00:00Z 2026-02-30T00:00:00Z 9999-12-31T23:59:59Z 0000-01-01T00:00:00Z
    2026-01-31T12:00:00+25:00 %C3%A9 %E6%BC%A2 %F0%9F%96%A5 %ED%A0%80 %E2%80%AE %C0%80 %EF%BB%BF \u00e9 \u00ff
    %0d%0ax-injected:%201 %3Cscript%3E '%20or%201=1-- ../../etc/passwd $(id) %24%7B1%7D %0a cpu CPU cpu,cpu cpu%2Cgpu
    cpu, ,cpu cpu,%20gpu constructor __proto__ toString
  `),
  ...['9'.repeat(40), 'x'.repeat(300), `${'cpu,'.repeat(400)}cpu`, 'x'.repeat(2001), 'x'.repeat(4100)],
  '%41'.repeat(1200),
];

/** Names that no parameter has. */
export const oddNames = [
  '',
  ...words('no_such __proto__ constructor hasOwnProperty %00 %ff %E6%BC%A2 a[b] a.b %'),
];

/** All methods but those that are documented; CONNECT is no request for a path. */
export const otherMethods = METHODS.filter((method) => !['GET', 'HEAD', 'CONNECT'].includes(method));

/** Media types as they are meant. */
export const types = words(`
  application/json text/html text/csv text/event-stream application/x-ndjson application/jsonl
  application/openmetrics-text text/plain application/problem+json */* text/*
`);

/** What is no media type, or hardly one. */
export const oddTypes = [
  '',
  ...words('* / ;q=1 a/b/c text/html;q= */*;q=-1 */*;q=1e9 ,,, text/ \u00ff/\u00e9'),
];

/** What may stand behind a media type. */
export const typeParameters = [
  ...['', '; charset="'],
  ...words(';q=0 ;q=0.5 ;q=1.0 ;q=abc ;version=1.0.0 ;version=0.0.4;q=0.2 ;;'),
];

/** Headers with values that hardly anybody sends. */
export const oddHeaders: Record<string, string[]> = {
  'last-event-id': [
    '',
    '1, 2',
    ' 1 ',
    '9'.repeat(15),
    ...words(`0 1 -1 1.5 ${'9'.repeat(16)} x %00 \u00ff 0x1 1e3`),
  ],
  'if-none-match': ['*', '"x"', 'W/"', ''],
  'if-modified-since': ['Sat, 31 Jan 2026 12:00:00 GMT', 'yesterday', ''],
  range: ['bytes=0-0', 'bytes=-1', 'bytes=9-1', 'lines=1'],
  'accept-encoding': ['gzip', 'br;q=1', '*;q=0', 'identity;q=0', ''],
  'accept-language': ['de', '*', '\u00ff'],
  'content-type': ['application/json', 'multipart/form-data', 'x', ''],
  'content-length': ['0'],
  connection: ['close', 'keep-alive', 'upgrade', 'x-y'],
  upgrade: ['websocket', 'h2c', ''],
  expect: ['100-continue', '200-ok', ''],
  cookie: ['a=b', '=;=', '\u00ff'],
  origin: ['null', 'https://example.org', ''],
  referer: ['\u00ff', 'x'.repeat(3_000)],
  'user-agent': ['', '\u00ff', '<script>'],
  host: [
    '',
    'a b',
    ...words('localhost 127.0.0.1 [::1]:80 rebound.example 127.0.0.1:99999 \u00ff 127.0.0.1@x'),
  ],
  'x-forwarded-for': ['127.0.0.1', ''],
  'x-forwarded-prefix': ['/..', '/monitor', ''],
  forwarded: ['for=1', ''],
  via: ['1.1 x'],
  authorization: ['', 'Bearer ', 'Bearer x', 'Basic =', 'Basic Og==', 'Digest x', 'bearer  a b', '\u00ff'],
  'x-api-key': ['', 'x', '\u00ff', 'x'.repeat(5_000), 'a, b'],
};

/** Ways to write a path that is not that path, or hardly. */
export const bends: ((path: string) => string)[] = [
  ...[(path: string) => `${path}/`, (path: string) => `/${path}`, (path: string) => path.toUpperCase()],
  ...words('%00 %ff % %zz %2e ;a=b %2F \u00ff /.. /%2e%2e/ .json').map((end) => (path: string) => path + end),
  (path) => path.replace(/(.)$/, (last) => `%${last.charCodeAt(0).toString(16)}`),
  (path) => path.replaceAll('/', '%2F'),
  (path) => `http://elsewhere.example${path}`,
];

/** The words of a text. */
function words(text: string): string[] {
  return text.trim().split(/[ \n]+/);
}
