import { MemoryStats } from '../../../schemas/memory.js';
import type { OwnViewNow } from '../../../src/readers/container/own-view.js';
import { judged } from '../../../src/plausible.js';
import { memoryBounds } from '../../../src/readers/memory/bounds.js';
import { memoryReader, type MemoryReading } from '../../../src/readers/memory/reader.js';
import { portableMemoryReader } from '../../../src/readers/portable/memory.js';
import type { HistoryMetric } from '../../../src/sampling/history/metric.js';
import { domain } from '../../core/domain/domain.js';
import { reasonsOf } from '../../core/domain/implausible.js';
import { historyMetric } from '../../core/domain/history-metric.js';
import { inGigabytes, percentOf, remainderOf, shownAs } from '../../core/domain/rounding.js';
import { memoryMetrics } from './metrics.js';

/** `/stats/memory`: main memory and swap. */
export const memory = domain({
  name: 'memory',
  summary: 'Memory usage',
  description:
    'Main memory as the kernel counts it: `used` is total − available, so caches that are given back on demand ' +
    'do not count as used. On Linux from /proc/meminfo.',
  tag: 'Host',
  schema: MemoryStats,
  history: historyMetrics(),
  whenIdle: true,
  reader: (host, _, { view }: { view?: OwnViewNow }) =>
    judged(host.platform === 'linux' ? memoryReader(host, view) : portableMemoryReader(host), memoryBounds),
  implausible: ({ implausible }) => implausible,
  present: (reading) => {
    const used = remainderOf(reading.total, reading.available);
    const swapUsed = remainderOf(reading.swapTotal, reading.swapFree);
    return {
      total_gb: inGigabytes(reading.total),
      used_gb: inGigabytes(used),
      available_gb: inGigabytes(reading.available),
      percent: percentOf(used, reading.total),
      total_bytes: reading.total,
      used_bytes: used,
      available_bytes: reading.available,
      available_is_estimated: reading.isEstimated,
      ...parts(reading),
      swap_total_bytes: reading.swapTotal,
      swap_used_bytes: swapUsed,
      swap_free_bytes: reading.swapFree,
      swap_used_percent: percentOf(swapUsed, reading.swapTotal),
      limit_bytes: reading.limit?.bytes ?? null,
      limit_used_bytes: reading.limit?.used ?? null,
      limit_reason: reading.limitReason,
      pressure_some_percent: shownAs('finePercent', reading.pressure.some),
      pressure_full_percent: shownAs('finePercent', reading.pressure.full),
      implausible: reasonsOf(reading.implausible),
    };
  },
  metrics: memoryMetrics,
});

/** What history keeps. */
function historyMetrics(): HistoryMetric<MemoryReading>[] {
  return [
    historyMetric('memory.percent', 'percent', 'Memory in use.', ({ total, available }) =>
      percentOf(remainderOf(total, available), total),
    ),
    historyMetric('memory.used_bytes', 'bytes', 'Memory in use.', ({ total, available }) =>
      remainderOf(total, available),
    ),
    historyMetric('memory.available_bytes', 'bytes', 'Memory that can be had.', ({ available }) => available),
    historyMetric('memory.swap_used_percent', 'percent', 'How full the swap space is.', (reading) =>
      percentOf(remainderOf(reading.swapTotal, reading.swapFree), reading.swapTotal),
    ),
    historyMetric(
      'memory.pressure_some_percent',
      'finePercent',
      'Share of the time in which a task waited for memory.',
      ({ pressure }) => pressure.some,
    ),
    historyMetric(
      'memory.pressure_full_percent',
      'finePercent',
      'Share of the time in which all tasks waited for memory.',
      ({ pressure }) => pressure.full,
    ),
    historyMetric('memory.swap_used_bytes', 'bytes', 'Swap in use.', ({ swapTotal, swapFree }) =>
      remainderOf(swapTotal, swapFree),
    ),
  ];
}

function parts(reading: MemoryReading) {
  return {
    free_bytes: reading.free,
    buffers_bytes: reading.buffers,
    cached_bytes: reading.cached,
    shared_bytes: reading.shared,
    zfs_arc_bytes: reading.zfsArc,
  };
}
