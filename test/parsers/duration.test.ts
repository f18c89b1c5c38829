import t from 'tap';
import { parseDuration } from '../../src/parsers/duration.js';
import { garbled } from '../helpers/parsers/garbled.js';

t.test('every unit, decimals, and seconds where none is named', (t) => {
  const known = {
    '500ms': 500,
    '1s': 1_000,
    '1.5s': 1_500,
    '2m': 120_000,
    '24h': 86_400_000,
    '7d': 604_800_000,
    '3': 3_000,
  };
  for (const [text, value] of Object.entries(known)) t.equal(parseDuration(text), value, text);
  t.end();
});

t.test('anything else is none', (t) => {
  for (const text of ['', 's', '-1s', '1 s', '1w', '1e3', '.5s', '1S', '0x1', '1s ', '9999999999s']) {
    t.equal(parseDuration(text), null, JSON.stringify(text));
  }
  t.end();
});

t.test('damaged text never throws and gives a finite number or null', (t) => {
  for (const text of garbled('12.5ms')) {
    const value = parseDuration(text);
    if (value !== null && !Number.isFinite(value)) t.fail(JSON.stringify(text));
  }
  t.end();
});
