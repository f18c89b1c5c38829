import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fakeOllama, type Behaviour } from '../helpers/http/fake-ollama.js';
import { program } from '../helpers/service/program.js';
import { writeFolder } from '../helpers/machines/sys-machine.js';
import { costOf, descendants, kill, type Cost } from './cost.js';
import { load, quantile } from './load.js';
import { sources, type Body, type Fault, type Source } from './sources.js';

/** Every kind of answer there is; those that a fault may leave without a value among them. */
export const paths = [
  ...[
    '/stats',
    '/stats/cpu',
    '/stats/memory',
    '/stats/disk',
    '/stats/gpu',
    '/stats/network',
    '/stats/ollama',
  ],
  ...[
    '/stats/summary',
    '/stats/host',
    '/stats/sensors',
    '/stats/processes',
    '/metrics',
    '/health/live',
    '/openapi.json',
  ],
];

/** A service on a machine of files that can be made to go wrong. */
export interface Faulty {
  url: string;
  pid: number;
  folder: string;
  sources: Source[];
  /** Ends it by SIGTERM: the exit code, and after how many ms. */
  end: () => Promise<{ code: number | null; ms: number }>;
  /** Kills what is left, and takes its files away. */
  close: () => Promise<void>;
}

/** How the service is started on the machine in `folder`: what runs it, and where it finds `proc`, `sys` and `root`. */
export interface Way {
  command: (folder: string) => string[];
  trees: (folder: string) => string;
  /** These trees are another machine's: its sources are not those of the folder. */
  isOther?: boolean;
}

const directly: Way = { command: () => [], trees: (folder) => folder };

/** With this limit of open files. */
export function withOpenFiles(most: number): Way {
  return { ...directly, command: () => ['sh', '-c', `ulimit -n ${most}; exec "$@"`, 'sh'] };
}

