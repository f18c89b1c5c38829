import t from 'tap';
import { isJsonObject, parsedJson } from '../../src/parsers/json.js';

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
