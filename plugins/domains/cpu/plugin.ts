import { CpuStats, CpuTimes } from '../../../schemas/cpu.js';
import { judged } from '../../../src/plausible.js';
import { cpuBounds } from '../../../src/readers/cpu/bounds.js';
import { cpuReader, type CpuTimesShare, type CpuReading } from '../../../src/readers/cpu/reader.js';
import type { OwnViewNow } from '../../../src/readers/container/own-view.js';
import { portableCpuReader } from '../../../src/readers/portable/cpu.js';
import type { HistoryMetric } from '../../../src/sampling/history/metric.js';
import { domain } from '../../core/domain/domain.js';
import { reasonsOf } from '../../core/domain/implausible.js';
import { historyMetric } from '../../core/domain/history-metric.js';
import { shownAs } from '../../core/domain/rounding.js';
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
    usage_percent: shownAs('percent', reading.usagePercent),
    cores: reading.cores,
    threads: reading.threads,
    frequency_mhz: shownAs('megahertz', reading.frequencyMhz),
    per_core_usage: reading.perCorePercent?.map((share) => shownAs('percent', share)) ?? null,
    model: reading.model,
    architecture: reading.architecture,
    max_frequency_mhz: shownAs('megahertz', reading.maxFrequencyMhz),
    load_average: reading.loadAverage,
    times_percent: reading.times === null ? null : presentTimes(reading.times),
    temperature_celsius: shownAs('celsius', reading.celsius),
    pressure_some_percent: shownAs('finePercent', reading.pressure.some),
    quota_cores: shownAs('ratio', reading.quotaCores),
    quota_reason: reading.quotaReason,
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
      'cpu.load_average',
      'ratio',
      'Mean number of tasks that run or wait to, over one minute.',
      ({ loadAverage }) => loadAverage?.[0] ?? null,
    ),
    historyMetric(
      'cpu.frequency_mhz',
      'megahertz',
      'Clock of the processor.',
      (reading) => reading.frequencyMhz,
    ),
    historyMetric(
      'cpu.pressure_some_percent',
      'finePercent',
      'Share of the time in which a task waited for a CPU.',
      ({ pressure }) => pressure.some,
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
    user: shownAs('percent', times.user),
    nice: shownAs('percent', times.nice),
    system: shownAs('percent', times.system),
    idle: shownAs('percent', times.idle),
    iowait: shownAs('percent', times.iowait),
    irq: shownAs('percent', times.irq),
    softirq: shownAs('percent', times.softirq),
    steal: shownAs('percent', times.steal),
    guest: shownAs('percent', times.guest),
  };
}
