import {
  counter,
  gauge,
  single,
  untyped,
  type DomainMetrics,
  type Family,
} from '../../../src/exposition/metric.js';
import type { MemoryReading } from '../../../src/readers/memory/reader.js';

const anyField = gauge('node_memory_<field>', 'Memory information field; in bytes where the name ends so.');
const anyCounter = untyped('node_vmstat_<field>', '/proc/vmstat information field.');
const waiting = counter(
  'node_pressure_memory_waiting_seconds_total',
  'Total time in seconds that processes have waited for memory.',
);
const stalled = counter(
  'node_pressure_memory_stalled_seconds_total',
  'Total time in seconds no process could make progress due to memory congestion.',
);
const arc = gauge('sysmon_memory_zfs_arc_bytes', 'Memory that ZFS uses as its cache.');
const limit = gauge(
  'sysmon_memory_limit_bytes',
  'Memory that the control group may use; left out without a limit.',
);
const limitUsed = gauge(
  'sysmon_memory_limit_used_bytes',
  'Memory that counts against the limit of the control group.',
);

/** The metrics of main memory, under the names of node_exporter where it has one. */
export const memoryMetrics: DomainMetrics<MemoryReading> = {
  metrics: [anyField, anyCounter, waiting, stalled, arc, limit, limitUsed],
  families: (reading) => [
    ...[...fieldsOf(reading)].map(([name, value]) => fieldFamily(name, value)),
    ...[...(reading.vmstat ?? [])].map(([name, value]) =>
      single(untyped(`node_vmstat_${name}`, `/proc/vmstat information field ${name}.`), value),
    ),
    single(waiting, reading.pressure.someSeconds),
    single(stalled, reading.pressure.fullSeconds),
    single(arc, reading.zfsArc),
    single(limit, reading.limit?.bytes ?? null),
    single(limitUsed, reading.limit?.used ?? null),
  ],
};

/** What is a part of all memory, beside what the reading has under names of its own. */
const parts = new Set([
  ...['Buffers', 'Cached', 'Active', 'Inactive', 'Unevictable', 'Mlocked', 'Dirty', 'Writeback', 'AnonPages'],
  ...['Active(anon)', 'Inactive(anon)', 'Active(file)', 'Inactive(file)', 'Mapped', 'Shmem', 'KReclaimable'],
  ...['Slab', 'SReclaimable', 'SUnreclaim', 'KernelStack', 'PageTables'],
]);

/** By the kernel's names, on all systems; the reading knows better than the kernel what is available in a container. */
function fieldsOf(reading: MemoryReading): Map<string, number | null> {
  const common: [string, number | null][] = [
    ['MemTotal', reading.total],
    ['MemAvailable', reading.available],
    ['MemFree', reading.free],
    ['SwapTotal', reading.swapTotal],
    ['SwapFree', reading.swapFree],
  ];
  const possible = [...(reading.fields ?? [])].map(
    ([name, value]) => [name, parts.has(name) && value > reading.total ? null : value] as const,
  );
  return new Map<string, number | null>([...common, ...possible, ...common]);
}

/** `Active(anon)` is `node_memory_Active_anon_bytes`; only the numbers of huge pages are no bytes. */
function fieldFamily(field: string, value: number | null): Family {
  const name =
    field.replace(/\((.*)\)/, '_$1').replace(/\W/g, '_') + (field.startsWith('HugePages_') ? '' : '_bytes');
  return single(gauge(`node_memory_${name}`, `Memory information field ${name}.`), value);
}
