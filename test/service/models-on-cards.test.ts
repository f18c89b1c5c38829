import { once } from 'node:events';
import { linkSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import type { GpuStats } from '../../schemas/gpu/gpu.js';
import type { ModelsStats } from '../../schemas/models.js';
import type { OllamaStats } from '../../schemas/ollama.js';
import { nvmlMachine } from '../helpers/machines/nvml-machine.js';
import { fakeOllama, json } from '../helpers/http/fake-ollama.js';
import { notLinux, service } from './nvml-service.js';

const blob = `/root/.ollama/models/blobs/sha256-${'a'.repeat(64)}`;
/** Whom the processes of the machine belong to. */
const user = 4_711;
/** The number that the stand-in library gives to the program on each of its cards. */
const runnerPid = 1_000;
const ollamaPid = 900;

/** llama-server's answer with one request, which has generated ten tokens more at each look. */
async function slotsServer(t: Test) {
  let decoded = 0;
  const server = createServer((request, response) => {
    if (request.url !== '/slots') {
      response.writeHead(501).end();
      return;
    }
    decoded += 10;
    const busy = { id: 0, n_ctx: 4_096, is_processing: true, id_task: 3, n_prompt_tokens: 20 + decoded };
    const next = [{ has_next_token: true, n_decoded: decoded }];
    response.end(
      JSON.stringify([
        { ...busy, next_token: next },
        { id: 1, n_ctx: 4_096, is_processing: false },
      ]),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** A machine with two cards, an Ollama, and the process that runs its model on both of them. */
async function machineWithModel(t: Test) {
  const port = await slotsServer(t);
  const ollama = await fakeOllama({
    '/api/version': json({ version: '0.33.0' }),
    '/api/ps': json({ models: [{ name: 'a:1b', digest: 'd1', size: 3 * 2 ** 30, size_vram: 3 * 2 ** 30 }] }),
    '/api/tags': json({ models: [{ name: 'a:1b', digest: 'd1' }] }),
    '/api/show': json({ modelfile: `FROM ${blob}\n`, model_info: {} }),
  });
  t.teardown(() => ollama.close());
  const machine = nvmlMachine(t);
  machine.library.does({ count: 2, processes: 1 });
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const sockets = `  sl\n   0: 0100007F:${hex} 00000000:0000 0A 00000000:00000000 00:00000000 00000000  ${user}        0 79 1 000 100 0\n`;
  machine.write('proc/net/tcp', sockets);
  const process = (pid: number, parent: number, name: string, ...args: string[]) => {
    const at = `proc/${pid}`;
    machine.write(`${at}/cmdline`, `${args.join('\0')}\0`);
    machine.write(`${at}/comm`, `${name}\n`);
    machine.write(
      `${at}/stat`,
      `${pid} (${name}) S ${parent} 1 1 0 -1 0 0 0 0 0 5 5 0 0 20 0 1 0 70 1000 10 0\n`,
    );
    machine.write(
      `${at}/status`,
      `Name:\t${name}\nTgid:\t${pid}\nPPid:\t${parent}\nUid:\t${user}\t${user}\t${user}\t${user}\nVmRSS:\t 2000 kB\n`,
    );
    // One network has one such file.
    mkdirSync(join(machine.folder, at, 'net'));
    linkSync(join(machine.folder, 'proc/net/tcp'), join(machine.folder, at, 'net/tcp'));
  };
  process(ollamaPid, 1, 'ollama', '/usr/local/bin/ollama', 'serve');
  process(
    runnerPid,
    ollamaPid,
    'llama-server',
    '/usr/lib/ollama/llama-server',
    '--model',
    blob,
    '--port',
    `${port}`,
  );
  machine.write('proc/stat', 'cpu  1 1 1 1 0 0 0 0 0 0\nbtime 1700000000\n');
  machine.write('proc/loadavg', '0.1 0.1 0.1 1/100 1000\n');
  return { ollama, machine };
}

t.test('a model, the process that runs it, and the cards that it is on', { skip: notLinux }, async (t) => {
  const { ollama, machine } = await machineWithModel(t);
  const { url } = await service(t, machine, { OLLAMA_HOST: ollama.url });
  const read = async <T>(route: string) => (await (await fetch(`${url}${route}`)).json()) as T;
  const until = async <T>(route: string, isSo: (body: T) => boolean): Promise<T> => {
    for (let turn = 0; turn < 60; turn += 1) {
      const body = await read<T>(route);
      if (isSo(body)) return body;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    return read<T>(route);
  };

  const body = await until<OllamaStats>('/stats/ollama', ({ models: [model] }) => {
    return (model?.runner.tokens_per_second ?? null) !== null && (model?.runner.cards?.length ?? 0) > 0;
  });
  const gpus = await until<GpuStats>('/stats/gpu', ({ gpus }) => gpus[0]?.processes?.[0]?.model === 'a:1b');
  const gibibyte = 2 ** 30;
  const cards = gpus.gpus.map(({ id, index }) => ({ id, index, vram_used_bytes: gibibyte }));
  t.equal(cards.length, 2);
  const runner = {
    ...{ state: 'generating', pid: runnerPid, source: 'slots', slots_busy: 1, slots_total: 2 },
    ...{ context_length: 4_096, memory_bytes: 2_048_000, memory_source: 'rss', cards },
  };
  t.match(body, { models: [{ name: 'a:1b', expires_in_seconds: null, runner }], loading: [], orphans: [] });
  t.ok((body.models[0]?.runner.tokens_per_second ?? 0) > 1, 'ten tokens at each look');
  t.match(
    gpus.gpus.map(({ processes }) => processes?.map(({ pid, model }) => [pid, model])),
    [[[runnerPid, 'a:1b']], [[runnerPid, 'a:1b']]],
  );
  t.match(await read<ModelsStats>('/stats/models'), {
    servers: [{ kind: 'ollama', id: ollama.url, state: 'ok', version: '0.33.0' }],
    models: [{ server: ollama.url, kind: 'ollama', name: 'a:1b', digest: 'd1', runner }],
  });

  const metrics = await (await fetch(`${url}/metrics`)).text();
  const labels = `server="ollama",model="a:1b",digest="d1",pid="${runnerPid}"`;
  for (const line of [
    `sysmon_model_runner_state{${labels},state="generating"} 1`,
    `sysmon_model_runner_state{${labels},state="idle"} 0`,
    `sysmon_model_slots_busy{${labels}} 1`,
    `sysmon_model_memory_bytes{${labels}} 2048000`,
    ...cards.map(({ id }) => `sysmon_model_gpu_memory_bytes{${labels},gpu="${id}"} ${gibibyte}`),
  ])
    t.ok(metrics.split('\n').includes(line), line);
  t.match(metrics, /^sysmon_model_tokens_per_second\{server="ollama",model="a:1b".*\} [\d.]+$/m);
});
