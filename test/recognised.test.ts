import t from 'tap';
import { recognised, recognisedLines } from '../src/recognised.js';

void t.test('the same is made once, also when it is nothing; another anew', (t) => {
  const given: unknown[][] = [];
  const make = recognised((...parts: (string | null)[]) => {
    given.push(parts);
    return parts.length;
  });
  for (const parts of [['a', null], ['a', null], ['a'], ['a'], [], [], ['b'], ['a']]) {
    t.equal(make(...parts), parts.length);
  }
  t.strictSame(given, [['a', null], ['a'], [], ['b'], ['a']]);
  t.end();
});

void t.test('what makes nothing but an error leaves what was made before', (t) => {
  let made = 0;
  const make = recognised((text: string) => {
    if (text === '') throw new Error('empty');
    return (made += 1);
  });
  t.equal(make('a'), 1);
  t.throws(() => make(''), { message: 'empty' });
  t.equal(make('a'), 1);
  t.throws(() => make(''), { message: 'empty' });
  t.end();
});

t.test('a line of a text is made once for as long as it stays in it', (t) => {
  const given: string[] = [];
  const linesOf = recognisedLines((line: string) => {
    given.push(line);
    return line === '' ? null : { line };
  });
  const first = linesOf('a 1\nb 1\n');
  const second = linesOf('a 1\nb 2\n');
  t.equal(second[0], first[0]);
  t.same(second, [{ line: 'a 1' }, { line: 'b 2' }, null]);
  linesOf('c 1');
  linesOf('a 1');
  t.same(given, ['a 1', 'b 1', '', 'b 2', 'c 1', 'a 1'], 'what has left the text is made anew');
  t.end();
});
