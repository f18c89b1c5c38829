import type { ChildProcess } from 'node:child_process';
import { machine } from 'node:os';
import { basename, resolve } from 'node:path';
import { systemClock } from '../clock.js';
import { eachProgram, type ProgramName } from '../programs.js';
import type { methods as deviceFileMethods } from './helper/device-files.js';
import { Helper } from './helper/helper.js';
import type { methods as historyFileMethods } from './helper/history/methods.js';
import type { methods as fileSystemMethods } from './helper/file-system.js';
import type { methods as portableMethods } from './helper/portable.js';
import { historyFile } from './history/file.js';
import type { Host } from './host.js';
import { namedSources, type NamedServers } from './named-sources.js';
import { askLocal } from './local-http.js';
import { MountSizes, waitingThreads } from './files/mount-sizes.js';
import { nvmlPlaces } from './nvml/places.js';
import { HelperNvml } from './nvml/source.js';
import { ownProcess } from './own-process.js';
import { portableFacts } from './portable/source.js';
import { killGroup } from './programs/process-group.js';
import { systemProgram } from './programs/program.js';
import { readTogether } from './files/read-together.js';
import { deviceReads } from './files/device-reads.js';
import type { Activity } from './files/kernel-files.js';
import { KeptFiles } from './files/kept-files.js';
import { fileTree } from './files/tree.js';

export interface SystemHostOptions extends Partial<Record<ProgramName, string>>, NamedServers {
  root: string;
  proc: string;
  sys: string;
  /** Instead of this process's own `/`, for tests. */
  own?: string;
  /** Path of NVIDIA's library, `auto` or `off`. */
  nvml: string;
  /** Where history is kept over restarts; nowhere when null or left out. */
  historyFile?: string | null;
  /** Is told what this process waits for. */
  activity?: Activity;
  /** The environment of this process, of which children get only what they need to run. */
  environment: NodeJS.ProcessEnv;
}

/** The machine this process runs on; programs that `options` does not name are those of their names. */
export function systemHost(options: SystemHostOptions): Host {
  const clock = systemClock;
  const environment = childEnvironment(options.environment);
  const running = new Set<ChildProcess>();
  const threads = { UV_THREADPOOL_SIZE: String(waitingThreads) };
  const fileSystems = new Helper<typeof fileSystemMethods>('fileSystem', { ...environment, ...threads });
  const mountSizes = new MountSizes(fileSystems);
  const portable = new Helper<typeof portableMethods>('portable', environment);
  const portableMounts = new Helper<typeof portableMethods>('portableMounts', environment);
  const portableCards = new Helper<typeof portableMethods>('portableCards', environment);
  const history = () => new Helper<typeof historyFileMethods>('historyFile', environment);
  const libraries = nvmlPlaces(options.nvml, process.platform, options.environment['SystemRoot']);
  const nvml = new HelperNvml(libraries, environment, clock);
  const servers = namedSources(options, clock);
  const sensors = new Helper<typeof deviceFileMethods>('sensors', { ...environment, ...threads });
  // Threads are few, whatever the tree that a file belongs to.
  const readDevice = deviceReads(clock, async (path, deadline) => {
    const answer = await sensors.ask('bytes', [path, deadline], deadline + 1_000);
    if (answer instanceof Uint8Array) return { bytes: answer };
    if (answer?.timedOut === true) return { late: true };
    const code = answer?.failed ?? 'ENOENT';
    return { thrown: Object.assign(new Error(code), { code }) };
  });
  const kept = new KeptFiles(() => clock.monotonic());
  const tree = (root: string, shownAs: string, texts: 'texts' | 'textsOfPrograms' = 'texts') =>
    fileTree(root, shownAs, (path) => mountSizes.ask(path), {
      // Each file has its deadline within the helper; the helper as a whole a little more.
      askTexts: (paths, deadline) => sensors.ask(texts, [paths, deadline], deadline + 1_000),
      ...{ clock, readDevice, kept },
      ...(options.activity === undefined ? {} : { activity: options.activity }),
    });
  const program = (name: string, path: string) => systemProgram(name, path, environment, running, clock);
  return {
    platform: process.platform,
    architecture: machine(),
    clock,
    proc: tree(options.proc, '/proc', 'textsOfPrograms'),
    sys: tree(options.sys, '/sys'),
    root: tree(options.root, '/'),
    own: readTogether(tree(options.own ?? '/', '/'), ownFiles, systemClock),
    rootPath: resolve(options.root),
    programs: eachProgram(({ name }, key) => program(basename(name), options[key] ?? name)),
    nvml,
    ...servers,
    askLocal: (question) => askLocal(clock, question),
    portable: portableFacts(portable, portableMounts, portableCards),
    historyStore: typeof options.historyFile === 'string' ? historyFile(history, options.historyFile) : null,
    ownProcess,
    close: () => {
      for (const child of running) killGroup(child);
      kept.close();
      fileSystems.close();
      sensors.close();
      portable.close();
      portableMounts.close();
      portableCards.close();
      nvml.close();
      for (const one of [servers.ollama, ...servers.otherOllamas, ...servers.modelServers]) one.close();
    },
  };
}

/** What several readers need of this process itself, in each of their readings. */
const ownFiles = ['proc/self/mountinfo', 'proc/self/cgroup'];

/** An allow-list, so that no key or token of the service reaches a child. */
const inherited = [
  ...['PATH', 'HOME', 'USER', 'LD_LIBRARY_PATH', 'ROCM_PATH', 'TMPDIR'],
  ...['SystemRoot', 'SystemDrive', 'windir', 'PATHEXT', 'TEMP', 'TMP', 'COMSPEC', 'USERPROFILE'],
];

function childEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const stored: Record<string, string> = { LC_ALL: 'C' };
  for (const name of inherited) {
    const value = environment[name];
    if (value !== undefined) stored[name] = value;
  }
  return stored;
}
