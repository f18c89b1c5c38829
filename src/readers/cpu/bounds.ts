import { between, celsius, loadBound, percent, whole } from '../../bounds.js';
import type { Bounds } from '../../plausible.js';
import { pressureBounds } from '../pressure.js';
import type { CpuReading } from './reader.js';

/** More CPUs than one kernel can have. */
const mostCpus = 65_536;
/** A clock that no processor has, MHz. */
const mostMhz = 20_000;

/** What the measurements of a processor can be. */
export const cpuBounds: Bounds<CpuReading> = {
  usagePercent: percent('usage_percent'),
  perCorePercent: percent('per_core_usage'),
  cores: whole('cores', '', mostCpus),
  threads: whole('threads', '', mostCpus),
  frequencyMhz: between('frequency_mhz', 'MHz', 0, mostMhz),
  maxFrequencyMhz: between('max_frequency_mhz', 'MHz', 0, mostMhz),
  loadAverage: loadBound,
  times: {
    user: percent('times_percent.user'),
    nice: percent('times_percent.nice'),
    system: percent('times_percent.system'),
    idle: percent('times_percent.idle'),
    iowait: percent('times_percent.iowait'),
    irq: percent('times_percent.irq'),
    softirq: percent('times_percent.softirq'),
    steal: percent('times_percent.steal'),
    guest: percent('times_percent.guest'),
  },
  celsius: celsius('temperature_celsius'),
  pressure: pressureBounds,
  quotaCores: between('quota_cores', '', 0, mostCpus),
  activity: {
    contextSwitches: whole('context_switches'),
    interrupts: whole('interrupts'),
    forks: whole('forks'),
    running: whole('tasks_running', '', 2 ** 22),
    blocked: whole('tasks_blocked', '', 2 ** 22),
  },
};
