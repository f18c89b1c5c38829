import { between, instant, whole } from '../../bounds.js';
import { Each, type Bounds } from '../../plausible.js';
import type { ProcessesReading, ProcessReading } from './reader.js';

/** More threads, and numbers of processes, than a kernel has (PID_MAX_LIMIT). */
const mostTasks = 2 ** 22;

/** What the measurements of processes can be. */
export const processesBounds: Bounds<ProcessesReading> = {
  processes: new Each<ProcessReading, ProcessesReading>(({ pid }) => `process ${pid}`, {
    parent: whole('processes.parent_pid', '', 2 ** 32),
    userId: whole('processes.user_id', '', 2 ** 32),
    cpuPercent: between('processes.cpu_usage_percent', '%', 0, 100 * 65_536),
    cpuSeconds: between('processes.cpu_seconds', 's', 0, 1e12),
    memory: whole('processes.memory_bytes', 'B'),
    threads: whole('processes.threads', '', mostTasks),
    startedEpoch: instant('processes.started_at'),
    startedTicks: whole('processes.start_ticks'),
  }),
  memoryTotal: whole('memory_total_bytes', 'B'),
};
