import t from 'tap';
import { recognised } from '../src/recognised.js';

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
