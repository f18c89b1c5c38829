import {
  counter,
  family,
  gauge,
  single,
  type DomainMetrics,
  type Family,
  type Sample,
} from '../../../src/exposition/metric.js';
import type { CpuReading } from '../../../src/readers/cpu/reader.js';

const seconds = counter('node_cpu_seconds_total', 'Seconds the CPUs spent in each mode.', 'cpu', 'mode');
const guest = counter(
  'node_cpu_guest_seconds_total',
  'Seconds the CPUs spent in guests (virtual machines) for each mode.',
  ...['cpu', 'mode'],
);
const load1 = gauge('node_load1', '1m load average.');
const load5 = gauge('node_load5', '5m load average.');
const load15 = gauge('node_load15', '15m load average.');
const switches = counter('node_context_switches_total', 'Total number of context switches.');
const interrupts = counter('node_intr_total', 'Total number of interrupts serviced.');
const forks = counter('node_forks_total', 'Total number of forks.');
const running = gauge('node_procs_running', 'Number of processes in runnable state.');
const blocked = gauge('node_procs_blocked', 'Number of processes blocked waiting for I/O to complete.');
const waiting = counter(
  'node_pressure_cpu_waiting_seconds_total',
  'Total time in seconds that processes have waited for CPU time.',
);
const usage = gauge(
  'sysmon_cpu_usage_ratio',
  'Share of the time between the last two readings in which the CPUs were busy.',
);
const cores = gauge('sysmon_cpu_cores', 'Number of physical cores.');
const threads = gauge('sysmon_cpu_threads', 'Number of logical CPUs that are online.');
const frequency = gauge('sysmon_cpu_frequency_hertz', 'Mean clock of the CPUs.');
const greatest = gauge('sysmon_cpu_frequency_max_hertz', 'Greatest clock of the CPUs.');
const temperature = gauge(
  'sysmon_cpu_temperature_celsius',
  'Temperature of the processor: of its hottest package.',
);
const quota = gauge(
  'sysmon_cpu_quota_cpus',
  "How many CPUs' time the control group may use; left out without a limit.",
);
const info = gauge(
  'sysmon_cpu_info',
  'Always 1; the labels say which processor this is.',
  'model',
  'architecture',
);

/** The metrics of the processor, under the names of node_exporter where it has one. */
export const cpuMetrics: DomainMetrics<CpuReading> = {
  metrics: [
    ...[seconds, guest, load1, load5, load15, switches, interrupts, forks, running, blocked, waiting],
    ...[usage, cores, threads, frequency, greatest, temperature, quota, info],
  ],
  families: (reading) => [
    ...times(reading),
    ...[load1, load5, load15].map((metric, index) => single(metric, reading.loadAverage?.[index] ?? null)),
    single(switches, reading.activity?.contextSwitches ?? null),
    single(interrupts, reading.activity?.interrupts ?? null),
    single(forks, reading.activity?.forks ?? null),
    single(running, reading.activity?.running ?? null),
    single(blocked, reading.activity?.blocked ?? null),
    single(waiting, reading.pressure.someSeconds),
    single(usage, scaled(reading.usagePercent, 0.01)),
    single(cores, reading.cores),
    single(threads, reading.threads),
    single(frequency, scaled(reading.frequencyMhz, 1e6)),
    single(greatest, scaled(reading.maxFrequencyMhz, 1e6)),
    single(temperature, reading.celsius),
    single(quota, reading.quotaCores),
    family(info, [[1, reading.model, reading.architecture]]),
  ],
};

/** The modes of node_exporter; as in the kernel, `user` and `nice` contain the time of guests. */
const modes = ['idle', 'iowait', 'irq', 'nice', 'softirq', 'steal', 'system', 'user'] as const;
const ticksPerSecond = 100;

function times({ ticks }: CpuReading): Family[] {
  const perCpu: Sample[] = [];
  const guests: Sample[] = [];
  for (const [cpu, spent] of ticks ?? []) {
    const name = String(cpu);
    for (const mode of modes) perCpu.push([spent[mode] / ticksPerSecond, name, mode]);
    guests.push(
      [spent.guest / ticksPerSecond, name, 'user'],
      [spent.guestNice / ticksPerSecond, name, 'nice'],
    );
  }
  return [family(seconds, perCpu), family(guest, guests)];
}

function scaled(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor;
}
