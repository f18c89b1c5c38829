/** The built service beside an Ollama, and all that it said meanwhile. */
import { execFileSync, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { whenInterrupted } from './interrupted.mjs';
import { as } from './server.mjs';

/** The service as it is built here, or the program that was named. */
const main = argument('--service') ?? join(dirname(fileURLToPath(import.meta.url)), '../../dist/src/main.js');
const nobody = 65_534;
const pollEvery = 500;

function argument(name) {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}

/** Whether an ordinary user can read the built service, which root may have cloned where nobody else gets. */
export function isReadableByOthers() {
  try {
    const [program, ...args] = [...as(nobody), process.execPath, '--check', main];
    execFileSync(program, args, { stdio: 'pipe', timeout: 10_000 });
    return true;
  } catch (error) {
    if (error.status === undefined) throw error;
    return false;
  }
}

/**
 * Starts the service for the Ollama at `url`, as `nobody` or as ourselves, and asks it twice a second: `seen` is all
 * it said, with the instant of its reading; `until()` resolves with the first body that is as wished, null when none is.
 * @param {string} name
 * @param {string} url
 * @param {{ asNobody?: boolean }} options
 */
export async function startService(name, url, { asNobody = false } = {}) {
  const command = [...(asNobody ? as(nobody) : []), process.execPath, main, '--port', '0'];
  const child = spawn(command[0], command.slice(1), {
    env: { PATH: process.env.PATH, OLLAMA_HOST: url, SYSMON_GPU: 'none', SYSMON_RATE_LIMIT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const keep = whenInterrupted(() => child.kill('SIGKILL'));
  let log = '';
  child.stdout.on('data', (text) => (log += text));
  const own = await listening(child, name);
  const get = async (path) => {
    const answer = await fetch(own + path, { signal: AbortSignal.timeout(10_000) });
    return answer.ok ? answer.json() : null;
  };
  const document = await get('/openapi.json');
  const seen = [];
  let isOpen = true;
  let failure = null;
  const polling = poll().catch((error) => (failure = error));

  async function poll() {
    while (isOpen) {
      const body = await get('/stats/ollama');
      if (body !== null && body.sampled_at !== seen.at(-1)?.body.sampled_at) {
        const all = document.paths['/stats/models'] === undefined ? null : await get('/stats/models');
        seen.push({ at: Date.parse(body.sampled_at), body, all });
      }
      await sleep(pollEvery);
    }
  }

  return {
    name,
    get,
    seen,
    log: () => log,
    has: knownIn(document),
    /** What it said of instants from `from` to `to`. */
    between: (from, to) => seen.filter(({ at }) => at >= from && at <= to),
    until: async (isWished, limit = 10_000) => {
      const from = Date.now();
      while (Date.now() < from + limit) {
        if (failure !== null) throw failure;
        const found = seen.find((one) => one.at >= from && isWished(one.body, one.all));
        if (found !== undefined) return found;
        await sleep(pollEvery / 5);
      }
      return null;
    },
    stop: async () => {
      isOpen = false;
      await polling;
      child.kill();
      keep();
    },
  };
}

/** Which of the newer facts this service tells, by its own document. */
function knownIn({ components, paths }) {
  const { OllamaModel, OllamaStats } = components.schemas;
  return {
    runner: OllamaModel.properties.runner !== undefined,
    orphans: OllamaStats.properties.orphans !== undefined,
    queue: OllamaStats.properties.queue_at_most !== undefined,
    models: paths['/stats/models'] !== undefined,
  };
}

async function listening(child, name) {
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /Server listening at (http:[^"]+)"/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    return url;
  }
  throw new Error(`the service of ${name} ended before it listened`);
}
