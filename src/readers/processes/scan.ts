import type { Host } from '../../host/host.js';
import { parseProcPidStat, type ProcPidStat } from '../../parsers/proc/pid-stat.js';
import { parseProcUptime } from '../../parsers/proc/uptime.js';

/** One process as it was found. */
export interface Scanned {
  stat: ProcPidStat;
  /** Share of one CPU's time since the previous scan, percent; null when that cannot be told. */
  cpuPercent: number | null;
}

/** A process as it was in the previous scan; `at` in ms of the monotonic clock. */
interface Earlier {
  start: number;
  ticks: number;
  at: number;
}

/** Reads `/proc/<pid>/stat` of every process, with the time each used since the previous scan. */
export function scanReader(host: Host): () => Promise<Scanned[]> {
  let previous: { at: number; processes: Map<number, Earlier> } | null = null;
  return async () => {
    const at = host.clock.monotonic();
    const before = previous;
    const processes = new Map<number, Earlier>();
    const found: Scanned[] = [];
    // What has started since the previous scan has used all its time since then.
    const newSince = before === null ? null : ticksSinceBoot(host, (at - before.at) / 1000);
    const pids = host.proc.requiredList('').filter((name) => /^\d+$/.test(name));
    await host.proc.visitTexts(
      pids.map((pid) => `${pid}/stat`),
      (_, text) => {
        const stat = text === null ? null : parseProcPidStat(text);
        if (stat === null) return;
        const now = { start: stat.start, ticks: stat.ticks, at: host.clock.monotonic() };
        processes.set(stat.pid, now);
        const earlier = before?.processes.get(stat.pid);
        const same = earlier?.start === stat.start ? earlier : null;
        const isNew = same === null && newSince !== null && stat.start >= newSince;
        const from = isNew && before !== null ? { ticks: 0, at: before.at } : same;
        found.push({ stat, cpuPercent: from === null ? null : share(from, now) });
      },
    );
    previous = { at, processes };
    return found;
  };
}

/** The tick that was so many seconds ago; null when the kernel does not tell how long it runs. */
function ticksSinceBoot(host: Host, secondsAgo: number): number | null {
  const uptime = parseProcUptime(host.proc.optional('uptime') ?? '');
  return uptime === null ? null : (uptime - secondsAgo) * 100;
}

/** A tick is 1/100 s, so a tick in a second is one percent of one CPU. */
function share(from: { ticks: number; at: number }, now: Earlier): number | null {
  const seconds = (now.at - from.at) / 1000;
  return seconds <= 0 || now.ticks < from.ticks ? null : (now.ticks - from.ticks) / seconds;
}
