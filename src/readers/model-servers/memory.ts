import { Failure } from '../../failures.js';
import type { Host } from '../../host/host.js';
import { parsePss } from '../../parsers/proc/pid-memory.js';
import type { ServerProcess } from './find.js';
import type { RunnerReading } from './reading.js';

/** How often a process's share of its pages is read, ms, and of how many bytes: the kernel looks at each page for it. */
const interval = 10_000;
const perInterval = 8 * 2 ** 30;
const longestInterval = 60_000;
/** How soon it is read again, ms, where the pages that it has are others: more than a share of them, and so many bytes. */
const soonest = 2_000;
const another = { share: 0.05, bytes: 16 * 2 ** 20 };
/** After how long a file is tried again that may not be read, ms. */
const refusedPause = 600_000;
const deadline = 2_000;

interface Share {
  bytes: number | null;
  /** All pages that it had then. */
  resident: number | null;
  readAt: number;
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
    const share = this.#shares.get(key) ?? unread();
    this.#shares.set(key, share);
    const now = this.#host.clock.monotonic();
    const cost = Math.max(1, (resident ?? 0) / perInterval);
    const isOther = isAnother(share.resident, resident);
    const isDue = now >= share.nextAt || (isOther && now >= share.readAt + soonest * cost);
    if (isDue && !share.isUnderWay) void this.#read(pid, share, { resident, pause: interval * cost });
    if (share.bytes !== null && !isOther) return { memory: share.bytes, memorySource: 'pss' };
    return { memory: resident, memorySource: resident === null ? null : 'rss' };
  }

  /** Forgets all but these. */
  keep(keys: ReadonlySet<string>): void {
    for (const key of this.#shares.keys()) if (!keys.has(key)) this.#shares.delete(key);
  }

  /** Without waiting: it takes a second where tens of gigabytes are mapped. */
  async #read(
    pid: number,
    share: Share,
    { resident, pause }: { resident: number | null; pause: number },
  ): Promise<void> {
    const { proc, clock } = this.#host;
    share.isUnderWay = true;
    share.readAt = clock.monotonic();
    const answer = await proc.deviceText(`${pid}/smaps_rollup`, deadline);
    share.bytes = typeof answer === 'string' ? parsePss(answer) : null;
    share.resident = share.bytes === null ? null : resident;
    const isRefused = answer === null || (answer instanceof Failure && answer.code === 'no_permission');
    share.nextAt = clock.monotonic() + (isRefused ? refusedPause : Math.min(longestInterval, pause));
    share.isUnderWay = false;
  }
}

function unread(): Share {
  return { bytes: null, resident: null, readAt: -Infinity, nextAt: -Infinity, isUnderWay: false };
}

/** A model that is being loaded, or whose caches grow: what was read some seconds ago is not true any more. */
function isAnother(before: number | null, now: number | null): boolean {
  if (before === null || now === null) return false;
  return Math.abs(now - before) > Math.max(another.bytes, before * another.share);
}
