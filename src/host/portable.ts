import type { Systeminformation } from 'systeminformation';
import type { Helper } from './helper/helper.js';
import type { methods } from './helper/portable.js';

/**
 * What systeminformation knows about macOS, Windows and the BSDs, in its own shapes. Every call has a deadline
 * and runs in a helper process, because the library runs programs synchronously.
 */
export interface PortableFacts {
  cpu(): Promise<Systeminformation.CpuData>;
  cpuCurrentSpeed(): Promise<Systeminformation.CpuCurrentSpeedData>;
  currentLoad(): Promise<Systeminformation.CurrentLoadData>;
  mem(): Promise<Systeminformation.MemData>;
  fsSize(): Promise<Systeminformation.FsSizeData[]>;
  networkStats(): Promise<Systeminformation.NetworkStatsData[]>;
  osInfo(): Promise<Systeminformation.OsData>;
}

/** On Windows a first call starts PowerShell, which takes seconds. */
const deadline = 10_000;

export function portableFacts(helper: Helper<typeof methods>): PortableFacts {
  return {
    cpu: () => helper.ask('cpu', [], deadline),
    cpuCurrentSpeed: () => helper.ask('cpuCurrentSpeed', [], deadline),
    currentLoad: () => helper.ask('currentLoad', [], deadline),
    mem: () => helper.ask('mem', [], deadline),
    fsSize: () => helper.ask('fsSize', [], deadline),
    networkStats: () => helper.ask('networkStats', [], deadline),
    osInfo: () => helper.ask('osInfo', [], deadline),
  };
}
