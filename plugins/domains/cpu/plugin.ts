import { CpuStats, CpuTimes } from '../../../schemas/cpu.js';
import { judged } from '../../../src/plausible.js';
import { cpuBounds } from '../../../src/readers/cpu/bounds.js';
import { cpuReader, type CpuTimesShare, type CpuReading } from '../../../src/readers/cpu/reader.js';
import type { OwnViewNow } from '../../../src/readers/container/own-view.js';
import { portableCpuReader } from '../../../src/readers/portable/cpu.js';
import { historyMetric, type HistoryMetric } from '../../../src/sampling/history/metric.js';
import { domain } from '../../core/domain/domain.js';
import { reasonsOf } from '../../core/domain/implausible.js';
import { rounded, roundedOrNull } from '../../core/domain/rounding.js';
import { cpuMetrics } from './metrics.js';

/** `/stats/cpu`: usage, clocks and load of the processor. */
export const cpu = domain({
  name: 'cpu',
  summary: 'CPU usage',
  description:
    'Usage is over the time since the previous sample (about a second), true from the first answer: the share of ' +
    'time that was neither idle nor waiting for input and output. On Linux from /proc/stat and /proc/cpuinfo.',
  tag: 'Host',
  schema: CpuStats,
  components: [CpuTimes],
  history: historyMetrics(),
  whenIdle: true,
  rates: true,
  reader: (host, _, { view }: { view?: OwnViewNow }) =>
    judged(
      host.platform === 'linux' ? cpuReader(host, view) : portableCpuReader(host),
      cpuBounds,
      ({ implausible }) => implausible,
    ),
  implausible: ({ implausible }) => implausible,
  present: (reading) => ({
    usage_percent: roundedOrNull(reading.usagePercent, 1),
    cores: reading.cores,
    threads: reading.threads,
    frequency_mhz: roundedOrNull(reading.frequencyMhz, 2),
    per_core_usage: reading.perCorePercent?.map((share) => roundedOrNull(share, 1)) ?? null,
    model: reading.model,
    architecture: reading.architecture,
    max_frequency_mhz: roundedOrNull(reading.maxFrequencyMhz, 2),
    load_average: reading.loadAverage,
    times_percent: reading.times === null ? null : presentTimes(reading.times),
    temperature_celsius: roundedOrNull(reading.celsius, 1),
    pressure_some_percent: reading.pressure.some,
    quota_cores: reading.quotaCores === null ? null : rounded(reading.quotaCores, 3),
    implausible: reasonsOf(reading.implausible),
  }),
  metrics: cpuMetrics,
});

/** What history keeps. */
function historyMetrics(): HistoryMetric<CpuReading>[] {
  return [
    historyMetric(
      'cpu.usage_percent',
      'percent',
      'How busy the processor was.',
      (reading) => reading.usagePercent,
    ),
    historyMetric(
      'cpu.iowait_percent',
      'percent',
      'Time spent waiting for disks.',
      ({ times }) => times?.iowait ?? null,
    ),
    historyMetric(
      'cpu.load_1',
      'processes',
      'Load over a minute.',
      ({ loadAverage }) => loadAverage?.[0] ?? null,
    ),
    historyMetric(
      'cpu.frequency_mhz',
      'megahertz',
      'Clock of the processor.',
      (reading) => reading.frequencyMhz,
    ),
    historyMetric(
      'cpu.temperature_celsius',
      'celsius',
      'Temperature of the processor.',
      (reading) => reading.celsius,
    ),
  ];
}

function presentTimes(times: CpuTimesShare) {
  return {
    user: roundedOrNull(times.user, 1),
    nice: roundedOrNull(times.nice, 1),
    system: roundedOrNull(times.system, 1),
    idle: roundedOrNull(times.idle, 1),
    iowait: roundedOrNull(times.iowait, 1),
    irq: roundedOrNull(times.irq, 1),
    softirq: roundedOrNull(times.softirq, 1),
    steal: roundedOrNull(times.steal, 1),
    guest: roundedOrNull(times.guest, 1),
  };
}
