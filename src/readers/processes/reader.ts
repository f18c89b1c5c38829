import { remembered } from '../../clock.js';
import type { Host } from '../../host/host.js';
import { parseProcMeminfo } from '../../parsers/proc/meminfo.js';
import { parseProcStat } from '../../parsers/proc/stat.js';
import { ownView, type OwnViewNow } from '../container/own-view.js';
import { processesHiddenByContainer, processesHiddenByMount } from '../container/processes.js';
import { containerNow, containerSigns } from '../container/signs.js';
import { pageSizeOf } from '../page-size.js';
import { identitiesReader } from './identities.js';
import { scanReader, type Scanned } from './scan.js';
import type { Reader } from '../reader.js';

/** One process. */
export interface ProcessReading {
  pid: number;
  parent: number | null;
  name: string;
  user: string | null;
  userId: number | null;
  /** Share of one CPU's time since the previous reading, percent; null in a first reading. */
  cpuPercent: number | null;
  cpuSeconds: number | null;
  memory: number | null;
  threads: number | null;
  state: ProcessState;
  /** Milliseconds since 1970, by the clock of this machine as it goes now. */
  startedEpoch: number | null;
  /** Ticks of 1/100 s from the start of the machine, whatever its clock; null elsewhere than on Linux. */
  startedTicks: number | null;
  isKernelThread: boolean;
  /** Null unless they are asked for, and for what has none. */
  args: string[] | null;
}

export const processStates = [
  'running',
  'sleeping',
  'waiting',
  'stopped',
  'zombie',
  'idle',
  'other',
] as const;
export type ProcessState = (typeof processStates)[number];

export interface ProcessesReading {
  processes: ProcessReading[];
  /** Usable memory of the machine in bytes. */
  memoryTotal: number | null;
  /** Why not all of the machine are there; null when they are. */
  reason: string | null;
}

/**
 * Reads `/proc/<pid>/stat` of every process, some at a time, so that thousands do not hold up the service, and
 * command lines when `withArgs`.
 */
export function processesReader(
  host: Host,
  withArgs: boolean,
  view: OwnViewNow = ownView(host),
): Reader<ProcessesReading> {
  const scan = scanReader(host);
  const identities = identitiesReader(host, withArgs);
  const boot = bootReader(host);
  const signs = containerSigns(host, view);
  const container = containerNow(host, signs);
  const hidden = () =>
    processesHiddenByMount(host, view().mounts) ??
    (container() !== null ? processesHiddenByContainer(host, signs()) : null);
  let pageSize: number | null = null;
  return async () => {
    pageSize ??= await pageSizeOf(host);
    const page = pageSize;
    const scanned = await scan();
    const known = await identities(scanned);
    const bootEpoch = await boot();
    const processes = scanned.map((one, index): ProcessReading => ({
      pid: one.stat.pid,
      parent: one.stat.parent === 0 ? null : one.stat.parent,
      name: one.stat.name,
      ...(known[index] ?? { user: null, userId: null, args: null }),
      cpuPercent: one.cpuPercent,
      cpuSeconds: one.stat.ticks / 100,
      memory: page === null ? null : one.stat.residentPages * page,
      threads: one.stat.threads,
      state: stateOf(one),
      startedEpoch: bootEpoch === null ? null : bootEpoch + one.stat.start * 10,
      startedTicks: one.stat.start,
      isKernelThread: one.stat.isKernelThread,
    }));
    const memoryTotal = parseProcMeminfo(host.proc.optional('meminfo') ?? '').get('MemTotal') ?? null;
    return { processes, memoryTotal, reason: hidden()?.reason ?? null };
  };
}

const states: Record<string, ProcessState> = {
  ...{ R: 'running', S: 'sleeping', D: 'waiting', T: 'stopped', t: 'stopped', Z: 'zombie', I: 'idle' },
};

function stateOf({ stat }: Scanned): ProcessState {
  return states[stat.state] ?? 'other';
}

/** How long the machine's start is believed, ms. */
const bootAge = 60_000;

/** The machine's start moves when its clock is set; asking each time would read the counters of all interrupts. */
function bootReader({ clock, proc }: Host): () => Promise<number | null> {
  return remembered(clock, bootAge, () => {
    const { bootTime } = parseProcStat(proc.optional('stat') ?? '');
    return bootTime === null ? null : bootTime * 1000;
  });
}
