import { finite } from '../arithmetic.js';

/**
 * Time of one CPU since boot in ticks (USER_HZ). `user` and `nice` contain `guest` and `guestNice`. A kernel that
 * does not count one of them leaves it out: 0.
 */
export interface CpuTicks {
  user: number;
  nice: number;
  system: number;
  idle: number;
  iowait: number;
  irq: number;
  softirq: number;
  steal: number;
  guest: number;
  guestNice: number;
}

export interface ProcStat {
  /** Sum over all CPUs; null when the line is missing. */
  total: CpuTicks | null;
  /** By the kernel's number of the CPU; those that are offline are missing. */
  cpus: Map<number, CpuTicks>;
  /** When the machine started, seconds since 1970; null when the line is missing. */
  bootTime: number | null;
  activity: KernelActivity;
}

/** What the kernel did since boot and does now; null where the line is missing. */
export interface KernelActivity {
  contextSwitches: number | null;
  interrupts: number | null;
  /** Tasks made since boot. */
  forks: number | null;
  /** Tasks that run or wait for a CPU now. */
  running: number | null;
  /** Tasks that wait for input or output now. */
  blocked: number | null;
}

/** `/proc/stat` (https://docs.kernel.org/filesystems/proc.html#miscellaneous-kernel-statistics-in-proc-stat). */
export function parseProcStat(text: string): ProcStat {
  const activity = { contextSwitches: null, interrupts: null, forks: null, running: null, blocked: null };
  const stat: ProcStat = { total: null, cpus: new Map(), bootTime: null, activity };
  for (const line of text.split('\n')) {
    if (line.startsWith('cpu')) addCpu(stat, line);
    else addCounter(stat, line);
  }
  return stat;
}

const counters = new Map<string, keyof KernelActivity>([
  ['ctxt', 'contextSwitches'],
  ['intr', 'interrupts'],
  ['processes', 'forks'],
  ['procs_running', 'running'],
  ['procs_blocked', 'blocked'],
]);

/** `name number …`: of `intr` the first number is the sum of those that follow, hundreds of them. */
function addCounter(stat: ProcStat, line: string): void {
  const [name = '', first = ''] = line.split(' ', 2);
  const counter = counters.get(name);
  if (name === 'btime') stat.bootTime = wholeNumber(first);
  else if (counter !== undefined) stat.activity[counter] = wholeNumber(first);
}

function addCpu(stat: ProcStat, line: string): void {
  const [name = '', ...cells] = line.trim().split(/ +/);
  const ticks = cpuTicks(cells);
  if (ticks === null) return;
  if (name === 'cpu') stat.total = ticks;
  const cpu = wholeNumber(name.slice(3));
  if (cpu !== null) stat.cpus.set(cpu, ticks);
}

function cpuTicks(cells: string[]): CpuTicks | null {
  const numbers = cells.map(wholeNumber);
  if (numbers.length < 4 || !numbers.every((number) => number !== null && Number.isSafeInteger(number)))
    return null;
  const [user, nice, system, idle, iowait, irq, softirq, steal, guest, guestNice] = numbers;
  const counted = (value: number | null | undefined) => value ?? 0;
  return {
    user: counted(user),
    nice: counted(nice),
    system: counted(system),
    idle: counted(idle),
    iowait: counted(iowait),
    irq: counted(irq),
    softirq: counted(softirq),
    steal: counted(steal),
    guest: counted(guest),
    guestNice: counted(guestNice),
  };
}

function wholeNumber(text: string): number | null {
  return /^\d+$/.test(text.trim()) ? finite(Number(text)) : null;
}
