import t from 'tap';
import { otherServersOf, shownModels } from '../../dashboard/model-list.js';
import type { Models, ModelServer } from '../../dashboard/stats.js';
import { frameWith, servedModel, shownModel, shownRunner } from '../helpers/bodies/shown-runner.js';

const ollama = 'http://127.0.0.1:11434';
const server = (id: string): ModelServer => ({
  ...{ id, kind: 'llama-server', url: id, state: 'ok', reason: null, remedy: null },
  ...{ version: null, requests_waiting: null },
});
const told = (models: Models['models'], servers: ModelServer[] = []): Models => ({
  ...{ servers, models, reason: null, implausible: [], sampled_at: '2026-03-14T09:26:53.589Z' },
});

t.test('every model is there once: Ollama’s, what it loads and has left behind, and other servers’', (t) => {
  const frame = frameWith({
    models: [shownModel({ name: 'qwen3:4b', parameter_size: '4.0B', quantization: 'Q4_K_M' })],
    loading: [{ name: null, digest: 'abcdef0123456789', runner: shownRunner({ state: 'loading', pid: 5 }) }],
    orphans: [{ name: 'old:7b', digest: null, runner: shownRunner({ pid: 6 }) }],
  });
  const others = told([
    servedModel({ server: ollama, kind: 'ollama', name: 'qwen3:4b' }),
    servedModel({ name: 'beside.gguf', size_bytes: 100, vram_bytes: 75 }),
  ]);
  const shown = shownModels(frame, others);
  t.strictSame(
    shown.map(({ name, about, words, metric }) => [name, about, words.word, metric]),
    [
      ['qwen3:4b', '4.0B · Q4_K_M', 'idle', 'ollama.tokens_per_second'],
      ['abcdef012345', 'process 5', 'loading', null],
      ['old:7b', 'process 6', 'left behind', null],
      ['beside.gguf', 'llama-server at 127.0.0.1:8080', 'idle', 'models.tokens_per_second'],
    ],
  );
  t.strictSame(shown[3]?.told, { size: 100, gpu: 75, cpuPercent: 25 });
  t.equal(new Set(shown.map(({ key }) => key)).size, shown.length, 'each has a key of its own');
  t.end();
});

t.test('a second Ollama is another server, and all are while the first could not be read', (t) => {
  const second = servedModel({ server: 'http://10.0.0.2:11434', kind: 'ollama', name: 'far:7b' });
  const names = (frame: ReturnType<typeof frameWith>) =>
    shownModels(frame, told([second])).map(({ name }) => name);
  t.strictSame([names(frameWith({})), names(frameWith(null))], [['far:7b'], ['far:7b']]);
  const servers = told([], [server(ollama), server('http://127.0.0.1:8080')]);
  const beside = otherServersOf(frameWith({}), servers);
  t.strictSame(
    beside.map(({ id }) => id),
    ['http://127.0.0.1:8080'],
  );
  t.end();
});

t.test('a model that tells nothing of itself is still one', (t) => {
  const [model] = shownModels(frameWith({ models: [shownModel()] }), null);
  t.match(model, { name: 'a model', about: '', told: { size: null, gpu: null, cpuPercent: null } });
  t.equal(shownModels(frameWith(null), null).length, 0);
  t.end();
});
