import t from 'tap';
import { isJsonObject, jsonCount, jsonText, parsedJson } from '../../src/parsers/json.js';

void t.test('what is no JSON is null, as what says so', (t) => {
  t.same(parsedJson('{"a": [1, null]}'), { a: [1, null] });
  t.equal(parsedJson('0'), 0);
  for (const text of ['', '{', 'nil', '{"a": 1}}', 'null']) t.equal(parsedJson(text), null, text);
  t.end();
});

void t.test('an object is neither null nor a list', (t) => {
  t.ok(isJsonObject({}));
  for (const value of [null, undefined, [], 'text', 1, true]) t.notOk(isJsonObject(value), String(value));
  t.end();
});

void t.test('a count is whole, exact and not below 0; a text has something in it', (t) => {
  for (const count of [0, 7, Number.MAX_SAFE_INTEGER]) t.equal(jsonCount(count), count);
  for (const value of [-1, 0.5, 2 ** 53, Infinity, NaN, '7', true, null, [], {}])
    t.equal(jsonCount(value), null, JSON.stringify(value));
  t.equal(jsonText('a'), 'a');
  for (const value of ['', 1, null, ['a'], {}]) t.equal(jsonText(value), null, JSON.stringify(value));
  t.end();
});