/** Starts the real program on such a machine, on a free port; resolves once all its sources are seen. */
export async function faultyService(environment: NodeJS.ProcessEnv = {}, way = directly): Promise<Faulty> {
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  const behaviours: Record<string, Behaviour> = {};
  const ollama = await fakeOllama(behaviours);
  writeFolder(folder, machine);
  const all = sources(folder, behaviours);
  for (const one of all) one.become(null);
  const [first, ...others] = [...way.command(folder), process.execPath, program, '--port', '0'];
  const child = spawn(first, others, {
    env: { PATH: process.env['PATH'], ...settings(way.trees(folder), folder, ollama.url), ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let pid = child.pid ?? 0;
  const close = async () => {
    // What shows it its files goes first: nothing hangs for good then.
    child.kill('SIGKILL');
    kill(pid);
    await ollama.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  };
  const url = await listening(child);
  pid = serviceBelow(child.pid ?? 0);
  const seen = way.isOther === true ? [] : all;
  await healed(url, seen, 60_000);
  return { url, pid, folder, sources: seen, close, end: () => ended(child, pid) };
}

/** What became of a service while sources were at fault, and after. */
export interface Outcome {
  statuses: Map<number, number>;
  /** How long answers took, ms. */
  p50: number;
  p99: number;
  max: number;
  /** Share of one processor, percent. */
  cpu: number;
  before: Cost;
  after: Cost;
  /** Seconds from when the sources were sound again until all of them were seen so; null when some never were. */
  heals: number | null;
}

/** Lets sources be at fault for `seconds`, under a load of `perSecond` requests, and makes them sound again. */
export async function trial(
  { url, pid }: Faulty,
  ofThem: readonly Source[],
  fault: Fault,
  { seconds, perSecond = 100 }: { seconds: number; perSecond?: number },
): Promise<Outcome> {
  const before = costOf(pid);
  const began = performance.now();
  const going = atFault(ofThem, fault, seconds);
  const seen = await load(url, paths, perSecond, going);
  await going;
  const after = costOf(pid);
  const took = (performance.now() - began) / 1000;
  for (const one of ofThem) one.become(null);
  return {
    statuses: seen.statuses,
    p50: quantile(seen.waits, 0.5),
    p99: quantile(seen.waits, 0.99),
    max: Math.max(...seen.waits),
    cpu: ((after.cpuSeconds - before.cpuSeconds) / took) * 100,
    before,
    after,
    heals: await healed(url, ofThem, 120_000),
  };
}

async function atFault(ofThem: readonly Source[], fault: Fault, seconds: number): Promise<void> {
  const until = performance.now() + seconds * 1000;
  if (fault !== 'flap') {
    for (const one of ofThem) one.become(fault);
    await pause(seconds * 1000);
    return;
  }
  for (let turn = 0; performance.now() < until; turn += 1) {
    for (const one of ofThem) one.become(turn % 2 === 0 ? 'fail' : null);
    await pause(400);
  }
}

/** Seconds until all of these are seen to be sound; null when that takes longer than `patience`, ms. */
export async function healed(
  url: string,
  ofThem: readonly Source[],
  patience: number,
): Promise<number | null> {
  const began = performance.now();
  let ill = ofThem;
  while (performance.now() - began < patience) {
    const seen = await Promise.all(ill.map(async (one) => ({ one, isSound: await isSeen(url, one) })));
    ill = seen.filter(({ isSound }) => !isSound).map(({ one }) => one);
    if (ill.length === 0) return (performance.now() - began) / 1000;
    await pause(100);
  }
  for (const { name, route } of ill) {
    const answer = await (await fetch(`${url}${route}`)).text();
    process.stderr.write(`not seen to be sound again: ${name}: ${answer.slice(0, 1_000)}\n`);
  }
  return null;
}

async function isSeen(url: string, { route, isSound }: Source): Promise<boolean> {
  const answer = await fetch(`${url}${route}`);
  const body = (await answer.json()) as Body;
  return answer.status === 200 && isSound(body);
}

async function listening(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('its output is not read');
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    const [, url] = /Server listening at (http:[^"]+)"/.exec(line) ?? [];
    if (url === undefined) continue;
    // What it goes on to say is not read, and must not keep it waiting.
    child.stdout.resume();
    return url;
  }
  throw new Error('the service ended before it listened');
}

/** The process of the service, where another one runs it. */
function serviceBelow(pid: number): number {
  return [pid, ...descendants(pid)].find(isNode) ?? pid;
}

function isNode(pid: number): boolean {
  return readlinkSync(`/proc/${pid}/exe`) === realpathSync(process.execPath);
}

async function ended(child: ChildProcess, pid: number): Promise<{ code: number | null; ms: number }> {
  const began = performance.now();
  const exit = once(child, 'exit') as Promise<[number | null]>;
  process.kill(pid, 'SIGTERM');
  const [code] = await exit;
  return { code, ms: performance.now() - began };
}

function settings(trees: string, folder: string, ollama: string): NodeJS.ProcessEnv {
  return {
    SYSMON_ROOT: join(trees, 'root'),
    SYSMON_PROC: join(trees, 'proc'),
    SYSMON_SYS: join(trees, 'sys'),
    SYSMON_NVML: 'off',
    SYSMON_NVIDIA_SMI: join(folder, 'nvidia-smi'),
    SYSMON_ROCM_SMI: '/nothing',
    SYSMON_AMD_SMI: '/nothing',
    SYSMON_RATE_LIMIT: '0',
    OLLAMA_HOST: ollama,
  };
}

const machine = {
  proc: {
    driver: { nvidia: { version: 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  590.48.01\n' } },
    uptime: '1000.00 2000.00\n',
    loadavg: '0.10 0.20 0.30 1/100 1000\n',
    cpuinfo: 'processor\t: 0\nmodel name\t: A processor\n\nprocessor\t: 1\nmodel name\t: A processor\n',
    net: '-> 1/net',
    '2': { comm: 'kthreadd\n', fd: {} },
    '7': { comm: 'program\n', fd: { '5': '-> /dev/dri/renderD128' } },
    '1': { mountinfo: '1 0 8:1 / / rw - ext4 /dev/sda1 rw\n' },
  },
  sys: {
    class: {
      net: {
        eth0: {
          ...{ ifindex: '2\n', iflink: '2\n', type: '1\n', flags: '0x1003\n', mtu: '1500\n' },
          ...{ uevent: 'INTERFACE=eth0\n', device: { uevent: 'DRIVER=igb\n' } },
        },
      },
      hwmon: { hwmon0: { name: 'chip\n' } },
      drm: {
        card0: {
          device: {
            ...{ drm: { renderD128: {} }, vendor: '0x1002\n', device: '0x744c\n', revision: '0x00\n' },
            uevent: 'DRIVER=amdgpu\nPCI_ID=1002:744C\nPCI_SLOT_NAME=0000:03:00.0\n',
            ...{ mem_info_vram_total: '25753026560\n', mem_info_vram_used: '1073741824\n' },
          },
        },
        card1: {
          device: {
            ...{
              vendor: '0x10de\n',
              uevent: 'DRIVER=nvidia\nPCI_ID=10DE:20B0\nPCI_SLOT_NAME=0000:04:00.0\n',
            },
          },
        },
      },
    },
  },
  root: { etc: { hostname: 'faulty\n' }, run: {} },
};
