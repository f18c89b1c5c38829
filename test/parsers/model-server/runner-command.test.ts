import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { parseRunnerCommand } from '../../../src/parsers/model-server/runner-command.js';
import { parseCmdline } from '../../../src/parsers/proc/pid-files.js';
import { captures, skip } from '../../helpers/machines/captures.js';

const parse = (line: string) => parseRunnerCommand(line.split(' '));
const unknown = { model: null, port: null, host: null, parallel: null, contextTotal: null, alias: null };

t.test('llama-server as Ollama starts it', (t) => {
  const line =
    '/usr/lib/ollama/llama-server --model /m/sha256-1 --port 43827 --host 127.0.0.1 --offline -c 16384 -np 4 --no-jinja -b 1024 --keep 4';
  t.strictSame(parse(line), {
    ...{ kind: 'llama-server', model: '/m/sha256-1', port: 43_827, host: '127.0.0.1', parallel: 4 },
    ...{ contextTotal: 16_384, alias: null },
  });
  t.end();
});

t.test('llama-server by hand: its own default port, all spellings', (t) => {
  t.strictSame(parse('llama-server'), { ...unknown, kind: 'llama-server', port: 8080 });
  t.match(parse('./llama-server -m a.gguf --ctx-size 8192 --parallel 2 -a gpt,other'), {
    ...{ model: 'a.gguf', port: 8080, parallel: 2, contextTotal: 8_192, alias: 'gpt' },
  });
  t.match(parse('llama-server --model=/m/a=b.gguf --port=9000 --alias=x'), {
    model: '/m/a=b.gguf',
    port: 9_000,
    alias: 'x',
  });
  t.match(parse('llama-server -hf ggml-org/gemma-3-1b-it-GGUF:Q4_K_M'), {
    model: 'ggml-org/gemma-3-1b-it-GGUF:Q4_K_M',
  });
  t.match(parse('llama-server -m a --port 1 --port 2'), { port: 2 }, 'the last one counts');
  t.match(
    parse('llama-server -m a -np -1 -c 0'),
    { parallel: null, contextTotal: null },
    'left to the program',
  );
  t.match(parse('llama-server -m a --host /run/llama.sock'), { host: '/run/llama.sock', port: null });
  for (const port of ['0', '65536', 'http', '-1'])
    t.match(parse(`llama-server --port ${port}`), { port: null }, port);
  t.match(parseRunnerCommand(['llama-server', '--port']), { port: 8080 }, 'cut off');
  t.end();
});

t.test("Ollama's own runners, by version", (t) => {
  const runner = 'ollama runner --ollama-engine --model /m/sha256-1 --port 41000';
  t.strictSame(parse(`/usr/local/bin/${runner}`), {
    ...unknown,
    kind: 'ollama-runner',
    model: '/m/sha256-1',
    port: 41_000,
  });
  t.match(parse('ollama runner --model /m/1 --ctx-size 8192 --batch-size 512 --parallel 4 --port 41001'), {
    ...{ kind: 'ollama-runner', contextTotal: 8_192, parallel: 4, port: 41_001 },
  });
  t.match(parse('ollama runner --mlx-engine --model gemma3 --port 41002'), {
    kind: 'mlx',
    model: 'gemma3',
    port: 41_002,
  });
  t.match(parse('/tmp/ollama123/runners/cuda_v12/ollama_llama_server --model /m/1 --port 41003'), {
    kind: 'ollama-runner',
  });
  t.match(parse('ollama runner --model /m/1'), { port: null }, 'it has no port of its own');
  for (const other of ['ollama serve', 'ollama run gemma3', 'ollama']) t.equal(parse(other), null, other);
  t.end();
});

t.test('vLLM in its forms', (t) => {
  const qwen = { kind: 'vllm', model: 'Qwen/Qwen3-8B' };
  t.strictSame(parse('/opt/venv/bin/vllm serve Qwen/Qwen3-8B'), { ...unknown, ...qwen, port: 8_000 });
  for (const python of [
    'python3 /usr/bin/vllm',
    'python -u /usr/bin/vllm',
    '/v/bin/python3.12 -X dev -m vllm.entrypoints.cli.main',
    'python -m vllm',
  ]) {
    t.match(
      parse(`${python} serve Qwen/Qwen3-8B --port 8001 --max-num-seqs 64`),
      { ...qwen, port: 8_001, parallel: 64 },
      python,
    );
  }
  t.match(parse('python3 -m vllm.entrypoints.openai.api_server --model Qwen/Qwen3-8B --host 0.0.0.0'), {
    ...qwen,
    port: 8_000,
    host: '0.0.0.0',
  });
  t.match(parse('vllm serve --model Qwen/Qwen3-8B --served_model_name qwen big'), { ...qwen, alias: 'qwen' });
  t.match(parse('vllm serve --config c.yaml'), { kind: 'vllm', model: null, port: 8_000 });
  for (const other of [
    'vllm bench serve --model x',
    'vllm',
    'python3 /usr/bin/other vllm serve x',
    'python -c import vllm serve',
  ]) {
    t.equal(parse(other), null, other);
  }
  t.end();
});

t.test('what only has the word in it is none', (t) => {
  const others = [
    ...[
      '/opt/llama-server/bin/other --model x --port 1',
      'bash llama-server -m x',
      'vim /usr/bin/llama-server',
    ],
    ...[
      'llama-server-wrapper -m x',
      'grep vllm serve',
      'python3',
      'python3 -m',
      'python3 -m vllm.other serve x',
      '',
    ],
    ...['/srv/vllm/python3 app.py serve x', 'llama-cli -m x'],
  ];
  for (const line of others) t.equal(parse(line), null, line);
  t.equal(parseRunnerCommand([]), null);
  t.end();
});

t.test('the recorded command lines of a runner and of its parent', { skip }, (t) => {
  const of = (name: string) => readFileSync(join(captures, 'ollama-runner/proc', name), 'utf8');
  t.match(parseRunnerCommand(parseCmdline(of('runner-cmdline')) ?? []), {
    ...{
      kind: 'llama-server',
      model: /blobs\/sha256-a97042e4/,
      port: 43_827,
      parallel: 4,
      contextTotal: 16_384,
    },
  });
  t.equal(parseRunnerCommand(parseCmdline(of('ollama-cmdline')) ?? []), null);
  t.end();
});
