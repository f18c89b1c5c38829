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
}

/** `/proc/stat` (https://docs.kernel.org/filesystems/proc.html#miscellaneous-kernel-statistics-in-proc-stat). */
export function parseProcStat(text: string): ProcStat {
  const stat: ProcStat = { total: null, cpus: new Map(), bootTime: null };
  for (const line of text.split('\n')) {
    if (line.startsWith('cpu')) addCpu(stat, line);
    else if (line.startsWith('btime ')) stat.bootTime = wholeNumber(line.slice(6));
  }
  return stat;
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
  if (numbers.length < 4 || numbers.includes(null)) return null;
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
  return /^\d+$/.test(text.trim()) ? Number(text) : null;
}
