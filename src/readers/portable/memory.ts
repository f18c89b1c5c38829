import { Failure } from '../../failures.js';
import type { Host } from '../../host/host.js';
import { noPressure } from '../../parsers/proc/pressure.js';
import { knownNumber, knownPositive } from '../../parsers/systeminformation.js';
import type { MemoryReading } from '../memory/reader.js';
import type { Reader } from '../reader.js';

type Memory = Awaited<ReturnType<Host['portable']['mem']>>;

/** Memory of macOS, Windows and the BSDs through systeminformation. */
export function portableMemoryReader(host: Host): Reader<MemoryReading> {
  return async () => {
    const memory = await host.portable.mem();
    const total = knownPositive(memory.total);
    if (total === null) throw new Failure('failed', 'the system does not tell how much memory it has');
    return {
      total,
      available: availableOf(host.platform, memory, total),
      isEstimated: false,
      // What Windows calls free is what is available.
      free: host.platform === 'win32' ? null : knownPositive(memory.free),
      buffers: null,
      cached: null,
      shared: null,
      zfsArc: null,
      ...swap(host.platform, memory),
      limit: null,
      limitReason: null,
      pressure: noPressure,
      fields: null,
      vmstat: null,
    };
  };
}

/**
 * On macOS total − available is application memory, wired and compressed, as the Activity Monitor counts. There
 * and on the BSDs the library starts from free memory and adds what can be given back (`buffcache`): without
 * that it is the library's stand-in, far too small.
 */
function availableOf(platform: NodeJS.Platform, memory: Memory, total: number): number | null {
  const available = knownPositive(memory.available);
  if (available === null || available > total) return null;
  const standIn = platform !== 'win32' && knownPositive(memory.buffcache) === null;
  // Nothing in use is what the library makes of an answer it could not read.
  return standIn || knownPositive(memory.active) === null ? null : available;
}

/** Windows without a paging file looks to the library like Windows that did not answer; it never asks a BSD. */
function swap(platform: NodeJS.Platform, memory: Memory): Pick<MemoryReading, 'swapTotal' | 'swapFree'> {
  const total = knownNumber(memory.swaptotal);
  if (total === null || (total === 0 && platform !== 'darwin')) return { swapTotal: null, swapFree: null };
  const free = knownNumber(memory.swapfree);
  return { swapTotal: total, swapFree: free === null ? null : Math.min(free, total) };
}
