/** What `/proc/<pid>/stat` tells of one process. Times in ticks of 1/100 s. */
export interface ProcPidStat {
  pid: number;
  /** Cut off after 15 bytes by the kernel. */
  name: string;
  /** One letter: `R`, `S`, `D`, `T`, `Z`, `I`, … */
  state: string;
  parent: number;
  isKernelThread: boolean;
  /** Time used in programs and in the kernel since it started. */
  ticks: number;
  threads: number;
  /** When it started, since boot; with the pid it tells a process from a later one of the same number. */
  start: number;
  /** Memory it holds, in pages. */
  residentPages: number;
}

/** PF_KTHREAD of the kernel's `flags`. */
const kernelThread = 0x0020_0000;

/**
 * `/proc/<pid>/stat` (proc_pid_stat(5)); null when it is cut or damaged. The name stands in parentheses and may
 * itself hold some, so the last one ends it.
 */
export function parseProcPidStat(text: string): ProcPidStat | null {
  const open = text.indexOf(' (');
  const close = text.lastIndexOf(') ');
  if (open < 0 || close < open) return null;
  const pid = Number(text.slice(0, open));
  const [state = '', ...cells] = text
    .slice(close + 2)
    .trimEnd()
    .split(' ');
  const at = (field: number) => Number(cells[field - 4]);
  const stat = {
    pid,
    name: text.slice(open + 2, close),
    state,
    parent: at(4),
    isKernelThread: (at(9) & kernelThread) !== 0,
    ticks: at(14) + at(15),
    threads: at(20),
    start: at(22),
    residentPages: at(24),
  };
  const numbers = [pid, stat.parent, stat.ticks, stat.threads, stat.start, stat.residentPages];
  return numbers.every((value) => Number.isSafeInteger(value) && value >= 0) && pid > 0 ? stat : null;
}
