/** What `/proc/cpuinfo` tells about the processor; null where this architecture does not tell it. */
export interface ProcCpuinfo {
  model: string | null;
  /** Mean of the clocks of all CPUs, MHz. */
  meanMhz: number | null;
  /** Physical cores, counted over all sockets. */
  cores: number | null;
}

/** `/proc/cpuinfo`; the form differs by architecture (https://man7.org/linux/man-pages/man5/proc_cpuinfo.5.html). */
export function parseProcCpuinfo(text: string): ProcCpuinfo {
  // s390x writes "processor 0: …" and POWER "cpu : POWER9, …"; the board's name stands in "Model" on Arm.
  const model = firstValue(text, 'model name') ?? firstValue(text, 'cpu model') ?? firstValue(text, 'Model');
  return { model, meanMhz: meanClock(text), cores: countCores(text) };
}

/** Only the mean clock of all CPUs in MHz: the one value of this file that changes. */
export function meanClock(text: string): number | null {
  let sum = 0;
  let count = 0;
  for (const [, digits] of text.matchAll(/^(?:cpu MHz|clock)[ \t]*: *(\d+(?:\.\d+)?)(?:MHz)?$/gm)) {
    sum += Number(digits);
    count += 1;
  }
  return count === 0 ? null : sum / count;
}

function firstValue(text: string, name: string): string | null {
  const value = new RegExp(`^${name}[ \\t]*:[ \\t]*(.*\\S)[ \\t]*$`, 'm').exec(text)?.[1];
  return value ?? null;
}

function countCores(text: string): number | null {
  const cores = new Set<string>();
  for (const block of text.split(/\n\s*\n/)) {
    const core = firstValue(block, 'core id');
    if (core !== null) cores.add(`${firstValue(block, 'physical id') ?? '0'}/${core}`);
  }
  return cores.size === 0 ? null : cores.size;
}
