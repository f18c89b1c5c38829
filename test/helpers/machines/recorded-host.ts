import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asFailure, Failure, systemErrorCode } from '../../../src/failures.js';
import type {
  DeviceAnswer,
  FileSystemSize,
  Host,
  HttpSource,
  Program,
  Programs,
  Tree,
} from '../../../src/host/host.js';
import { ownProcess } from '../../../src/host/own-process.js';
import type { PortableFacts } from '../../../src/host/portable/portable.js';
import { fileTree } from '../../../src/host/files/tree.js';
import { FakeClock } from '../fake-clock.js';
import { manyFiles } from './many-files.js';
import { movingTree } from './moving-tree.js';
import { notFollowed } from './not-followed.js';
import { recordedOutput } from '../programs/recorded-output.js';
import { wholeTree } from './whole-tree.js';

/** Where the recorded machines are; seen from the compiled test. */
export const hostsFolder = join(import.meta.dirname, '../../../../test/fixtures/hosts');

/**
 * A recorded machine: a folder of
 * - `machine.json`: `{ platform, architecture, recorded, fileSystems: { "/": FileSystemSize } }`
 * - `proc/`, `sys/`, `root/`: the files as they were
 * - `own/`: of a container that sees the machine's trees, what its own `/` holds; without it that is made of the others
 * - `before/proc/`, `before/sys/`: the counters and clocks among them as they were 250 ms earlier, which is what is
 *   read until the clock has gone on by 250 ms; rates are therefore over 0.25 s
 * - `commands/commands.json`: `[{ program, args, exitCode, stdout, stderr }]`, the last two names of files beside
 *   it (or absent). A recorded `--query-…=` with all fields also answers for any of them, as the program does;
 *   a program that is followed gives the recorded output over and over; any other call is "not installed"
 * - `http/ollama.json`: `[{ path, status, body }]`, body the name of a file beside it; without it nothing listens
 * - `portable/<call>.json`: what systeminformation gave, on other systems than Linux
 */
export interface RecordedMachine {
  platform: NodeJS.Platform;
  architecture: string;
  recorded: string;
  fileSystems: Record<string, FileSystemSize>;
}

export interface RecordedHost extends Host {
  readonly clock: FakeClock;
  readonly machine: RecordedMachine;
  /** Every program call so far, as `nvidia-smi --query-gpu=…`. */
  readonly calls: string[];
}

/** What a test has otherwise than it was recorded; programs that it does not name stay as recorded. */
export type HostChanges = Omit<Partial<Host>, 'clock' | 'programs'> & { programs?: Partial<Programs> };

/** When a recording starts (RFC 3339; its own time if left out), and whether its counters go on after its end. */
export interface Replay {
  start?: string;
  moving?: boolean;
}

/** The recorded machine in `folder` (a name below the fixtures, or a path), at its first moment. */
export function recordedHost(
  folder: string,
  { programs, ...changes }: HostChanges = {},
  replay: Replay = {},
): RecordedHost {
  const base = existsSync(folder) ? folder : join(hostsFolder, folder);
  const machine = readJson<RecordedMachine>(join(base, 'machine.json'));
  const clock = new FakeClock(replay.start ?? machine.recorded);
  const calls: string[] = [];
  const tree = (name: string, shownAs: string) =>
    framedTree(base, name, shownAs, machine, clock, replay.moving === true);
  return {
    platform: machine.platform,
    architecture: machine.architecture,
    clock,
    machine,
    calls,
    proc: tree('proc', '/proc'),
    sys: tree('sys', '/sys'),
    root: tree('root', '/'),
    own: existsSync(join(base, 'own'))
      ? tree('own', '/')
      : wholeTree(tree('proc', '/proc'), tree('sys', '/sys'), tree('root', '/')),
    // Where a recorded container has the machine.
    rootPath: existsSync(join(base, 'own')) ? '/host' : '/',
    programs: {
      nvidiaSmi: recordedProgram(base, 'nvidia-smi', calls),
      rocmSmi: recordedProgram(base, 'rocm-smi', calls),
      amdSmi: recordedProgram(base, 'amd-smi', calls),
      tegrastats: recordedProgram(base, 'tegrastats', calls),
      ioreg: recordedProgram(base, 'ioreg', calls),
      ...programs,
    },
    nvml: { read: () => Promise.reject(new Failure('absent', 'the recording has no NVML')) },
    ollama: recordedHttp(base, 'ollama'),
    ...{ otherOllamas: [], modelServers: [] },
    askLocal: () => Promise.reject(new Failure('absent', 'the recording has no servers of models')),
    historyStore: null,
    portable: recordedPortable(base),
    ownProcess,
    close: () => undefined,
    ...changes,
  };
}

const frameGap = 250;

