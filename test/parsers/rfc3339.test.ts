import t from 'tap';
import { parseRfc3339 } from '../../src/parsers/rfc3339.js';

t.test('instants with any offset and any number of decimals', (t) => {
  const cases: [text: string, seconds: number][] = [
    ['1970-01-01T00:00:00Z', 0],
    ['2026-01-31T12:00:00Z', 1769860800],
    ['2026-01-31t12:00:00z', 1769860800],
    ['2026-01-31T13:00:00+01:00', 1769860800],
    ['2026-01-31T04:30:00-07:30', 1769860800],
    ['2026-01-31T12:00:00.5Z', 1769860800.5],
    ['2026-01-31T12:00:00.25-00:00', 1769860800.25],
    ['2024-02-29T00:00:00Z', 1709164800],
    ['1969-12-31T23:59:59.75Z', -0.25],
    ['0001-01-01T00:00:00Z', -62135596800],
    ['2318-05-13T11:47:16Z', 10993232836],
  ];
  for (const [text, seconds] of cases) t.equal(parseRfc3339(text), seconds, text);
  t.end();
});

t.test('nine decimals are kept as far as a number of this size can', (t) => {
  const parsed = parseRfc3339('2026-01-31T13:04:30.123456789+01:00') ?? NaN;
  t.ok(Math.abs(parsed - 1769861070.123456789) < 1e-6);
  t.end();
});

t.test('anything else is null', (t) => {
  const cases = [
    ...[
      '',
      'never',
      '2026',
      '2026-01-31',
      '2026-01-31T12:00:00',
      '2026-01-31 12:00:00Z',
      '2026-01-31T12:00Z',
    ],
    ...['2026-02-29T00:00:00Z', '2026-13-01T00:00:00Z', '2026-00-10T00:00:00Z', '2026-01-31T24:30:00Z'],
    ...[
      '2026-01-31T12:00:60Z',
      '2026-01-31T12:00:00.Z',
      '2026-01-31T12:00:00+24:00',
      '2026-01-31T12:00:00+0100',
    ],
    ...[' 2026-01-31T12:00:00Z', '2026-01-31T12:00:00Z ', '2026-01-31T12:00:00Z\n', '12026-01-31T12:00:00Z'],
  ];
  for (const text of cases) t.equal(parseRfc3339(text), null, JSON.stringify(text));
  t.end();
});

t.test('24:00:00 is no time of RFC 3339', (t) => {
  t.equal(parseRfc3339('2026-01-31T24:00:00Z'), null);
  t.end();
});

t.test('an instant written by JavaScript is read back to the millisecond', (t) => {
  for (let round = 0; round < 1000; round += 1) {
    const epoch = Math.floor(Math.random() * 8e12) - 4e12;
    const parsed = parseRfc3339(new Date(epoch).toISOString()) ?? NaN;
    if (Math.abs(parsed - epoch / 1000) > 1e-6) t.fail(`${epoch} became ${parsed}`);
  }
  t.pass('all came back');
  t.end();
});

t.test('random text gives a finite number or null', (t) => {
  const letters = '0123456789-:.TZ+ tz\u0000é';
  let instants = 0;
  for (let round = 0; round < 5000; round += 1) {
    const start = Array.from('2026-01-31T12:00:00.5+01:00');
    for (let change = 0; change < 3; change += 1) {
      start[Math.floor(Math.random() * start.length)] =
        letters[Math.floor(Math.random() * letters.length)] ?? '';
    }
    const parsed = parseRfc3339(start.join(''));
    if (parsed !== null) instants += 1;
    if (parsed !== null && !Number.isFinite(parsed)) t.fail(start.join(''));
  }
  t.ok(instants > 0 && instants < 5000, 'some of them are instants and some are not');
  t.end();
});
