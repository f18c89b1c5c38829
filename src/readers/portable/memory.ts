import type { Host } from '../../host/host.js';
import type { MemoryReading } from '../memory.js';
import type { Reader } from '../reader.js';

/** Memory of macOS, Windows and the BSDs through systeminformation. */
export function portableMemoryReader(host: Host): Reader<MemoryReading> {
  return async () => {
    const memory = await host.portable.mem();
    return {
      total: memory.total,
      available: memory.available,
      free: memory.free,
      buffers: null,
      cached: null,
      shared: null,
      zfsArc: null,
      swapTotal: memory.swaptotal,
      swapFree: memory.swapfree,
      limit: null,
      pressure: { some: null, full: null },
    };
  };
}
