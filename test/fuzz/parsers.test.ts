import t from 'tap';
import { sourcesBelow } from '../architecture/sources.js';
import { chosenSeed, dearest, faultIn } from './campaign.js';
import { parsers } from './parsers.js';
import { faultOf, smallest } from './properties.js';

const seed = chosenSeed();
/** Inputs for each parser; `npm run fuzz` takes ten thousand. */
const runs = 300;

t.comment(`FUZZ_SEED=${seed}`);

/** What an exported function takes in of what others wrote: text, bytes, lists of texts, values of somebody's JSON. */
const takesInput = /:\s*(?:readonly )?(?:string|Uint8Array|unknown)(?:\[\])?(?: \| null)?\s*(?:[,)]|$)/;

t.test('every exported parser is in the table, and nothing else', (t) => {
  const declarations = Object.values(sourcesBelow('src/parsers')).flatMap((text) => [
    ...text.matchAll(/^export function (\w+)(?:<[^(]*>)?\(([^]*?)\)\s*:/gm),
  ]);
  const fed = declarations.filter(([, , taken = '']) => takesInput.test(taken));
  t.same(
    fed.map(([, name = '']) => name).filter((name) => !(name in parsers)),
    [],
    'to be added to test/fuzz/parsers.ts',
  );
  const exported = declarations.map(([, name]) => name);
  t.same(
    Object.keys(parsers).filter((name) => !exported.includes(name)),
    [],
  );
  t.ok(fed.length > 90, 'the declarations are found');
  t.end();
});

t.test(`${runs} damaged inputs each: no throw, no number that is none, none below 0 that cannot be`, (t) => {
  for (const name of Object.keys(parsers)) {
    t.equal(faultIn(name, { runs, seed, longest: 3_000, most: 6 }), null, name);
  }
  t.end();
});

t.test('a text of any form costs no more than in proportion to its length', (t) => {
  // What takes time in the square of the length takes half a second of this, and what does not one or two milliseconds.
  const size = 24_000;
  const enough = 150;
  for (const name of Object.keys(parsers)) {
    const { ms, text } = dearest(name, { runs: 60, seed, size, enough, longest: 3_000, most: 6 });
    t.ok(ms <= enough, `${name}: ${ms} ms`, { text });
  }
  t.end();
});

t.test('each kind of fault is found, and its shortest text', (t) => {
  const about = (parse: (text: string) => unknown) => faultOf({ seeds: [], parse }, 'abc');
  t.match(
    about(() => JSON.parse('{')),
    /^it throws SyntaxError/,
  );
  t.equal(
    about(() => [{ a: NaN }]),
    'it tells NaN',
  );
  t.equal(
    about(() => new Map([['a', Infinity]])),
    'it tells Infinity',
  );
  t.equal(
    about(() => -1),
    'it tells -1',
  );
  t.equal(faultOf({ seeds: [], parse: () => -1, signed: true }, 'abc'), null);
  t.equal(
    smallest('some long text x9 and more', (text) => text.includes('x9')),
    'x9',
  );
  t.end();
});
