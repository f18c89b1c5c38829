import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { withoutCompiler } from '../helpers/machines/nvml-stand-in.js';
import { program } from '../helpers/service/program.js';
import { clockTrial } from './clock.js';
import { costOf, descendants, kill } from './cost.js';
import { fuseFaults, fuseTrial, withoutFuse } from './fuse.js';
import { load, quantile } from './load.js';
import { faultyService, healed, paths, withOpenFiles, type Faulty, type Way } from './trial.js';

/** What was done to the service, and what became of it; `isWell` is whether that is what should. */
export interface Storm {
  name: string;
  found: string;
  isWell: boolean;
}

/** Trials that are about the process rather than one source, in the order in which they are told. */
export const storms: readonly (() => Promise<Storm>)[] = [
  helpersKilled,
  restarts,
  stopped,
  fewFiles,
  fullDisk,
  littleMemoryForPrograms,
  hangingKernelFile,
  pipelining,
  throughFuse,
  ownTreesThroughFuse,
  clockJumps,
];

/** Each is started again ever more seldom, at last once a minute: so long it may take until all is seen again. */
async function helpersKilled(): Promise<Storm> {
  return withService({}, async (service) => {
    const before = costOf(service.pid);
    let killed = 0;
    const killing = (async () => {
      for (let turn = 0; turn < 50; turn += 1) {
        const below = descendants(service.pid);
        for (const pid of below) kill(pid);
        killed += below.length;
        await pause(1_000);
      }
    })();
    const { statuses, waits } = await load(service.url, paths, 100, killing);
    const heals = await healed(service.url, service.sources, 120_000);
    const { memory, children } = costOf(service.pid);
    const others = [...statuses.keys()].filter((status) => status !== 200 && status !== 503);
    return {
      name: 'every process it started is killed once a second, 50 times',
      found:
        `${told(statuses)}, p99 ${quantile(waits, 0.99).toFixed(0)} ms; ${killed} processes were killed; ` +
        `${heals === null ? 'not all was seen again' : `all was seen again after ${heals.toFixed(0)} s`}; ` +
        `${before.memory.toFixed(0)} → ${memory.toFixed(0)} MiB, ${children} processes below it`,
      isWell: others.length === 0 && heals !== null && heals < 65 && memory - before.memory < 50,
    };
  });
}

async function restarts(): Promise<Storm> {
  const times: number[] = [];
  for (let turn = 0; turn < 20; turn += 1) {
    const service = await faultyService();
    const { code, ms } = await service.end();
    times.push(code === 0 ? ms : Infinity);
    await service.close();
  }
  const longest = Math.max(...times);
  return {
    name: 'started and ended 20 times in a row',
    found: `SIGTERM ended it with exit code 0 within ${longest.toFixed(0)} ms at most`,
    isWell: longest < 1_000,
  };
}

async function stopped(): Promise<Storm> {
  return withService({ SYSMON_WATCHDOG: '5s' }, async ({ pid, url, sources }) => {
    process.kill(pid, 'SIGSTOP');
    await pause(30_000);
    process.kill(pid, 'SIGCONT');
    const again = await healed(url, sources, 30_000);
    return {
      name: 'stopped for 30 s (SIGSTOP) with a watchdog of 5 s',
      found: again === null ? 'it did not go on' : `it went on; all was seen after ${again.toFixed(1)} s`,
      isWell: again !== null,
    };
  });
}

async function fewFiles(): Promise<Storm> {
  return withService(
    {},
    async ({ url, pid }) => {
      const { port } = new URL(url);
      const sockets = Array.from({ length: 1_000 }, () =>
        connect({ port: Number(port), host: '127.0.0.1', localAddress: '127.0.0.5' }).on(
          'error',
          () => undefined,
        ),
      );
      await pause(1_000);
      const seen = await load(url, paths, 50, pause(5_000));
      for (const socket of sockets) socket.destroy();
      const bad = [...seen.statuses].filter(([status]) => status !== 200);
      return {
        name: 'a limit of 300 open files and 1,000 connections',
        found: `${seen.waits.length} requests beside them: ${told(seen.statuses)}; slowest ${Math.max(...seen.waits).toFixed(0)} ms; ${costOf(pid).files} files open`,
        isWell: bad.length === 0,
      };
    },
    withOpenFiles(300),
  );
}

