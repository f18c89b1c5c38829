import t from 'tap';
import { durationOf, instantOf } from '../../../../plugins/core/http/query-values.js';

const now = Date.parse('2026-01-31T12:00:00.000Z');

t.test('an instant is RFC 3339, seconds since 1970, or a time before now', (t) => {
  const known: [text: string, epoch: string][] = [
    ['2026-01-31T11:00:00Z', '2026-01-31T11:00:00.000Z'],
    ['2026-01-31T11:00:00.25Z', '2026-01-31T11:00:00.250Z'],
    ['2026-01-31T13:00:00+02:00', '2026-01-31T11:00:00.000Z'],
    ['2026-01-31T13:00:00 02:00', '2026-01-31T11:00:00.000Z'],
    ['2026-01-31 11:00:00Z', '2026-01-31T11:00:00.000Z'],
    ['1769857200', '2026-01-31T11:00:00.000Z'],
    ['1769857200.5', '2026-01-31T11:00:00.500Z'],
    ['-1h', '2026-01-31T11:00:00.000Z'],
    ['-90', '2026-01-31T11:58:30.000Z'],
  ];
  for (const [text, epoch] of known) t.equal(instantOf(text, now), Date.parse(epoch), text);
  t.end();
});

t.test('anything else is none', (t) => {
  for (const text of [
    '',
    'now',
    '2026-01-31',
    '2026-02-30T00:00:00Z',
    '1e9',
    '--1h',
    '-',
    '0x10',
    '999999999999999',
  ]) {
    t.equal(instantOf(text, now), null, JSON.stringify(text));
  }
  t.equal(durationOf('5m'), 300_000);
  t.equal(durationOf('soon'), null);
  t.end();
});
