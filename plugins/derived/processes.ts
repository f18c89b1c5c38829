import { GpuStats, type Gpu } from '../../schemas/gpu/gpu.js';
import { ProcessesStats, ProcessTable } from '../../schemas/processes.js';
import { Failure } from '../../src/failures.js';
import { derived } from '../core/domain/derived.js';
import { sumOf } from '../core/domain/rounding.js';

/** All processes with the memory they hold on graphics cards; `/stats/processes` shows some of them. */
export const processes = derived({
  name: 'processes',
  summary: 'All processes and their GPU memory',
  description: 'All processes and their GPU memory.',
  tag: 'Host',
  schema: ProcessesStats,
  hasRoute: false,
  mayFail: true,
  needs: { 'process-table': ProcessTable, gpu: GpuStats },
  combine: ({ 'process-table': table, gpu }, missing) => {
    if (table === null)
      throw missing.get('process-table') ?? new Failure('failed', 'processes cannot be read');
    const memoryOf = gpuMemory(gpu?.gpus ?? []);
    return {
      total: table.total,
      reason: table.reason,
      threads: table.threads,
      states: table.states,
      implausible: table.implausible,
      processes: table.processes.map((one) => ({ ...one, gpu_memory_bytes: memoryOf(one.pid) })),
    };
  },
});

/** What a process holds on all cards; null when one card that it uses, or may use, does not tell. */
function gpuMemory(gpus: readonly Gpu[]): (pid: number) => number | null {
  const sums = new Map<number, number | null>();
  for (const { pid, memory_bytes } of gpus.flatMap((gpu) => gpu.processes ?? [])) {
    const before = sums.has(pid) ? [sums.get(pid) ?? null] : [];
    sums.set(pid, sumOf([...before, memory_bytes]));
  }
  const isWhole = gpus.length > 0 && gpus.every(tellsAll);
  return (pid) => sums.get(pid) ?? (isWhole && !sums.has(pid) ? 0 : null);
}

/** A card that tells only of some programs says why. */
function tellsAll({ processes, processes_reason: reason }: Gpu): boolean {
  return processes !== null && reason === null;
}
