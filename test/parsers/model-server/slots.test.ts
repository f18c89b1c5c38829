import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { parseSlots } from '../../../src/parsers/model-server/slots.js';
import { captures, skip } from '../../helpers/machines/captures.js';
import { neverThrows, staysFinite } from '../../helpers/parsers/parser-contract.js';

const generating = {
  ...{ id: 1, n_ctx: 4096, speculative: false, is_processing: true, id_task: 17, n_prompt_tokens: 32 },
  ...{ n_prompt_tokens_processed: 1, n_prompt_tokens_cache: 16, params: { seed: 4294967295 } },
  next_token: [{ has_next_token: true, n_remain: 415, n_decoded: 15 }],
};
const parsed = {
  ...{ id: 1, contextLength: 4096, isProcessing: true, isSpeculative: false, task: 17, promptTokens: 32 },
  ...{ promptTokensCached: 16, promptTokensProcessed: 1, decoded: 15 },
};
const unknown = {
  ...{ contextLength: null, isProcessing: false, isSpeculative: false, task: null, promptTokens: null },
  ...{ promptTokensCached: null, promptTokensProcessed: null, decoded: null },
};
const parse = (...slots: unknown[]) => parseSlots(JSON.stringify(slots));

t.test('a slot that generates, and one that was never used', (t) => {
  t.strictSame(parse(generating, { id: 0, n_ctx: 512, speculative: true, is_processing: false }), [
    parsed,
    { ...unknown, id: 0, contextLength: 512, isSpeculative: true },
  ]);
  t.strictSame(parse(), []);
  t.end();
});

t.test('older versions: an object instead of a list, a numbered state, -1 for no request', (t) => {
  t.match(parse({ ...generating, next_token: { n_decoded: 7, stopped_eos: false } }), [{ decoded: 7 }]);
  const older = (state: unknown) => parse({ id: 0, state, task_id: 4, next_token: { n_decoded: 3 } });
  t.strictSame(older(0), [{ ...unknown, id: 0, task: 4, decoded: 3 }]);
  t.match(older(1), [{ isProcessing: true }]);
  t.match(older(4), [{ isProcessing: true }]);
  t.match(parse({ ...generating, id_task: -1 }), [{ task: null }]);
  t.match(parse({ ...generating, next_token: [] }), [{ decoded: null }]);
  t.end();
});

t.test('a number that cannot be is null', (t) => {
  const fields = { n_ctx: 'contextLength', n_prompt_tokens: 'promptTokens', id_task: 'task' };
  const more = {
    n_prompt_tokens_cache: 'promptTokensCached',
    n_prompt_tokens_processed: 'promptTokensProcessed',
  };
  for (const [field, name] of Object.entries({ ...fields, ...more })) {
    for (const value of [-1, 1.5, 2 ** 53, '7', true, [], {}, null]) {
      t.strictSame(
        parse({ ...generating, [field]: value }),
        [{ ...parsed, [name]: null }],
        `${field} ${JSON.stringify(value)}`,
      );
    }
  }
  t.match(parseSlots(JSON.stringify([generating]).replace('4096', '1e999')), [{ contextLength: null }]);
  t.match(parse({ ...generating, next_token: [{ n_decoded: -5 }] }), [{ decoded: null }]);
  t.end();
});

t.test('a body that is not this answer is null', (t) => {
  const refusal = { error: { code: 501, message: 'This server does not support slots endpoint.' } };
  for (const body of ['', '{', 'null', '1', '{}', '[1]', '[null]', '[[]]', JSON.stringify(refusal)]) {
    t.equal(parseSlots(body), null, body);
  }
  t.equal(parse(generating, { ...generating, id: -1 }), null, 'a slot without a number');
  t.equal(parse(generating, { id: 2 }), null, 'nor a word on what it does');
  t.equal(parse(generating, generating), null, 'one slot twice');
  t.end();
});

t.test('nothing of a prompt or an answer reaches what is returned', (t) => {
  const secret = 'my password is hunter2';
  const told = {
    ...generating,
    prompt: secret,
    generated: secret,
    [secret]: 1,
    params: { stop: [secret], prompt: secret },
  };
  const next = { ...generating, id: 2, next_token: [{ n_decoded: 15, text: secret }] };
  t.strictSame(parse(told, next), [parsed, { ...parsed, id: 2 }], 'no field but these');
  t.notMatch(JSON.stringify(parse(told, next)), /hunter/);
  t.end();
});

t.test('damaged forms', (t) => {
  neverThrows(t, parseSlots, JSON.stringify([generating]));
  staysFinite(t, parseSlots, JSON.stringify([generating]).replace('15', '1e400'));
  t.end();
});

t.test('recorded answers of llama-server', { skip }, (t) => {
  const recorded = (name: string) => readFileSync(join(captures, 'ollama-runner', name), 'utf8');
  const of = (name: string) => parseSlots(recorded(`runner-${name}.json`));
  t.match(of('slots-idle'), [
    { ...unknown, id: 0, contextLength: 16_384 },
    { task: 0, promptTokens: 9, decoded: 0 },
  ]);
  t.match(of('slots-long-prompt-busy1'), [{ isProcessing: true, promptTokens: 1_024, decoded: 0 }, {}]);
  t.match(of('slots-long-gen-busy1'), [
    { promptTokens: 14_038, promptTokensProcessed: 14_037, decoded: 1 },
    {},
  ]);
  t.match(of('slots-cached-gen-busy1'), [
    { promptTokensCached: 14_037, promptTokensProcessed: 4, decoded: 2 },
    {},
  ]);
  t.match(of('embed-slots-busy'), [{ isProcessing: true, task: 1_353, decoded: 0 }]);
  t.equal(of('slots-loading'), null);
  t.equal(parseSlots(recorded('runner-slots-switched-off.txt')), null);

  const leak = recorded('runner-slots-debug-leak.json');
  const [, used] = JSON.parse(leak) as { prompt?: string; generated?: string }[];
  t.ok((used?.prompt ?? '').length > 5 && (used?.generated ?? '').length > 20, 'the recording holds both');
  const told = JSON.stringify(parseSlots(leak));
  t.match(parseSlots(leak), [{ id: 0 }, { id: 1, task: 1, promptTokens: 72 }]);
  for (const text of [used?.prompt, used?.generated, 'ZEBRA', 'IVJ'])
    t.notOk(told.includes(text ?? ' '), text ?? '');
  t.notMatch(told, /:\s*"/, 'no value is a text');
  t.end();
});
