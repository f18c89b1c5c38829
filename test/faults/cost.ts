import { readdirSync, readFileSync } from 'node:fs';

/** What a process and all it has started have taken until now. */
export interface Cost {
  /** Seconds of processor, those of children that have ended included. */
  cpuSeconds: number;
  /** Resident memory of the process itself, MiB. */
  memory: number;
  /** Processes below it. */
  children: number;
  /** Open files and connections of the process itself. */
  files: number;
}

/** Ticks a second in which Linux tells times of processes. */
const ticks = 100;

/** What the process with this id costs just now, as /proc tells it. */
export function costOf(pid: number): Cost {
  const below = descendants(pid);
  const cpu = [pid, ...below].reduce((sum, one) => sum + cpuOf(one), 0);
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(textOf(`/proc/${pid}/status`)) ?? [];
  return {
    cpuSeconds: cpu / ticks,
    memory: Number(kilobytes ?? 0) / 1024,
    children: below.length,
    files: namesIn(`/proc/${pid}/fd`).length,
  };
}

/** The processes that a process has started, and those that they have. */
export function descendants(pid: number): number[] {
  const own = namesIn(`/proc/${pid}/task`).flatMap((task) =>
    textOf(`/proc/${pid}/task/${task}/children`).split(' ').filter(Boolean).map(Number),
  );
  return own.flatMap((child) => [child, ...descendants(child)]);
}

/** Kills a process, if it has not ended by itself. */
export function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch (thrown) {
    gone(thrown, null);
  }
}

function cpuOf(pid: number): number {
  const [, fields = ''] = /\) (.*)/.exec(textOf(`/proc/${pid}/stat`)) ?? [];
  const [utime = 0, stime = 0, cutime = 0, cstime = 0] = fields.split(' ').slice(11, 15).map(Number);
  return utime + stime + cutime + cstime;
}

/** Empty where the process has just ended. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    return gone(thrown, '');
  }
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (thrown) {
    return gone(thrown, []);
  }
}

function gone<T>(thrown: unknown, nothing: T): T {
  if (thrown instanceof Error && 'code' in thrown && ['ENOENT', 'ESRCH'].includes(String(thrown.code)))
    return nothing;
  throw thrown;
}
