import t from 'tap';
import { amdSmiCards, block, number, unitOf, within, words } from '../../../src/parsers/amd/smi-json.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

const cards = (text: string) => amdSmiCards(text, (gpu, parsed) => [gpu, parsed['name'] ?? null]);
const array = '[\n {"gpu": 0, "name": "a [b]} \\" {"},\n {"gpu": 3}\n]';
const wrapped = `{"gpu_data": ${array}}`;
const both = [
  [0, 'a [b]} " {'],
  [3, null],
];

void t.test('cards stand in an array, below gpu_data, or alone', (t) => {
  t.same(cards(array), both);
  t.same(cards(wrapped), both);
  t.same(cards('{"gpu": 1, "name": "x"}'), [[1, 'x']]);
  t.same(cards('[]'), []);
  t.same(cards('{"gpu_data": []}'), []);
  t.end();
});

void t.test('text around the JSON is skipped, and what is printed twice counts once', (t) => {
  const warning = 'WARNING: User is missing the following required groups: render\n[not json]\n\n';
  for (const text of [
    `${warning}${wrapped}`,
    `${array}\nbye {}\n`,
    `${wrapped}\n${wrapped}`,
    `${array}${array}`,
  ]) {
    t.same(cards(text), both, text.slice(0, 20));
  }
  t.same(cards('[{"gpu": 1, "name": "x"}, {"gpu": 1, "name": "y"}]'), [[1, 'x']]);
  t.end();
});

void t.test('anything else is not its JSON; a card without a number is left out', (t) => {
  const others = [
    '',
    'AMD-SMI',
    '{',
    '[1, 2]',
    '{"error": "x", "code": -2}',
    '{"gpu_data": "N/A"}',
    array.slice(0, 30),
  ];
  for (const text of others) t.equal(cards(text), null, text);
  t.same(cards('[{"gpu": "N/A"}, {"gpu": 1}, "x", null]'), [[1, null]]);
  neverThrows(t, cards, wrapped);
  t.end();
});

void t.test('a number stands alone, with its unit, or as for people', (t) => {
  for (const parsed of [42, '42', '42 %', { value: 42, unit: '%' }, { value: '42 %' }])
    t.equal(number(parsed), 42);
  for (const parsed of ['N/A', '', null, undefined, [], {}, { value: 'N/A', unit: '%' }, '4 2', '0x2a']) {
    t.equal(number(parsed), null);
  }
  t.equal(number(Infinity), Number.MAX_VALUE, 'JSON may hold larger numbers than any');
  t.same(
    [unitOf({ value: 1, unit: 'MB' }), unitOf('1 GB'), unitOf(1), unitOf('N/A')],
    ['MB', 'GB', null, null],
  );
  t.same(
    [within(5, 0, 5), within(65535, 0, 100), within(-1, 0, 5), within(null, 0, 5)],
    [5, null, null, null],
  );
  t.end();
});

void t.test('a block or a text that is N/A is absent', (t) => {
  const parsed = { usage: 'N/A', fan: { rpm: 1 }, name: 'N/A', model: ' MI300X ', serial: '' };
  t.same(block(parsed, 'usage'), {});
  t.same(block(parsed, 'fan'), { rpm: 1 });
  t.same(block(parsed, 'clock'), {});
  t.equal(words(parsed, 'serial', 'name', 'model'), 'MI300X');
  t.equal(words(parsed, 'name', 'fan'), null);
  t.end();
});

void t.test('cards stand one level below gpu_data and no deeper', async (t) => {
  const deep = `${'{"gpu_data":'.repeat(5_000)}[]${'}'.repeat(5_000)}`;
  t.equal(
    amdSmiCards(deep, (gpu) => gpu),
    null,
  );
});
