import t from 'tap';
import { parseOllamaTags } from '../../../src/parsers/ollama/tags.js';

t.test('the digest of each name', (t) => {
  const text = JSON.stringify({
    models: [{ name: 'a:1b', digest: 'x' }, { name: 'b', digest: 'y' }, { name: 'c' }, 1],
  });
  t.strictSame(
    parseOllamaTags(text),
    new Map([
      ['a:1b', 'x'],
      ['b', 'y'],
    ]),
  );
  t.strictSame(parseOllamaTags('{"models":null}'), new Map(), 'as Go writes a list that was never filled');
  t.end();
});

t.test('another answer is none', (t) => {
  for (const text of ['', '[]', '{}', '{"models":1}', '<html>']) t.equal(parseOllamaTags(text), null, text);
  t.end();
});
