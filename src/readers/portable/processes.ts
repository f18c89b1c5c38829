import type { Host } from '../../host/host.js';
import { knownNumber, knownPositive, knownText } from '../../parsers/systeminformation.js';
import type { ProcessReading, ProcessesReading, ProcessState } from '../processes/reader.js';
import type { Reader } from '../reader.js';

type Process = Awaited<ReturnType<Host['portable']['processes']>>['list'][number];

/** The processes of macOS, Windows and the BSDs through systeminformation, which counts CPU time of all CPUs as 100 %. */
export function portableProcessesReader(host: Host, withArgs: boolean): Reader<ProcessesReading> {
  return async () => {
    const [{ list }, load, memory] = await Promise.all([
      host.portable.processes(),
      host.portable.currentLoad(),
      host.portable.mem(),
    ]);
    const processes = list.map((one) => reading(one, load.cpus.length, withArgs));
    return { processes, memoryTotal: knownPositive(memory.total), reason: null };
  };
}

function reading(one: Process, cpus: number, withArgs: boolean): ProcessReading {
  const share = knownNumber(one.cpu);
  const resident = knownNumber(one.memRss);
  return {
    pid: one.pid,
    parent: knownPositive(one.parentPid),
    name: one.name,
    user: knownText(one.user),
    userId: null,
    cpuPercent: share === null || cpus === 0 ? null : share * cpus,
    cpuSeconds: null,
    memory: resident === null ? null : resident * 1024,
    threads: null,
    state: stateOf(one.state),
    startedEpoch: started(one.started),
    startedTicks: null,
    isKernelThread: false,
    args: withArgs && knownText(one.command) !== null ? [one.command, ...splitArgs(one.params)] : null,
  };
}

const states: Record<string, ProcessState> = {
  ...{ running: 'running', sleeping: 'sleeping', blocked: 'waiting', stopped: 'stopped', zombie: 'zombie' },
};

function stateOf(state: string): ProcessState {
  return states[state] ?? 'other';
}

/** The machine's own time without a zone: `2026-01-31 12:00:00`. */
function started(text: string): number | null {
  const epoch = Date.parse(text.replace(' ', 'T'));
  return Number.isNaN(epoch) ? null : epoch;
}

/** The library knows the arguments as one text only. */
function splitArgs(params: string): string[] {
  return params === '' ? [] : [params];
}
