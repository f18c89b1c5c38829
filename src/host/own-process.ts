import { readdirSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** What this service itself uses of the machine, without its helper processes. */
export interface OwnProcess {
  /** Processor time since the start, seconds. */
  cpuUserSeconds: number;
  cpuSystemSeconds: number;
  residentBytes: number;
  heapUsedBytes: number;
  heapTotalBytes: number;
  externalBytes: number;
  /** Open file descriptors; null where the system does not tell. */
  openFiles: number | null;
  /** When it started, seconds since 1970. */
  startedAt: number;
  /** How long the event loop was not waiting for anything, seconds since the start. */
  busySeconds: number;
  /** `v20.20.2`. */
  nodeVersion: string;
}

/** Asks the runtime about this process. */
export function ownProcess(): OwnProcess {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
  return {
    cpuUserSeconds: user / 1e6,
    cpuSystemSeconds: system / 1e6,
    residentBytes: rss,
    heapUsedBytes: heapUsed,
    heapTotalBytes: heapTotal,
    externalBytes: external,
    openFiles: openFiles(),
    startedAt: performance.timeOrigin / 1000,
    busySeconds: performance.eventLoopUtilization().active / 1000,
    nodeVersion: process.version,
  };
}

function openFiles(): number | null {
  // The folder that is read is itself open while it is read.
  return process.platform === 'linux' ? readdirSync('/proc/self/fd').length - 1 : null;
}
