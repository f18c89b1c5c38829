import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { OtherModels } from '../../../../schemas/models.js';
import { otherModels } from '../../../../plugins/domains/models/plugin.js';
import type { Stats } from '../../../../schemas/stats.js';
import { fakeOllama, json, type Behaviour } from '../../../helpers/http/fake-ollama.js';
import { llamaServer, locked, vllm } from '../../../helpers/model-servers/stand-ins.js';
import { ended, service } from '../../../helpers/service/program.js';

const key = 'the-key-of-this-server-0123456789';
const wrong = 'a-key-that-is-wrong-0123456789';

async function server(t: Test, behaviours: Record<string, Behaviour>) {
  const made = await fakeOllama(behaviours);
  t.teardown(() => made.close());
  return made;
}

/** Three servers with these keys in a file, and the settings that name them. */
async function servers(t: Test) {
  const llama = await server(t, locked(llamaServer(), key, ['/v1/models', '/health']));
  const other = await server(t, locked(vllm(), key, []));
  const ollama = await server(t, {
    '/api/ps': json({ models: [] }),
    '/api/version': json({ version: '0.33.0' }),
  });
  const path = join(t.testdir({ keys: `${llama.url} ${key}\n${other.url} ${wrong}\n` }), 'keys');
  chmodSync(path, 0o600);
  const environment = {
    ...{ SYSMON_OLLAMA_HOSTS: `127.0.0.1:${ollama.port},127.0.0.1:1`, OLLAMA_HOST: '127.0.0.1:1' },
    SYSMON_MODEL_SERVERS: `${llama.url},${other.url}`,
    ...{ SYSMON_MODEL_SERVERS_KEYS_FILE: path, SYSMON_LOG_LEVEL: 'trace', SYSMON_NVML: 'off' },
    SYSMON_OLLAMA_HEADERS: 'X-Token: of-the-first-alone',
  };
  return { llama, other, ollama, path, environment };
}

void t.test('named servers are shown, and what is wrong with them is a problem', async (t) => {
  t.equal(typeof otherModels, 'function');
  const { llama, other, ollama, path, environment } = await servers(t);
  const { child, url, lines, output } = await service(t, ['--port', '0'], environment);
  const bodies: string[] = [];
  const ask = async (route: string): Promise<unknown> => {
    const text = await (await fetch(`${url}${route}`)).text();
    bodies.push(text);
    return JSON.parse(text);
  };
  const models = (await ask('/stats/models')) as OtherModels;
  const named = models.servers.slice(1, 4);
  t.match(named, [
    { id: ollama.url, kind: 'ollama', state: 'ok', version: '0.33.0' },
    { id: llama.url, kind: 'llama-server', state: 'ok', reason: null },
    {
      id: other.url,
      kind: null,
      state: 'unauthorized',
      reason: /API key/,
      remedy: /SYSMON_MODEL_SERVERS_KEYS_FILE/,
    },
  ]);
  t.match(
    models.models.find((one) => one.server === llama.url),
    { kind: 'llama-server', name: 'qwen3-8b.gguf', runner: { state: 'idle', slots_total: 1 } },
  );
  const { problems } = (await ask('/stats')) as Stats;
  const ofModels = problems.filter(({ domain }) => domain === 'models');
  t.match(ofModels, [{ code: 'unauthorized', detail: new RegExp(`^${other.url}: it tells`) }]);
  t.equal(ofModels.length, 1);
  t.match(await ask('/stats/ollama'), { url: 'http://127.0.0.1:1', state: 'absent' });
  t.strictSame(((await ask('/stats?only=cpu')) as Stats).problems, []);

  writeFileSync(path, `${llama.url} ${key}\n${other.url} ${key}\n`);
  const isWell = async () =>
    ((await ask('/stats')) as Stats).problems.every(({ domain }) => domain !== 'models');
  let waited = 0;
  for (; waited < 60 && !(await isWell()); waited += 1)
    await new Promise((resolve) => setTimeout(resolve, 500));
  t.ok(waited < 60, 'the key is taken from the file when that has changed');

  child.kill('SIGTERM');
  const told = [...bodies, output.stdout, output.stderr, JSON.stringify(lines)].join('\n');
  t.notMatch(told, new RegExp(`${key}|${wrong}|of-the-first-alone`), 'no key is shown or logged');
  const strangers = [...ollama.requests, ...llama.requests].map(({ headers }) => headers);
  t.ok(strangers.every((headers) => headers['x-token'] === undefined));
  t.ok(ollama.requests.every(({ headers }) => headers.authorization === undefined));
  t.ok(llama.requests.every(({ headers }) => headers.authorization === `Bearer ${key}`));
});

void t.test('--check has a line for each, and what is to mend', async (t) => {
  const { llama, other, ollama, path, environment } = await servers(t);
  chmodSync(path, 0o644);
  const { code, stdout, stderr } = await ended(['--check'], environment);
  t.equal(code, 1);
  t.match(stdout, new RegExp(`^ +${ollama.url} +ok `, 'm'));
  t.match(stdout, new RegExp(`^ +${llama.url} +ok .*llama-server .*qwen3-8b\\.gguf`, 'm'));
  t.match(stdout, new RegExp(`^ +${other.url} +unauthorized `, 'm'));
  t.match(stdout, /to mend:[^]*models +unauthorized: /);
  t.match(stdout, /^warning: the file of the servers’ keys: every user of this machine can read/m);
  t.notMatch(stdout + stderr, new RegExp(`${key}|${wrong}`));
});

void t.test('a file of keys that others can write ends the start', async (t) => {
  const { path, environment } = await servers(t);
  chmodSync(path, 0o622);
  const { code, stderr } = await ended(['--port', '0'], environment);
  t.equal(code, 2);
  t.match(
    stderr,
    /^system-monitor-api: SYSMON_MODEL_SERVERS_KEYS_FILE: others than its owner can write .*chmod go-w/,
  );
  t.notMatch(stderr, key);
});
