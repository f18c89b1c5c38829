import { finite } from '../arithmetic.js';

/**
 * Counters of one block device since boot, as the kernel counts them: sectors have 512 bytes whatever the device's
 * own size, times are in ms. Null for what an older kernel does not count.
 */
export interface DiskCounters {
  major: number;
  minor: number;
  reads: number;
  readsMerged: number;
  sectorsRead: number;
  readMs: number;
  writes: number;
  writesMerged: number;
  sectorsWritten: number;
  writeMs: number;
  /** Requests under way now. */
  inFlight: number;
  /** Time in which at least one request was under way. */
  ioMs: number;
  /** Time of every request, those under way included, added up. */
  weightedMs: number;
  discards: number | null;
  discardsMerged: number | null;
  sectorsDiscarded: number | null;
  discardMs: number | null;
  flushes: number | null;
  flushMs: number | null;
}

/** `/proc/diskstats` (https://docs.kernel.org/admin-guide/iostats.html): counters by name of the device. */
export function parseProcDiskstats(text: string): Map<string, DiskCounters> {
  const lines = text.split('\n').map(parseProcDiskstatsLine);
  return new Map(lines.filter((line) => line !== null));
}

/** The same of one of its lines; null where it is none of a device. */
export function parseProcDiskstatsLine(line: string): readonly [name: string, counters: DiskCounters] | null {
  const [, major, minor, name, cells] =
    /^\s*(\d{1,15})\s+(\d{1,15})\s+(\S+)((?:\s+\d+){11,})\s*$/.exec(line) ?? [];
  if (name === undefined || cells === undefined) return null;
  const numbers = cells.trim().split(/\s+/).map(Number).map(finite);
  const at = (index: number) => numbers[index] ?? 0;
  const newer = (index: number) => numbers[index] ?? null;
  const counters = {
    major: Number(major),
    minor: Number(minor),
    reads: at(0),
    readsMerged: at(1),
    sectorsRead: at(2),
    readMs: at(3),
    writes: at(4),
    writesMerged: at(5),
    sectorsWritten: at(6),
    writeMs: at(7),
    inFlight: at(8),
    ioMs: at(9),
    weightedMs: at(10),
    discards: newer(11),
    discardsMerged: newer(12),
    sectorsDiscarded: newer(13),
    discardMs: newer(14),
    flushes: newer(15),
    flushMs: newer(16),
  };
  return [name, counters];
}

/**
 * The device that `name` is a partition of, among the devices there are; null for a whole device. The kernel names
 * partitions after their device with a number behind, and a `p` between where the device's name ends in a digit.
 */
export function partitionOf(name: string, names: { has: (name: string) => boolean }): string | null {
  const whole = /^(.*\d)p\d+$/.exec(name)?.[1] ?? /^(.*[^\d])\d+$/.exec(name)?.[1];
  return whole !== undefined && names.has(whole) ? whole : null;
}

/** The NVMe disk that `name` is a path to: `nvme0c1n2` is the way over the controller 1 to `nvme0n2`; null for others. */
export function headOf(name: string): string | null {
  const [, subsystem, namespace] = /^nvme(\d+)c\d+n(\d+)$/.exec(name) ?? [];
  return subsystem === undefined ? null : `nvme${subsystem}n${namespace ?? ''}`;
}
