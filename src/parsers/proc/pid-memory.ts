import { finite } from '../arithmetic.js';

/** What `/proc/<pid>/status` tells of a process's memory. */
export interface ProcPidMemory {
  /** Pages that it has in memory, those it shares with others too, bytes; null for what has none. */
  resident: number | null;
  /** Pages of it that were swapped out, bytes; null where that is not told. */
  swapped: number | null;
}

/** `VmRSS` and `VmSwap` of `/proc/<pid>/status` (proc_pid_status(5)). */
export function parsePidMemory(text: string): ProcPidMemory {
  return {
    resident: bytesOf(/^VmRSS:[ \t]+(\d+) kB$/m, text),
    swapped: bytesOf(/^VmSwap:[ \t]+(\d+) kB$/m, text),
  };
}

/**
 * `Pss` of `/proc/<pid>/smaps_rollup` (proc_pid_smaps(5)), bytes: each page shared among those that have it; null where it
 * is not told.
 */
export function parsePss(text: string): number | null {
  return bytesOf(/^Pss:[ \t]+(\d+) kB$/m, text);
}

function bytesOf(line: RegExp, text: string): number | null {
  const digits = line.exec(text)?.[1];
  return digits === undefined ? null : finite(Number(digits) * 1024);
}