async function fullDisk(): Promise<Storm> {
  const name = 'history on a full disk (tmpfs of 1 MiB)';
  const folder = mkdtempSync(join(tmpdir(), 'full-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  if (mounted.status !== 0) return { name, found: 'SKIPPED: nothing can be mounted here', isWell: true };
  try {
    return await withService(
      { SYSMON_HISTORY_FILE: join(folder, 'history.db') },
      async ({ url, sources }) => {
        fill(join(folder, 'other'));
        const seen = await load(url, paths, 50, pause(25_000));
        const { problems } = (await (await fetch(`${url}/stats`)).json()) as {
          problems: { domain: string; detail: string }[];
        };
        const said = problems.find(({ domain }) => domain === 'history');
        rmSync(join(folder, 'other'));
        const isSeen = (await healed(url, sources, 10_000)) !== null;
        const deadline = performance.now() + 90_000;
        let isWritten = false;
        while (!isWritten && performance.now() < deadline) {
          const body = (await (await fetch(`${url}/stats`)).json()) as { problems: { domain: string }[] };
          isWritten = !body.problems.some(({ domain }) => domain === 'history');
          await pause(500);
        }
        return {
          name,
          found: `${told(seen.statuses)}, p99 ${quantile(seen.waits, 0.99).toFixed(0)} ms; told as: ${said?.detail ?? 'nothing'}; ${isWritten ? 'written again once there was room' : 'not written again'}`,
          isWell: said !== undefined && isWritten && isSeen,
        };
      },
    );
  } finally {
    execFileSync('umount', [folder]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes until there is no room. */
function fill(path: string): void {
  const part = Buffer.alloc(4_096);
  try {
    for (;;) appendFileSync(path, part);
  } catch (thrown) {
    if (!(thrown instanceof Error) || !('code' in thrown) || thrown.code !== 'ENOSPC') throw thrown;
  }
}

async function littleMemoryForPrograms(): Promise<Storm> {
  return withService({}, async ({ folder, url, sources }) => {
    // What the fake is run by cannot be mapped into so little: it ends as what cannot have memory.
    const path = join(folder, 'nvidia-smi');
    rmSync(path);
    writeFileSync(path, '#!/bin/sh\nulimit -v 20000\nexec node -e ""\n', { mode: 0o755 });
    for (const one of sources) if (one.name.startsWith('NVIDIA')) one.become('fail');
    const seen = await load(url, paths, 50, pause(5_000));
    const body = (await (await fetch(`${url}/stats/gpu/nvidia`)).json()) as { state: string; reason: string };
    return {
      name: 'a program that gets no memory (ENOMEM)',
      found: `${told(seen.statuses)}; nvidia is ${body.state}: ${body.reason}`,
      isWell: body.state !== 'ok' && [...seen.statuses.keys()].join() === '200',
    };
  });
}

async function hangingKernelFile(): Promise<Storm> {
  const service = await faultyService({ SYSMON_WATCHDOG: '2s' });
  try {
    const path = join(service.folder, 'proc/meminfo');
    rmSync(path);
    execFileSync('mkfifo', [path]);
    const began = performance.now();
    while (alive(service.pid) && performance.now() - began < 30_000) {
      await fetch(`${service.url}/stats/memory`, { signal: AbortSignal.timeout(500) }).catch(() => undefined);
    }
    const seconds = (performance.now() - began) / 1000;
    return {
      name: 'a file of the kernel that never answers, with a watchdog of 2 s',
      found: alive(service.pid) ? 'it went on standing' : `it ended itself after ${seconds.toFixed(1)} s`,
      isWell: !alive(service.pid),
    };
  } finally {
    await service.close();
  }
}

/** Clients without a key, from 30 addresses, who send 600 requests ahead and read no answer, beside one with a key. */
async function pipelining(): Promise<Storm> {
  const key = 'sysmon_the-key-of-the-neighbour-0123456789';
  const publicPaths = [
    '/',
    '/openapi.json',
    '/openapi.yaml',
    '/dashboard',
    '/health/live',
    '/nope',
    '/stats',
  ];
  const child = spawn(process.execPath, [program, '--port', '0'], {
    env: {
      PATH: process.env['PATH'],
      SYSMON_GPU: 'none',
      SYSMON_API_KEYS: `n:${key}`,
      SYSMON_RATE_LIMIT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const port = await portOf(child.stdout);
    const url = `http://127.0.0.1:${port}`;
    const warm = await load(url, ['/stats/cpu'], 100, pause(2_000), key);
    const before = costOf(child.pid ?? 0).memory;
    const waits: number[] = [];
    for (const [block, path] of publicPaths.entries()) {
      const sockets = Array.from({ length: 30 }, (_, index) =>
        connect({ port, host: '127.0.0.1', localAddress: `127.0.${block + 2}.${index + 2}` }).on(
          'error',
          () => undefined,
        ),
      );
      for (const socket of sockets)
        socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(600));
      waits.push(...(await load(url, ['/stats/cpu'], 100, pause(5_000), key)).waits);
      for (const socket of sockets) socket.destroy();
    }
    const growth = costOf(child.pid ?? 0).memory - before;
    const p99 = quantile(waits, 0.99);
    return {
      name: `30 addresses without a key send 600 requests ahead, for each of ${publicPaths.length} paths`,
      found: `a neighbour with a key: p50 ${quantile(waits, 0.5).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms (without them ${quantile(warm.waits, 0.99).toFixed(1)}), slowest ${Math.max(...waits).toFixed(0)} ms; memory grew by ${growth.toFixed(0)} MiB`,
      isWell: p99 < 50 && growth < 30,
    };
  } finally {
    child.kill('SIGKILL');
  }
}

function throughFuse(): Promise<Storm> {
  const name = 'what drivers tell, through FUSE: held so that no signal ends it, refused, a second late';
  return fuseStorm(name, false);
}

function ownTreesThroughFuse(): Promise<Storm> {
  return fuseStorm('the same with /proc and /sys of this machine', true);
}

async function fuseStorm(name: string, isOther: boolean): Promise<Storm> {
  const missing = withoutFuse();
  if (missing !== false) return { name, found: `SKIPPED: ${missing}`, isWell: true };
  const parts: string[] = [];
  let isWell = true;
  for (const fault of fuseFaults) {
    const { statuses, p99, max, heals, freed, code } = await fuseTrial(fault, 10, isOther);
    parts.push(
      `${fault}: ${told(statuses)}, p99 ${p99.toFixed(0)} ms, slowest ${max.toFixed(0)} ms, ` +
        `${heals === null ? 'not seen again' : `seen again after ${heals.toFixed(1)} s`}, ` +
        `port free ${freed.toFixed(0)} ms after SIGTERM, exit code ${String(code)}`,
    );
    isWell &&= heals !== null && code === 0 && freed < 1_000 && [...statuses.keys()].join() === '200';
  }
  return { name, found: parts.join('; '), isWell };
}

async function clockJumps(): Promise<Storm> {
  const name =
    'the wall clock is at 1970 at the start, then right, a day behind, right, two days ahead, right; 20 s each';
  if (withoutCompiler !== false) return { name, found: 'SKIPPED: no C compiler', isWell: true };
  const of = await clockTrial(20);
  const { rates, silence, idsRise } = of;
  return {
    name,
    found:
      `${told(of.statuses)}; of ${of.rows} rows of history ${of.lost} are lost, ${of.foreign} are of another time, ` +
      `of ${of.spans} new spans ${of.empty} are empty; an interface that sends 1 MB a second is told as ` +
      `${(rates.least / 1e6).toFixed(2)} to ${(rates.greatest / 1e6).toFixed(2)}; the stream was silent for ` +
      `${(silence / 1_000).toFixed(1)} s at most, and its ids ${idsRise ? 'rose' : 'fell'}`,
    isWell:
      [...of.statuses.keys()].join() === '200' &&
      of.lost + of.foreign + of.empty === 0 &&
      of.rows > 0 &&
      of.spans > 0 &&
      rates.least > 3e5 &&
      rates.greatest < 3e6 &&
      silence < 5_000 &&
      idsRise,
  };
}

async function withService(
  environment: NodeJS.ProcessEnv,
  act: (service: Faulty) => Promise<Storm>,
  way?: Way,
): Promise<Storm> {
  const service = await faultyService(environment, way);
  try {
    return await act(service);
  } finally {
    await service.close();
  }
}

async function portOf(output: NodeJS.ReadableStream): Promise<number> {
  for await (const chunk of output) {
    const [, port] = /Server listening at http:\/\/[^:]+:(\d+)/.exec(String(chunk)) ?? [];
    if (port === undefined) continue;
    output.resume();
    return Number(port);
  }
  throw new Error('the service ended before it listened');
}

function told(statuses: ReadonlyMap<number, number>): string {
  return [...statuses].sort(([one], [other]) => one - other).map(([status, count]) => `${count} × ${status}`).join(', '); // prettier-ignore
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    if (thrown instanceof Error) return false;
    throw thrown;
  }
}
