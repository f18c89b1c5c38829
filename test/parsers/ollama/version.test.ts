import t from 'tap';
import { parseOllamaVersion } from '../../../src/parsers/ollama/version.js';

t.test('the version is taken from the answer', (t) => {
  t.equal(parseOllamaVersion('{"version":"0.33.0-rc2"}'), '0.33.0-rc2');
  t.equal(parseOllamaVersion(' {"version":"0.9.0","more":1}\n'), '0.9.0');
  t.end();
});

t.test('any other body is null', (t) => {
  const bodies = [
    ...['', '{', '{"version":', '{"version":"0.3', 'null', '[]', '"0.33.0"', '0.33', '{}', '<html></html>'],
    ...['{"version":1}', '{"version":null}', '{"version":""}', '{"error":"unauthorized"}'],
  ];
  for (const body of bodies) t.equal(parseOllamaVersion(body), null, JSON.stringify(body));
  t.end();
});
