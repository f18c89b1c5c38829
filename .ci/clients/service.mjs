import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const machine = 'linux-x64__desktop-16-threads';

/**
 * The built service on a recorded machine with cards of two makers, guarded by a key: where it is, the paths of its
 * document, and what a client should find there, taken from its plain JSON.
 */
export async function startService(root) {
  const key = randomBytes(24).toString('base64url');
  const child = spawn(
    process.execPath,
    [join(root, 'dist/test/helpers/service/recorded-service.js'), machine, '--port', '0'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, SYSMON_API_KEYS: `clients:${key}`, SYSMON_RATE_LIMIT: '0' },
    },
  );
  const url = await addressOf(child);
  const get = async (path) => (await fetch(url + path, { headers: { 'x-api-key': key } })).json();
  return {
    url,
    key,
    paths: Object.keys((await get('/openapi.json')).paths),
    expected: foundIn(await get('/stats/gpu'), await get('/stats/summary'), await get('/stats?only=cpx')),
    stop: () => child.kill(),
  };
}

async function addressOf(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /Server listening at (http:[^"]+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('the service ended before it listened');
}

function foundIn(gpu, summary, wrong) {
  return {
    cards: gpu.gpus.map((card) => `${card.vendor} ${card.model} ${card.usage_percent.toFixed(0)} %`),
    summary: [summary.ram_usage, summary.gpu_0_vram],
    problem: `${wrong.status} ${wrong.code}: ${wrong.detail}`,
  };
}
