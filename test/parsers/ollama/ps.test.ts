import t from 'tap';
import { parseOllamaPs, type OllamaPsModel } from '../../../src/parsers/ollama/ps.js';

const full = {
  name: 'split:14b',
  model: 'split:14b',
  size: 12_000_000_000,
  digest: '00ff',
  details: {
    parent_model: '',
    format: 'gguf',
    family: 'qwen2',
    families: ['qwen2', 'clip'],
    parameter_size: '14.8B',
    quantization_level: 'Q4_K_M',
  },
  expires_at: '2026-01-31T13:04:30.123456789+01:00',
  size_vram: 9_000_000_000,
  context_length: 16_384,
};

const fullParsed: OllamaPsModel = {
  name: 'split:14b',
  model: 'split:14b',
  size: 12_000_000_000,
  sizeVram: 9_000_000_000,
  digest: '00ff',
  format: 'gguf',
  family: 'qwen2',
  families: ['qwen2', 'clip'],
  parameterSize: '14.8B',
  quantization: 'Q4_K_M',
  contextLength: 16_384,
  expiresAt: '2026-01-31T13:04:30.123456789+01:00',
};

const nothing: OllamaPsModel = {
  name: null,
  model: null,
  size: null,
  sizeVram: null,
  digest: null,
  format: null,
  family: null,
  families: null,
  parameterSize: null,
  quantization: null,
  contextLength: null,
  expiresAt: null,
};

const parse = (body: unknown) => parseOllamaPs(JSON.stringify(body));

t.test('a model of a current Ollama is read whole', (t) => {
  t.strictSame(parse({ models: [full] }), [fullParsed]);
  t.end();
});

t.test('no model is an empty list, also when Go writes it as null', (t) => {
  t.strictSame(parse({ models: [] }), []);
  t.strictSame(parse({ models: null }), []);
  t.end();
});

t.test('what an old Ollama leaves out is null, but a missing size_vram is 0', (t) => {
  const { name, size } = full;
  t.strictSame(parse({ models: [{ name, size }] }), [{ ...nothing, name, size, sizeVram: 0 }]);
  t.end();
});

t.test('an empty text and a context of no tokens say nothing', (t) => {
  const empty = { format: '', family: '', families: null, parameter_size: '', quantization_level: '' };
  const [parsed] = parse({ models: [{ ...full, details: empty, digest: '', context_length: 0 }] }) ?? [];
  t.strictSame(parsed, {
    ...fullParsed,
    digest: null,
    format: null,
    family: null,
    families: null,
    parameterSize: null,
    quantization: null,
    contextLength: null,
  });
  t.end();
});

t.test('a field of another type is null and costs only itself', (t) => {
  const wrong: [field: string, value: unknown, parsed: Partial<OllamaPsModel>][] = [
    ['name', 7, { name: null }],
    ['model', ['a'], { model: null }],
    ['size', '12', { size: null }],
    ['size', true, { size: null }],
    ['size_vram', null, { sizeVram: null }],
    ['size_vram', '0', { sizeVram: null }],
    ['digest', {}, { digest: null }],
    ['expires_at', 0, { expiresAt: null }],
    ['context_length', '4096', { contextLength: null }],
    [
      'details',
      null,
      { format: null, family: null, families: null, parameterSize: null, quantization: null },
    ],
    ['details', [], { format: null, family: null, families: null, parameterSize: null, quantization: null }],
    ['details', { ...full.details, families: ['a', 1] }, { families: null }],
    ['details', { ...full.details, families: 'a' }, { families: null }],
  ];
  for (const [field, value, parsed] of wrong) {
    t.strictSame(parse({ models: [{ ...full, [field]: value }] }), [{ ...fullParsed, ...parsed }], field);
  }
  t.end();
});

t.test('a body that is not this answer is null', (t) => {
  const bodies = [
    ...['', ' ', '{', '{"models":[', '{"models":[{"name":"a"', 'null', '[]', '1', '"models"', '{}'],
    ...['<html>nginx</html>', '{"models":{}}', '{"models":"a"}', '{"models":[null]}', '{"models":["a"]}'],
    ...['{"models":[[]]}', '{"error":"unauthorized"}'],
  ];
  for (const body of bodies) t.equal(parseOllamaPs(body), null, JSON.stringify(body));
  t.end();
});

t.test('every beginning of an answer but the whole is null', (t) => {
  const whole = JSON.stringify({ models: [full] });
  for (let end = 0; end < whole.length; end += 1) {
    if (parseOllamaPs(whole.slice(0, end)) !== null) t.fail(`cut after ${end} characters`);
  }
  t.strictSame(parseOllamaPs(whole), [fullParsed]);
  t.end();
});

t.test('a number that cannot be is passed on, to be refused as such', (t) => {
  for (const size of [-1, 1.5, 2 ** 60, 1e300]) t.match(parse({ models: [{ ...full, size }] }), [{ size }]);
  const huge = JSON.stringify({ models: [full] }).replace(`"size":${full.size}`, '"size":1e400');
  t.match(parseOllamaPs(huge), [{ size: Number.MAX_VALUE }], 'JSON may hold larger numbers than any');
  t.end();
});

t.test('random values in any place never throw, and numbers are finite', (t) => {
  const values = [null, 0, -1, 1.5, 1e400, 2 ** 60, 'text', '', true, [], [1], {}, { families: [null] }];
  const pick = () => values[Math.floor(Math.random() * values.length)];
  const fields = ['name', 'size', 'size_vram', 'details', 'expires_at', 'context_length', 'digest', 'model'];
  let seen = 0;
  for (let round = 0; round < 3000; round += 1) {
    const model = Object.fromEntries(
      fields.filter(() => Math.random() < 0.7).map((field) => [field, pick()]),
    );
    const [parsed] = parse({ models: [model] }) ?? [];
    for (const number of [parsed?.size, parsed?.sizeVram, parsed?.contextLength]) {
      if (typeof number === 'number') seen += 1;
      if (typeof number === 'number' && !Number.isFinite(number)) t.fail(`${number}`);
    }
  }
  t.ok(seen > 0, 'numbers came through');
  t.end();
});
