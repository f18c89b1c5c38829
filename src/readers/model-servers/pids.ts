import type { Host } from '../../host/host.js';
import { parseLastPid } from '../../parsers/proc/loadavg.js';

/** Numbers of processes. */
export interface Pids {
  numbers: string[];
  /** Whether these are all that there are; else those that were given since the last time, also to threads. */
  areAll: boolean;
}

/** How often all are listed at least, ms: between two times some may be missed. */
const longestPause = 10_000;
/** Where more were given since the last time, listing all costs less than looking at each. */
const mostSince = 40;

/**
 * Gives the processes that there are, or only those that are new: to list a thousand takes the kernel milliseconds, and the
 * number that it gave last it tells at once. Throws a Failure where processes are not told.
 */
export function pidsNow({ clock, proc, own }: Host): () => Pids {
  let listed: { at: number; last: number | null } | null = null;
  // What it tells is about the PID namespace of this process, which that of `proc` need not be.
  const lastPid = (): number | null => {
    const self = own.linkTarget('proc/self');
    const isSame = self !== null && self === proc.linkTarget('self');
    return isSame ? parseLastPid(proc.optional('loadavg') ?? '') : null;
  };
  return () => {
    const at = clock.monotonic();
    const last = lastPid();
    const before = listed !== null && at - listed.at < longestPause ? listed.last : null;
    const since = last === null || before === null ? -1 : last - before;
    if (listed !== null && before !== null && since >= 0 && since <= mostSince) {
      listed.last = last;
      const numbers = Array.from({ length: since }, (_, place) => `${before + 1 + place}`);
      return { numbers, areAll: false };
    }
    listed = { at, last };
    return { numbers: proc.requiredList('').filter(isNumber), areAll: true };
  };
}

/** Names that begin with a digit are those of processes. */
function isNumber(name: string): boolean {
  const first = name.charCodeAt(0);
  return first >= 0x30 && first <= 0x39;
}
