import { Failure } from '../../failures.js';
import type { Host } from '../../host/host.js';
import { parsePss } from '../../parsers/proc/pid-memory.js';
import type { ServerProcess } from './find.js';
import type { RunnerReading } from './reading.js';

/** How often a process's share of its pages is read, ms, and of how many bytes: the kernel looks at each page for it. */
const interval = 10_000;
const perInterval = 8 * 2 ** 30;
const longestInterval = 60_000;
/** After how long a file is tried again that may not be read, ms. */
const refusedPause = 600_000;
const deadline = 2_000;

interface Share {
  bytes: number | null;
  nextAt: number;
  isUnderWay: boolean;
}

/**
 * Gives the memory of a server, at once: its share of the pages that it has (PSS) where that may be read, as it was some
 * seconds ago, else all pages that it has (RSS). `key` tells a process from every other one.
 */
export class ServerMemory {
  readonly #host: Host;
  readonly #shares = new Map<string, Share>();

  constructor(host: Host) {
    this.#host = host;
  }

  of(key: string, { pid, resident }: ServerProcess): Pick<RunnerReading, 'memory' | 'memorySource'> {
    const share = this.#shares.get(key) ?? { bytes: null, nextAt: -Infinity, isUnderWay: false };
    this.#shares.set(key, share);
    const isDue = !share.isUnderWay && this.#host.clock.monotonic() >= share.nextAt;
    if (isDue) void this.#read(pid, share, interval * Math.max(1, (resident ?? 0) / perInterval));
    if (share.bytes !== null) return { memory: share.bytes, memorySource: 'pss' };
    return { memory: resident, memorySource: resident === null ? null : 'rss' };
  }

  /** Forgets all but these. */
  keep(keys: ReadonlySet<string>): void {
    for (const key of this.#shares.keys()) if (!keys.has(key)) this.#shares.delete(key);
  }

  /** Without waiting: it takes a second where tens of gigabytes are mapped. */
  async #read(pid: number, share: Share, pause: number): Promise<void> {
    const { proc, clock } = this.#host;
    share.isUnderWay = true;
    const answer = await proc.deviceText(`${pid}/smaps_rollup`, deadline);
    share.bytes = typeof answer === 'string' ? parsePss(answer) : null;
    const isRefused = answer === null || (answer instanceof Failure && answer.code === 'no_permission');
    share.nextAt = clock.monotonic() + (isRefused ? refusedPause : Math.min(longestInterval, pause));
    share.isUnderWay = false;
  }
}
