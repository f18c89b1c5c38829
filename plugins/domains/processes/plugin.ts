import {
  Process,
  ProcessCounts,
  ProcessTable,
  processStates,
  type ProcessesStats,
} from '../../../schemas/processes.js';
import type { OwnViewNow } from '../../../src/readers/container/own-view.js';
import { portableProcessesReader } from '../../../src/readers/portable/processes.js';
import { judged } from '../../../src/plausible.js';
import { processesBounds } from '../../../src/readers/processes/bounds.js';
import {
  processesReader,
  type ProcessesReading,
  type ProcessReading,
} from '../../../src/readers/processes/reader.js';
import { domain } from '../../core/domain/domain.js';
import { reasonsOf } from '../../core/domain/implausible.js';
import { percentOf, shownAs, sumOf } from '../../core/domain/rounding.js';

/**
 * All processes, read once for everybody; `/stats/processes` shows some of them, with what `processes` joins to
 * them. It has no route of its own, and no metrics: a scan of thousands is too dear for every scrape.
 */
export const processTable = domain({
  name: 'process-table',
  summary: 'All processes',
  description: 'All processes.',
  tag: 'Host',
  schema: ProcessTable,
  components: [Process, ProcessCounts],
  hasRoute: false,
  rates: true,
  atMostEvery: 2,
  deadline: 3,
  reader: (host, { processArgs }, { view }: { view?: OwnViewNow }) =>
    judged(
      host.platform === 'linux'
        ? processesReader(host, processArgs === 'on', view)
        : portableProcessesReader(host, processArgs === 'on'),
      processesBounds,
    ),
  implausible: ({ implausible }) => implausible,
  present: ({ processes, memoryTotal, reason, implausible }) => ({
    total: processes.length,
    reason,
    threads: sumOf(processes.map(({ threads }) => threads)),
    states: countStates(processes),
    processes: processes.map((one) => presentProcess(one, memoryTotal)),
    implausible: reasonsOf(implausible),
  }),
});

function countStates(processes: ProcessReading[]): ProcessesStats['states'] {
  const counts = { running: 0, sleeping: 0, waiting: 0, stopped: 0, zombie: 0, idle: 0, other: 0 };
  for (const { state } of processes) counts[state] += 1;
  return counts;
}

function presentProcess(reading: ProcessReading, memoryTotal: ProcessesReading['memoryTotal']): Process {
  return {
    pid: reading.pid,
    name: reading.name,
    user: reading.user,
    user_id: reading.userId,
    cpu_usage_percent: shownAs('percent', reading.cpuPercent),
    cpu_seconds: shownAs('seconds', reading.cpuSeconds),
    memory_bytes: reading.memory,
    memory_used_percent: percentOf(reading.memory, memoryTotal),
    gpu_memory_bytes: null,
    threads: reading.threads,
    state: processStates.find((known) => known === reading.state) ?? 'other',
    started_at: reading.startedEpoch === null ? null : new Date(reading.startedEpoch).toISOString(),
    start_ticks: reading.startedTicks,
    parent_pid: reading.parent,
    kernel_thread: reading.isKernelThread,
    command_line: reading.args,
  };
}
