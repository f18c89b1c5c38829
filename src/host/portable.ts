import type { Systeminformation } from 'systeminformation';
import type { Helper } from './helper/helper.js';
import type { methods } from './helper/portable.js';

/**
 * What systeminformation knows about macOS, Windows and the BSDs, in its own shapes, and the load average of the
 * system (zeros on Windows, which has none). Every call has a deadline and runs in a helper process, because the
 * library runs programs synchronously.
 */
export interface PortableFacts {
  cpu(): Promise<Systeminformation.CpuData>;
  currentLoad(): Promise<Systeminformation.CurrentLoadData>;
  mem(): Promise<Systeminformation.MemData>;
  fsSize(): Promise<Systeminformation.FsSizeData[]>;
  networkInterfaces(): Promise<Systeminformation.NetworkInterfacesData[]>;
  networkStats(): Promise<Systeminformation.NetworkStatsData[]>;
  osInfo(): Promise<Systeminformation.OsData>;
  time(): Promise<Systeminformation.TimeData>;
  loadAverage(): Promise<number[]>;
}

/** On Windows a first call starts PowerShell, which takes seconds. */
const deadline = 10_000;

/** Asks `helper`, and `mounts` for what waits for ever on a dead network mount. */
export function portableFacts(helper: Helper<typeof methods>, mounts: Helper<typeof methods>): PortableFacts {
  return {
    cpu: () => helper.ask('cpu', [], deadline),
    currentLoad: () => helper.ask('currentLoad', [], deadline),
    mem: () => helper.ask('mem', [], deadline),
    fsSize: () => mounts.ask('fsSize', [], deadline),
    networkInterfaces: () => askInterfaces(helper),
    networkStats: () => helper.ask('networkStats', [], deadline),
    osInfo: () => helper.ask('osInfo', [], deadline),
    time: () => helper.ask('time', [], deadline),
    loadAverage: () => helper.ask('loadAverage', [], deadline),
  };
}

/** The library's type also allows for the one default interface, which was not asked for. */
async function askInterfaces(helper: Helper<typeof methods>) {
  const answer = await helper.ask('networkInterfaces', [], deadline);
  return Array.isArray(answer) ? answer : [answer];
}
