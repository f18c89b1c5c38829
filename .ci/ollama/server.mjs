/**
 * A real `ollama serve` on loopback, as a user of its own where we are root, with models made here and everything it
 * writes in a folder that goes with it.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  createReadStream,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../ports.mjs';
import { ask } from './http.mjs';
import { whenInterrupted } from './interrupted.mjs';
import { context, models } from './models.mjs';
import { runnersBelow } from './runners.mjs';

/** What starts a program as another user, for root. */
export const as = (id) => ['setpriv', `--reuid=${id}`, `--regid=${id}`, '--clear-groups'];
/** Nobody's: neither the service's nor that of any other program. */
export const user = 64_321;

/**
 * Starts Ollama of the folder `kept`; `through` is a program that starts it, with its arguments, in a namespace say;
 * `env` are variables besides ours.
 * @param {string} kept
 * @param {{ through?: string[], host?: string, env?: NodeJS.ProcessEnv }} options
 */
export async function startOllama(kept, { through = [], host = '127.0.0.1', env = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'system-monitor-ollama-'));
  chmodSync(folder, 0o755);
  const own = join(folder, 'own');
  mkdirSync(own);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(own, user, user);
  const port = await freePort();
  const url = `http://${host}:${port}`;
  const log = join(folder, 'log');
  const output = openSync(log, 'a');
  const serve = () => {
    const [program, ...args] = [...through, ...(isRoot ? as(user) : []), join(kept, 'bin/ollama'), 'serve'];
    return spawn(program, args, {
      cwd: own,
      env: { ...environment(own, host, port), ...env },
      stdio: ['ignore', output, output],
    });
  };
  let child = serve();
  const ollama = {
    url,
    folder,
    log,
    pid: () => child.pid,
    exited: () => once(child, 'exit'),
    runners: () => runnersBelow(own),
    api: (path, body) => asked(url + path, body),
    stop: () => ended(child, 'SIGTERM'),
    kill: () => ended(child, 'SIGKILL'),
    serveAgain: async () => {
      child = serve();
      await answering(url, child, log);
    },
    /** Ends what was started and removes what it wrote. */
    end: async () => {
      await ended(child, 'SIGKILL');
      endNow();
      keep();
    },
  };
  const endNow = () => {
    child.kill('SIGKILL');
    for (const { pid } of runnersBelow(own)) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const keep = whenInterrupted(endNow);
  try {
    await answering(url, child, log);
  } catch (error) {
    await ollama.end();
    throw error;
  }
  return ollama;
}

async function ended(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

function environment(own, host, port) {
  return {
    PATH: process.env.PATH,
    HOME: own,
    OLLAMA_HOST: `${host}:${port}`,
    OLLAMA_MODELS: join(own, 'models'),
    // It asks nobody beyond this machine.
    OLLAMA_NO_CLOUD: '1',
    OLLAMA_NUM_PARALLEL: '2',
    OLLAMA_MAX_LOADED_MODELS: '3',
    OLLAMA_CONTEXT_LENGTH: String(context / 2),
  };
}

async function answering(url, child, log) {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await ask(`${url}/api/version`, { limit: 2_000 }).catch(() => null);
    if (answer?.status === 200) return;
    await sleep(100);
  }
  throw new Error(`ollama serve does not answer:\n${readFileSync(log, 'utf8').slice(-2_000)}`);
}

/** An answer of Ollama as JSON; it is posted where there is a body. */
async function asked(url, body) {
  const { status, text } = await ask(url, { body: body === undefined ? null : JSON.stringify(body) });
  if (status !== 200) throw new Error(`${url} answered ${status}: ${text}`);
  return text === '' ? null : JSON.parse(text);
}

/** Makes the file of a model and creates `name` of it, as its users do. */
export async function createModel(ollama, name, kind = name) {
  const path = join(ollama.folder, `${kind}.gguf`);
  models[kind](path);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const digest = `sha256:${hash.digest('hex')}`;
  const { status, text } = await ask(`${ollama.url}/api/blobs/${digest}`, { body: createReadStream(path) });
  if (status !== 200 && status !== 201) throw new Error(`the blob of ${name} was refused: ${status} ${text}`);
  rmSync(path);
  await ollama.api('/api/create', { model: name, files: { [`${kind}.gguf`]: digest }, stream: false });
  return digest;
}
