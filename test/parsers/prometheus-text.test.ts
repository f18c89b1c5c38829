import t from 'tap';
import { parsePrometheusText } from '../../src/parsers/prometheus-text.js';
import { blanks, neverThrows, staysFinite, staysQuick } from '../helpers/parsers/parser-contract.js';

const parse = (text: string, ...names: string[]) =>
  parsePrometheusText(text, new Set(names)).map(({ name, labels, value }) => [
    name,
    Object.fromEntries(labels),
    value,
  ]);

t.test('values of the wanted names, with their labels', (t) => {
  const text = `# HELP a Some.
# TYPE a counter
a 1
a{x="1",y = "two" , } 2.5 1395066363000
a_total{} 3
b{x="1"} 4
a 1e3`;
  t.strictSame(parse(text, 'a', 'a_total'), [
    ['a', {}, 1],
    ['a', { x: '1', y: 'two' }, 2.5],
    ['a_total', {}, 3],
    ['a', {}, 1_000],
  ]);
  t.strictSame(parse('x:a{l="a\\"}\\\\b\\nc"}\t-7\r\n', 'x:a'), [['x:a', { l: 'a"}\\b\nc' }, -7]]);
  t.end();
});

t.test('what is no value is left out, and nothing after it', (t) => {
  for (const line of [
    'a',
    'a NaN',
    'a +Inf',
    'a{x="1" 2',
    'a{x=1} 2',
    'a{x="1',
    'a{',
    'a 1e999',
    'a x',
    ' a 1',
    'a  ',
    'a 0x',
  ]) {
    t.strictSame(parse(`${line}\na 5\n`, 'a'), [['a', {}, 5]], line);
  }
  t.end();
});

t.test('it is bounded, and quick', (t) => {
  t.equal(parsePrometheusText('a 1\n'.repeat(20_000), new Set(['a'])).length, 10_000);
  const one = (text: string) => parsePrometheusText(text, new Set(['a']));
  for (const text of [
    `a{${blanks}`,
    `a{x="${blanks}`,
    `a ${blanks}x`,
    `a{${',x="1"'.repeat(3_000)}`,
    'a{'.repeat(9_000),
  ]) {
    staysQuick(t, one, text);
  }
  neverThrows(t, one, 'a{x="1",y="\\n"} 2.5 1395066363000\n');
  staysFinite(t, one, `a ${'9'.repeat(400)}\n`);
  t.end();
});
