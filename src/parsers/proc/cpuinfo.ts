import { finite } from '../arithmetic.js';
import { armCore } from '../cpu/arm-cores.js';
import { s390Machine } from '../cpu/s390-machines.js';

/** What `/proc/cpuinfo` tells about the processor; null where this architecture does not tell it. */
export interface ProcCpuinfo {
  /** As lscpu(1) names it; of several kinds of cores all, as `Cortex-A55 + Cortex-A76`. */
  model: string | null;
  /** Mean of the clocks of all CPUs, MHz. */
  meanMhz: number | null;
  /** Physical cores, counted over all sockets. */
  cores: number | null;
}

/** `/proc/cpuinfo`; the form differs by architecture (https://man7.org/linux/man-pages/man5/proc_cpuinfo.5.html). */
export function parseProcCpuinfo(text: string): ProcCpuinfo {
  const blocks = blocksOf(text);
  const cores = new Set(blocks.map(coreOf).filter((core) => core !== null)).size;
  return { model: modelOf(text, blocks), meanMhz: meanClock(text), cores: cores === 0 ? null : cores };
}

/** Socket and core of each CPU by its number, as `0/3`; without those of which that is not told. */
export function coresByCpu(text: string): Map<number, string> {
  const cores = new Map<number, string>();
  for (const block of blocksOf(text)) {
    const [cpu, core] = [firstValue(block, 'processor') ?? firstValue(block, 'cpu number'), coreOf(block)];
    if (cpu !== null && /^\d{1,15}$/.test(cpu) && core !== null) cores.set(Number(cpu), core);
  }
  return cores;
}

/** One for each CPU, and on some architectures more. */
function blocksOf(text: string): string[] {
  return text.split(/\n\s*\n/);
}

/**
 * Only the mean clock of all CPUs in MHz: the one value of this file that changes. Where none is known some kernels and
 * sandboxes write 0, which is none.
 */
export function meanClock(text: string): number | null {
  let sum = 0;
  let count = 0;
  for (const [, digits] of text.matchAll(clock)) {
    if (Number(digits) === 0) continue;
    sum += Number(digits);
    count += 1;
  }
  return count === 0 ? null : finite(sum / count);
}

/** s390x has a second, nominal clock; POWER writes the unit, LoongArch its first letters large. */
const clock = /^(?:cpu MHz(?: dynamic)?|clock)[ \t]*: *(\d+(?:\.\d+)?)(?:MHz)?$/gim;

/**
 * Arm tells numbers, beside which a `model name` is only the version of the instruction set; what stands in `Model` and
 * `Hardware` there is the board. MIPS and Alpha write `cpu model`, RISC-V `uarch`, POWER and SPARC `cpu`.
 */
function modelOf(text: string, blocks: readonly string[]): string | null {
  const arm = [...new Set(blocks.map(armCoreOf))].filter((core) => core !== null);
  if (arm.length > 0) return arm.join(' + ');
  const names = ['model name', 'Model Name', 'cpu model', 'uarch', 'cpu'];
  const named = names.map((name) => firstValue(text, name)).find((value) => value !== null);
  if (named !== undefined) return named;
  const type = /^processor \d+: .*\bmachine = (\w+)\s*$/m.exec(text)?.[1];
  return type === undefined ? null : s390Machine(type);
}

function armCoreOf(block: string): string | null {
  const [implementer, part] = ['CPU implementer', 'CPU part'].map((name) =>
    Number(firstValue(block, name) ?? NaN),
  );
  return implementer === undefined || part === undefined ? null : armCore(implementer, part);
}

function coreOf(block: string): string | null {
  const core = firstValue(block, 'core id');
  return core === null ? null : `${firstValue(block, 'physical id') ?? '0'}/${core}`;
}

function firstValue(text: string, name: string): string | null {
  const value = new RegExp(`^${name}[ \\t]*:[ \\t]*(\\S.*)$`, 'm').exec(text)?.[1];
  return value?.trimEnd() ?? null;
}