function framedTree(
  base: string,
  name: string,
  shownAs: string,
  machine: RecordedMachine,
  clock: FakeClock,
  moving: boolean,
): Tree {
  const askFileSystem = (path: string): Promise<FileSystemSize> => {
    const size = machine.fileSystems[path.slice(join(base, name).length) || '/'];
    if (size === undefined)
      return Promise.reject(new Failure('absent', 'the recording has no such file system'));
    return Promise.resolve(size);
  };
  const before = fileTree(join(base, 'before', name), shownAs, askFileSystem);
  const last = fileTree(join(base, name), shownAs, askFileSystem);
  // Below /sys it is not counters that were recorded twice.
  const now = moving && name === 'proc' ? movingTree(before, last, clock, frameGap) : last;
  const early = (path: string) =>
    clock.monotonic() < frameGap && existsSync(join(base, 'before', name, path)) ? before : now;
  const one: Pick<Tree, 'optional' | 'deviceText'> = {
    optional: (path, content) => early(path).optional(path, content),
    deviceText: (path) => Promise.resolve(readAtOnce(early(path), path)),
  };
  return {
    ...one,
    ...manyFiles(one),
    required: (path, content) => early(path).required(path, content),
    textAnswer: (path) => early(path).textAnswer(path),
    requiredList: (path) => now.requiredList(path),
    deviceBytes: (path) => {
      const answer = readAtOnce(early(path), path);
      const file = join(base, early(path) === before ? 'before' : '', name, path);
      return Promise.resolve(typeof answer === 'string' ? readFileSync(file) : answer);
    },
    list: (path) => now.list(path),
    listAnswer: (path) => now.listAnswer(path),
    linkAnswer: (path) => now.linkAnswer(path),
    linkName: (path) => now.linkName(path),
    // Links of the kernel that lead to no file (`pid:[4026531836]`) are recorded as files with their target.
    linkTarget: (path) =>
      now.linkTarget(path) ?? (path.includes('self/ns/') ? (now.optional(path)?.trim() ?? null) : null),
    identity: (path) => now.identity(path),
    fileSystem: (path) => now.fileSystem(path, { mayHang: true }),
  };
}

/** A recorded file never hangs, and the clock must not be moved on while it is read. */
function readAtOnce(tree: Tree, path: string): DeviceAnswer<string> {
  try {
    return tree.required(path);
  } catch (thrown) {
    const failure = asFailure(thrown);
    // As a driver says that has no such value.
    const isValueless = ['ENODEV', 'ENXIO', 'EINVAL'].includes(systemErrorCode(failure.cause) ?? '');
    return failure.code === 'absent' || isValueless ? null : failure;
  }
}

interface RecordedCommand {
  program: string;
  args: string[];
  exitCode: number;
  stdout?: string;
  stderr?: string;
}

function recordedProgram(base: string, name: string, calls: string[]): Program {
  const folder = join(base, 'commands');
  const file = join(folder, 'commands.json');
  const commands = existsSync(file) ? readJson<RecordedCommand[]>(file) : [];
  const content = (part: string | undefined) =>
    part === undefined ? '' : readFileSync(join(folder, part), 'utf8');
  const answers = commands
    .filter(({ program }) => program === name)
    .map(({ args, exitCode, stdout, stderr }) => ({
      args,
      output: { exitCode, crash: null, stdout: content(stdout), stderr: content(stderr) },
    }));
  return {
    name,
    follow: (args) => {
      const round = answers.find((one) => one.args.join('\0') === args.join('\0'));
      if (round === undefined) return notFollowed(args, { interval: 0 });
      return {
        latest: () => Promise.resolve({ text: round.output.stdout, age: 0, earlier: '' }),
        stop: () => Promise.resolve(),
      };
    },
    run: (args) => {
      calls.push([name, ...args].join(' '));
      const output = recordedOutput(answers, args);
      if (output !== null) return Promise.resolve(output);
      return Promise.reject(new Failure('absent', `${name} is not installed`));
    },
  };
}

function recordedHttp(base: string, name: string): HttpSource {
  const folder = join(base, 'http');
  const file = join(folder, `${name}.json`);
  const answers = existsSync(file) ? readJson<{ path: string; status: number; body: string }[]>(file) : null;
  return {
    url: 'http://127.0.0.1:11434',
    get: (path) => {
      if (answers === null)
        return Promise.reject(new Failure('absent', 'nothing answers where Ollama should be'));
      const found = answers.find((one) => one.path === path);
      if (found === undefined) return Promise.resolve({ status: 404, body: '404 page not found' });
      return Promise.resolve({ status: found.status, body: readFileSync(join(folder, found.body), 'utf8') });
    },
  };
}

function recordedPortable(base: string): PortableFacts {
  const call = <T>(name: string) => {
    const file = join(base, 'portable', `${name}.json`);
    if (existsSync(file)) return Promise.resolve(readJson<T>(file));
    return Promise.reject(new Failure('unsupported', `the recording has no ${name}`));
  };
  return {
    cpu: () => call('cpu'),
    currentLoad: () => call('currentLoad'),
    mem: () => call('mem'),
    fsSize: () => call('fsSize'),
    networkInterfaces: () => call('networkInterfaces'),
    networkStats: () => call('networkStats'),
    osInfo: () => call('osInfo'),
    cpuTemperature: () => call('cpuTemperature'),
    battery: () => call('battery'),
    processes: () => call('processes'),
    time: () => call('time'),
    loadAverage: () => call('loadAverage'),
    graphics: () => call('graphics'),
  };
}

// The caller's type says what the file holds.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
