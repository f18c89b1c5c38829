import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { parseModelServerHealth } from '../../../src/parsers/model-server/health.js';
import { parseMlxStatus } from '../../../src/parsers/model-server/mlx-status.js';
import { parseOpenAiModels } from '../../../src/parsers/model-server/openai-models.js';
import { captures, skip } from '../../helpers/machines/captures.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

const json = (value: unknown) => JSON.stringify(value);
const noAnswers = ['', '{', 'null', '[]', '1', '"ok"', '<html>'];

t.test('health of llama-server and of a runner of Ollama', (t) => {
  const health = (body: unknown) => parseModelServerHealth(json(body));
  t.strictSame(health({ status: 'ok' }), { state: 'ok', progress: null });
  const loading = { error: { message: 'Loading model', type: 'unavailable_error', code: 503 } };
  t.strictSame(health(loading), { state: 'loading', progress: null });
  t.match(health({ status: 'loading model' }), { state: 'loading' });
  t.match(health({ status: 'no slot available', slots_idle: 0 }), { state: 'ok' });
  t.match(health({ error: { message: 'Invalid API Key', code: 401 } }), { state: 'error' });
  t.strictSame(health({ status: 0, progress: 1 }), { state: 'ok', progress: 1 });
  t.strictSame(health({ status: 3, progress: 0.25 }), { state: 'loading', progress: 0.25 });
  t.match(health({ status: 1 }), { state: 'ok' });
  t.match(health({ status: 2, progress: 0 }), { state: 'loading', progress: 0 });
  t.match(health({ status: 5, progress: 7 }), { state: 'error', progress: null });
  for (const body of [...noAnswers, '{}', '{"status":null}'])
    t.equal(parseModelServerHealth(body), null, body);
  neverThrows(t, parseModelServerHealth, json({ status: 3, progress: 0.25 }));
  t.end();
});

t.test('the status of a runner for MLX', (t) => {
  const status = { Status: 0, Progress: 100, ContextLength: 32_768, Memory: 5_368_709_120 };
  const parsed = { status: 0, progress: 100, contextLength: 32_768, memory: 5_368_709_120 };
  t.strictSame(parseMlxStatus(json(status)), parsed);
  t.match(parseMlxStatus(json({ ...status, ContextLength: 0, Memory: -1, Progress: -1, Status: 'x' })), {
    ...{ status: null, progress: null, contextLength: null, memory: null },
  });
  for (const body of [...noAnswers, '{}', '{"status":"ok"}']) t.equal(parseMlxStatus(body), null, body);
  neverThrows(t, parseMlxStatus, json(status));
  t.end();
});

t.test('models of llama-server and of vLLM', (t) => {
  const unknown = {
    ownedBy: null,
    parameters: null,
    size: null,
    trainedContextLength: null,
    contextLength: null,
  };
  const meta = { n_params: 97_016_832, size: 195_129_344, n_ctx_train: 32_768, n_ctx: 16_384 };
  const body = {
    object: 'list',
    data: [
      { id: '/m/a.gguf', owned_by: 'llamacpp', meta },
      { id: 'qwen', max_model_len: 40_960 },
    ],
  };
  t.strictSame(parseOpenAiModels(json(body)), [
    {
      ...unknown,
      id: '/m/a.gguf',
      ownedBy: 'llamacpp',
      parameters: 97_016_832,
      size: 195_129_344,
      trainedContextLength: 32_768,
    },
    { ...unknown, id: 'qwen', contextLength: 40_960 },
  ]);
  t.match(
    parseOpenAiModels(json({ data: [{ id: 'a', meta: null }] })),
    [{ ...unknown, id: 'a' }],
    'as it loads',
  );
  t.strictSame(parseOpenAiModels('{"data":[]}'), []);
  for (const other of [...noAnswers, '{}', '{"data":{}}', '{"data":[1]}', '{"data":[{}]}']) {
    t.equal(parseOpenAiModels(other), null, other);
  }
  neverThrows(t, parseOpenAiModels, json(body));
  t.end();
});

t.test('recorded answers of llama-server', { skip }, (t) => {
  const of = (name: string) => readFileSync(join(captures, 'ollama-runner', `runner-${name}.json`), 'utf8');
  t.match(parseModelServerHealth(of('health-idle')), { state: 'ok' });
  t.match(parseModelServerHealth(of('slots-loading')), { state: 'loading' });
  t.match(parseOpenAiModels(of('v1-models-idle')), [
    { id: /sha256-a97042e4/, parameters: 97_016_832, size: 195_129_344, trainedContextLength: 32_768 },
  ]);
  t.end();
});
