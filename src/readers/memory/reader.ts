import { remembered } from '../../clock.js';
import { wholeOrNull } from '../../bounds.js';
import { Failure } from '../../failures.js';
import type { Host } from '../../host/host.js';
import { estimatedAvailable } from '../../parsers/available-memory.js';
import { parseCgroupNumber } from '../../parsers/cgroup.js';
import { parseProcMeminfo } from '../../parsers/proc/meminfo.js';
import { parseProcPressure, type Pressure } from '../../parsers/proc/pressure.js';
import { parseProcVmstat, type VmstatCounters } from '../../parsers/proc/vmstat.js';
import { parseLowWatermark } from '../../parsers/proc/zoneinfo.js';
import { pageSizeOf } from '../page-size.js';
import type { Reader } from '../reader.js';
import { isFromLxcfs } from '../container/lxcfs.js';
import { limitNow, ownView, type OwnView, type OwnViewNow } from '../container/own-view.js';

/** Main memory in bytes; null where the system does not tell. */
export interface MemoryReading {
  total: number;
  available: number | null;
  /** The kernel does not tell `available`: it is reckoned here. */
  isEstimated: boolean;
  free: number | null;
  buffers: number | null;
  cached: number | null;
  shared: number | null;
  zfsArc: number | null;
  swapTotal: number | null;
  swapFree: number | null;
  /** The control group's limit and what counts against it, where one holds. */
  limit: { bytes: number; used: number | null } | null;
  /** Why one of these is not known; null when all is. */
  limitReason: string | null;
  pressure: Pressure;
  /** All of /proc/meminfo by the kernel's names: bytes, but `HugePages_*` are numbers of pages. Null elsewhere. */
  fields: ReadonlyMap<string, number> | null;
  vmstat: VmstatCounters | null;
}

/** Reads `/proc/meminfo`, `/proc/vmstat` and, where they exist, cgroup limits, ZFS's statistics and pressure. */
export function memoryReader(host: Host, view: OwnViewNow = ownView(host)): Reader<MemoryReading> {
  const watermark = watermarkReader(host);
  const limitOf = cgroupLimit(host);
  return () => {
    const fields = parseProcMeminfo(host.proc.required('meminfo'));
    const field = (name: string) => fields.get(name) ?? null;
    const total = field('MemTotal');
    if (total === null) throw new Failure('malformed', '/proc/meminfo has no MemTotal');
    if (wholeOrNull(total) === null || total === 0)
      throw new Failure('malformed', `MemTotal of /proc/meminfo is ${total} bytes`);
    const own = view();
    const cached = field('Cached');
    // A kernel that tells 0 is at fault; free(1) and psutil take that for untold, too.
    const told = field('MemAvailable') === 0 ? null : field('MemAvailable');
    const reading = (available: number | null): MemoryReading => ({
      total,
      available: availableOf(total, available, field('MemFree')),
      isEstimated: told === null && available !== null,
      free: field('MemFree'),
      buffers: field('Buffers'),
      cached: cached === null ? null : cached + (field('SReclaimable') ?? 0),
      shared: field('Shmem'),
      zfsArc: isFromLxcfs(host, own.mounts, 'meminfo') ? null : zfsArc(host),
      swapTotal: field('SwapTotal'),
      swapFree: field('SwapFree'),
      ...limitOf(own, total),
      pressure: parseProcPressure(host.proc.optional('pressure/memory') ?? ''),
      fields,
      vmstat: parseProcVmstat(host.proc.optional('vmstat') ?? ''),
    });
    if (told !== null) return reading(told);
    return watermark().then((keptFree) => reading(estimatedAvailable(fields, keptFree)));
  };
}

/** Gives how many bytes the kernel keeps free at least, which is set when it starts and when memory is added. */
function watermarkReader(host: Host): () => Promise<number | null> {
  return remembered(host.clock, watermarkAge, async () => {
    const pages = parseLowWatermark(host.proc.optional('zoneinfo') ?? '');
    const page = pages === null ? null : await pageSizeOf(host);
    return pages === null || page === null ? null : pages * page;
  });
}

/** How long that is believed, ms. */
const watermarkAge = 60_000;

/** Inside an LXC container MemAvailable can be the host's, more than the container's total: then free is true. */
function availableOf(total: number, available: number | null, free: number | null): number | null {
  return available !== null && available > total && wholeOrNull(available) !== null ? free : available;
}

/** It is the machine's, also in a container whose memory is that of LXC: there it is no part of it. */
function zfsArc(host: Host): number | null {
  const size = /^size\s+\d+\s+(\d+)$/m.exec(host.proc.optional('spl/kstat/zfs/arcstats') ?? '')?.[1];
  return size === undefined ? null : Number(size);
}

const limits = [
  { controller: '', limit: 'memory.max', usage: 'memory.current' },
  { controller: 'memory', limit: 'memory.limit_in_bytes', usage: 'memory.usage_in_bytes' },
].map(({ controller, limit, usage }) => ({
  controller,
  limit: (file: (name: string) => string) => parseCgroupNumber(file(limit)),
  usage,
}));

/** There is no limit where the control group may use all there is. */
function cgroupLimit(
  host: Host,
): (view: OwnView, total: number) => Pick<MemoryReading, 'limit' | 'limitReason'> {
  const foundNow = limitNow(host, limits);
  return (view, total) => {
    const found = foundNow(view);
    if (found instanceof Failure) return { limit: null, limitReason: found.message };
    if (found === null || found.limit >= total) return { limit: null, limitReason: null };
    const usage = host.own.textAnswer(`${found.folder}/${found.way.usage}`);
    const isRead = !(usage instanceof Failure);
    const limit = { bytes: found.limit, used: isRead ? parseCgroupNumber(usage ?? '') : null };
    return { limit, limitReason: isRead ? null : usage.message };
  };
}
