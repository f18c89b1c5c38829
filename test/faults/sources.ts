import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { kill } from './cost.js';
import { json, raw, silent, flood, type Behaviour } from '../helpers/http/fake-ollama.js';
import { fakeProgram, type FakeAnswer } from '../helpers/programs/fake-program.js';

/** How a source goes wrong: it never answers, fails, says what cannot be, says too much, or does so now and then. */
export const faults = ['hang', 'fail', 'lie', 'flood', 'flap'] as const;
export type Fault = (typeof faults)[number];

/** A thing of the machine that a domain is read from, and that can be made to go wrong while the service runs. */
export interface Source {
  name: string;
  /** Where what is read of it is shown. */
  route: string;
  faults: readonly Fault[];
  /** Makes it so; null makes it sound again. */
  become: (fault: Exclude<Fault, 'flap'> | null) => void;
  /** Whether an answer of the route shows what the source tells when it is sound. */
  isSound: (body: Body) => boolean;
}

/** A body of the service, as far as the sources are seen in it. */
export interface Body {
  threads?: number | null;
  total_bytes?: number | null;
  sent_bytes?: number | null;
  interfaces?: { speed_mbps: number | null }[] | null;
  processes?: unknown[] | null;
  users?: unknown[] | null;
  models?: { name: string }[] | null;
  gpus?: { usage_percent: number | null; processes: { memory_bytes: number | null }[] | null }[] | null;
  chips?: { temperatures: { temperature_celsius: number | null }[] }[] | null;
}

/** A file that a kernel writes itself never makes its reader wait; those that a driver writes may. */
const ofKernel = ['fail', 'lie', 'flood', 'flap'] as const;

/** More than any such file holds. */
const flooded = 'x 9\n'.repeat(2 ** 23);

/** What can go wrong on a machine of files in `folder`, with an Ollama that behaves on each path as `ollama` says. */
export function sources(folder: string, ollama: Record<string, Behaviour>): Source[] {
  const file = (path: string, healthy: string, lie: string) => {
    const place = join(folder, path);
    writeInPlace(place, healthy);
    return (fault: Exclude<Fault, 'flap'> | null) => {
      if (fault === 'hang') hang(place);
      else if (fault === 'fail') replaceByFolder(place);
      else writeInPlace(place, { lie, flood: flooded, sound: healthy }[fault ?? 'sound']);
    };
  };
  const smi = nvidiaSmi(folder);
  return [
    {
      name: 'processor: /proc/stat',
      route: '/stats/cpu',
      faults: ofKernel,
      become: file('proc/stat', stat, 'cpu  -1 99999999999999999999999 NaN 1e400\ncpu0 x\n'),
      isSound: ({ threads }) => threads === 2,
    },
    {
      name: 'memory: /proc/meminfo',
      route: '/stats/memory',
      faults: ofKernel,
      become: file('proc/meminfo', meminfo, 'MemTotal: -5 kB\nMemAvailable: 99999999999999999999 kB\n'),
      isSound: (body) => body.total_bytes === 16_000_000 * 1024,
    },
    {
      name: 'network: /proc/net/dev',
      route: '/stats/network',
      faults: ofKernel,
      become: file(
        'proc/1/net/dev',
        netDev,
        `${netDev}eth0: -1 -1 99999999999999999999 ${'0 '.repeat(13)}\n`,
      ),
      isSound: (body) => body.sent_bytes === 2000,
    },
    {
      name: 'network: what a driver tells',
      route: '/stats/network',
      faults,
      become: file('sys/class/net/eth0/speed', '1000\n', '-99999999999999999999\n'),
      isSound: ({ interfaces }) => interfaces?.[0]?.speed_mbps === 1000,
    },
    {
      name: 'processes: /proc/<pid>/stat',
      route: '/stats/processes',
      faults: ofKernel,
      become: file('proc/7/stat', processStat, '7 (a b) R -1 -1 -1 -1 99999999999999999999999'),
      isSound: ({ processes }) => processes?.length === 1,
    },
    {
      name: 'host: /run/utmp',
      route: '/stats/host',
      faults,
      become: file('root/run/utmp', '', 'x'.repeat(383)),
      isSound: ({ users }) => users?.length === 0,
    },
    {
      name: 'sensors: a file of hwmon',
      route: '/stats/sensors',
      faults,
      become: file('sys/class/hwmon/hwmon0/temp1_input', '41000\n', '99999999999\n'),
      isSound: ({ chips }) => chips?.some((one) => one.temperatures[0]?.temperature_celsius === 41) === true,
    },
    {
      name: 'AMD: a file of its driver',
      route: '/stats/gpu/amd',
      faults,
      become: file('sys/class/drm/card0/device/gpu_busy_percent', '37\n', '808\n'),
      isSound: ({ gpus }) => gpus?.[0]?.usage_percent === 37,
    },
    {
      name: 'AMD: what its driver tells of a program',
      route: '/stats/gpu/amd',
      faults,
      become: file('proc/7/fdinfo/5', fdinfo, fdinfo.replace('1024 KiB', '99999999999999999999 KiB')),
      isSound: ({ gpus }) => gpus?.[0]?.processes?.[0]?.memory_bytes === 2 ** 20,
    },
    {
      name: 'NVIDIA: nvidia-smi',
      route: '/stats/gpu/nvidia',
      faults,
      become: (fault) => smi(fault ?? 'sound'),
      isSound: ({ gpus }) => gpus?.[0]?.usage_percent === 10,
    },
    {
      name: 'Ollama',
      route: '/stats/ollama',
      faults,
      become: (fault) => Object.assign(ollama, ollamas[fault ?? 'sound']),
      isSound: ({ models }) => models?.[0]?.name === 'tiny:latest',
    },
  ];
}

