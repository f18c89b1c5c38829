/**
 * An Ollama that stands in for a real one, with real processes: a model that generates, one whose process is not there,
 * one that is being loaded; beside it a process that another Ollama has left behind, and a llama-server of its own.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './ports.mjs';

export const tokensPerSecond = 40;

const blob = (letter) => `/models/blobs/sha256-${letter.repeat(64)}`;

/** What each process runs; its environment says as what. */
const program = `
const { createServer } = require('node:http');
const { spawn } = require('node:child_process');
const { role, port, children, models, rate } = JSON.parse(process.env.STAND_IN);
const began = performance.now();
for (const { argv0, args, standIn } of children ?? [])
  spawn(process.execPath, args, { argv0, stdio: ['pipe', 'ignore', 'ignore'], env: { STAND_IN: JSON.stringify(standIn) } });
const busy = () => ({
  id: 0, id_task: 7, n_ctx: 16384, is_processing: true,
  n_prompt_tokens: 9000, n_prompt_tokens_processed: 9000, n_prompt_tokens_cache: 0,
  next_token: [{ n_decoded: Math.floor((performance.now() - began) / 1000 * rate) }],
});
const free = (id) => ({ id, n_ctx: 16384, is_processing: false });
const answers = {
  ollama: {
    '/api/version': () => ({ version: '0.33.0' }),
    '/api/ps': () => ({ models: models.map(({ file, ...told }) => told) }),
    '/api/tags': () => ({ models: models.map(({ name, digest }) => ({ name, model: name, digest })) }),
    '/api/show': (asked) => ({ modelfile: 'FROM ' + models.find(({ name }) => asked.includes(name)).file }),
  },
  busy: { '/slots': () => [busy(), free(1), free(2), free(3)], '/health': () => ({ status: 'ok' }) },
  idle: {
    '/slots': () => [free(0)],
    '/health': () => ({ status: 'ok' }),
    '/metrics': () => '# TYPE llamacpp:requests_deferred gauge\\nllamacpp:requests_deferred 0\\n',
  },
  loading: {},
}[role];
createServer((request, response) => {
  let asked = '';
  request.on('data', (chunk) => (asked += chunk));
  request.on('end', () => {
    const answer = answers[request.url.replace(/\\?.*/, '')];
    const isLoading = role === 'loading';
    const error = isLoading ? { code: 503, message: 'Loading model', type: 'unavailable_error' } : { code: 404 };
    response.writeHead(answer ? 200 : isLoading ? 503 : 404, { 'content-type': 'application/json' });
    const told = answer ? answer(asked) : { error };
    response.end(typeof told === 'string' ? told : JSON.stringify(told));
  });
}).listen(port, '127.0.0.1', () => process.stdout.write('listening\\n'));
process.on('SIGTERM', () => process.exit());
process.stdin.on('end', () => process.exit()).resume();
`;

/** Starts them all; gives the address of Ollama, the process left behind and how to end everything. */
export async function startModels() {
  const folder = mkdtempSync(join(tmpdir(), 'system-monitor-models-'));
  for (const name of ['serve', 'runner']) writeFileSync(join(folder, name), program);
  const [port, busy, loading, orphan, beside] = await Promise.all([0, 1, 2, 3, 4].map(() => freePort()));
  const runner = (letter, at) => ['runner', '--model', blob(letter), '--port', String(at)];
  const standsIn = (role, at) => ({ role, port: at, rate: tokensPerSecond });
  const child = (letter, role, at) => ({
    ...{ argv0: 'llama-server', args: runner(letter, at), standIn: standsIn(role, at) },
  });
  const expires_at = new Date(Date.now() + 300_000).toISOString();
  const details = { parameter_size: '14.8B', quantization_level: 'Q4_K_M', family: 'qwen2' };
  const model = (letter, name, size_vram) => ({
    ...{ name, model: name, digest: letter.repeat(64), details, expires_at, file: blob(letter) },
    ...{ size: 12 * 2 ** 30, size_vram, context_length: 16384 },
  });
  const ollama = {
    ...{ role: 'ollama', port },
    children: [child('a', 'busy', busy), child('c', 'loading', loading)],
    models: [model('a', 'writing:14b', 9 * 2 ** 30), model('b', 'unseen:14b', 12 * 2 ** 30)],
  };
  const started = [
    start('ollama', ['serve'], ollama),
    start('/usr/lib/ollama/llama-server', runner('d', orphan), standsIn('idle', orphan)),
    start('llama-server', ['runner', '--model', '/models/beside.gguf', '--port', String(beside)], {
      ...standsIn('idle', beside),
    }),
  ];
  await Promise.all(started.map(listening));
  return {
    address: `127.0.0.1:${port}`,
    orphan: started[1].pid,
    beside,
    end() {
      for (const one of started) one.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };

  /** Its standard input stays open as long as this program lives, and it ends with that. */
  function start(argv0, args, standIn) {
    const env = { STAND_IN: JSON.stringify(standIn) };
    return spawn(process.execPath, args, { argv0, cwd: folder, env, stdio: ['pipe', 'pipe', 'inherit'] });
  }
}

async function listening({ stdout }) {
  for await (const line of createInterface({ input: stdout })) if (line === 'listening') return;
  throw new Error('a stand-in ended before it listened');
}
