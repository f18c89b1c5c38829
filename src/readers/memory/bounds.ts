import { partOf, whole } from '../../bounds.js';
import type { Bounds } from '../../plausible.js';
import { pressureBounds } from '../pressure.js';
import type { MemoryReading } from './reader.js';

const part = (field: string) => partOf<MemoryReading, unknown>(field, ({ total }) => total, 'the memory');

/** What the measurements of main memory can be. */
export const memoryBounds: Bounds<MemoryReading> = {
  available: part('available_bytes'),
  free: part('free_bytes'),
  buffers: part('buffers_bytes'),
  cached: part('cached_bytes'),
  shared: part('shared_bytes'),
  zfsArc: part('zfs_arc_bytes'),
  swapTotal: whole('swap_total_bytes', 'B'),
  swapFree: partOf('swap_free_bytes', ({ swapTotal }) => swapTotal, 'the swap space'),
  limit: { used: whole('limit_used_bytes', 'B') },
  pressure: pressureBounds,
  fields: whole('meminfo', ''),
  vmstat: whole('vmstat', ''),
};