function writeInPlace(path: string, text: string): void {
  release(path);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function replaceByFolder(path: string): void {
  release(path);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path);
}

/** A file whose reader waits for a writer who never comes, as behind the lock of a driver. */
function hang(path: string): void {
  rmSync(path, { recursive: true, force: true });
  execFileSync('mkfifo', [path]);
}

/** How long one who is just opening such a file may take to get there, ms. */
const opening = 300;

/** Lets those go on who wait for that file, and those who are about to; what they read then is nothing. */
function release(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isFIFO() !== true) return;
  // Nobody else finds it there.
  const old = `${path}.released`;
  renameSync(path, old);
  const descriptor = openSync(old, constants.O_RDWR | constants.O_NONBLOCK);
  setTimeout(() => {
    closeSync(descriptor);
    rmSync(old, { force: true });
  }, opening);
}

const csv = '--format=csv,noheader,nounits';
const query = ['--query-gpu=index,uuid,utilization.gpu,memory.total,name', csv];
const card = '0, GPU-0, 10, 81920, NVIDIA A100\n';
const names = ['index', 'uuid', 'utilization.gpu', 'memory.total', 'name'];
const soundSmi: FakeAnswer[] = [
  { args: ['--help-query-gpu'], stdout: names.map((name) => `"${name}"\nIt.\n`).join('\n') },
  { args: query, stdout: card },
  { args: [...query, '-lms', '1000'], stdout: card, everyMs: 1_000 },
  { args: ['--query-compute-apps=pid,process_name,used_gpu_memory,gpu_uuid', csv], stdout: '' },
];
const smis: Record<Exclude<Fault, 'flap'> | 'sound', FakeAnswer[]> = {
  sound: soundSmi,
  hang: [{ hang: true, ignoreSigterm: true }],
  fail: [
    {
      exitCode: 9,
      stdout: 'NVIDIA-SMI has failed because it could not communicate with the NVIDIA driver.\n',
    },
  ],
  lie: [
    soundSmi[0] ?? {},
    { stdout: '0, GPU-0, 808, 99999999999999999999, \u001b[31mNVIDIA\n', everyMs: 1_000 },
  ],
  flood: [{ stdout: card.repeat(10_000), endless: true }],
};

/** An nvidia-smi whose next starts do as the last call says; the one that runs is ended, as by a driver that reloads. */
function nvidiaSmi(folder: string): (fault: keyof typeof smis) => void {
  writeFileSync(join(folder, 'nvidia-smi.calls.jsonl'), '');
  const program = fakeProgram(folder, 'nvidia-smi', smis.sound);
  return (fault) => {
    fakeProgram(folder, 'nvidia-smi', smis[fault]);
    for (const { pid } of program.calls().slice(-3)) kill(pid);
  };
}

const digest = 'a'.repeat(64);
const model = { name: 'tiny:latest', model: 'tiny:latest', size: 1e9, size_vram: 1e9, digest, details: {} };
const soundOllama = {
  '/api/ps': json({ models: [{ ...model, expires_at: '2099-01-01T00:00:00Z', context_length: 4096 }] }),
  '/api/version': json({ version: '0.30.0' }),
};
const ollamas: Record<Exclude<Fault, 'flap'> | 'sound', Record<string, Behaviour>> = {
  sound: soundOllama,
  hang: { '/api/ps': silent, '/api/version': silent },
  fail: { '/api/ps': json({ error: 'x' }, 500), '/api/version': raw('no HTTP') },
  lie: {
    '/api/ps': json({ models: [{ ...model, size: -1, size_vram: 2 ** 70 }, 7, null] }),
    '/api/version': json([]),
  },
  flood: { '/api/ps': flood(200), '/api/version': flood(200) },
};

const fdinfo =
  'drm-driver:\tamdgpu\ndrm-client-id:\t1\ndrm-pdev:\t0000:03:00.0\ndrm-memory-vram:\t1024 KiB\ndrm-engine-gfx:\t1 ns\n';
const stat = `cpu  100 0 100 1000 0 0 0 0 0 0
cpu0 50 0 50 500 0 0 0 0 0 0
cpu1 50 0 50 500 0 0 0 0 0 0
ctxt 1
btime 1700000000
processes 10
procs_running 1
procs_blocked 0
`;
const meminfo = `MemTotal:       16000000 kB
MemFree:         8000000 kB
MemAvailable:   12000000 kB
Buffers:          100000 kB
Cached:          1000000 kB
SwapTotal:             0 kB
SwapFree:              0 kB
`;
const netDev = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
  eth0:    1000       1    0    0    0     0          0         0     2000       1    0    0    0     0       0          0
`;
const processStat =
  '7 (program) S 1 7 7 0 -1 4194560 100 0 0 0 5 5 0 0 20 0 1 0 100 10000000 500 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n';
