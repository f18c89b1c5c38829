import type { Implausible } from '../../bounds.js';
import { Failure, parsedOrNull } from '../../failures.js';
import type { Host } from '../../host/host.js';
import { parseCpuMax } from '../../parsers/cgroup.js';
import { meanClock, parseProcCpuinfo } from '../../parsers/proc/cpuinfo.js';
import { parseProcLoadavg } from '../../parsers/proc/loadavg.js';
import { parseProcPressure, type Pressure } from '../../parsers/proc/pressure.js';
import { parseProcStat, type CpuTicks, type KernelActivity, type ProcStat } from '../../parsers/proc/stat.js';
import type { Reader } from '../reader.js';
import {
  limitNow,
  ownView,
  type GroupLimit,
  type HeldLimit,
  type OwnViewNow,
} from '../container/own-view.js';
import { temperatureReader, type Temperature } from './temperature.js';
import { coreCount } from './topology.js';

/** Where the processor's time went over the last interval, percent; `user` and `nice` without `guest`. */
export type CpuTimesShare = Record<
  'user' | 'nice' | 'system' | 'idle' | 'iowait' | 'irq' | 'softirq' | 'steal' | 'guest',
  number | null
>;

/** The processor; shares are percent over the time since the previous reading, null in a first one. */
export interface CpuReading {
  usagePercent: number | null;
  /** By logical CPU; null for one that has just come online. */
  perCorePercent: (number | null)[] | null;
  /** Physical cores over all sockets. */
  cores: number | null;
  /** Logical CPUs that are online. */
  threads: number | null;
  frequencyMhz: number | null;
  maxFrequencyMhz: number | null;
  model: string | null;
  architecture: string | null;
  loadAverage: [number, number, number] | null;
  times: CpuTimesShare | null;
  celsius: number | null;
  /** What sensors told that cannot be. */
  implausible: readonly Implausible[];
  pressure: Pressure;
  /** How many CPUs' time the control group may use; null without a limit. */
  quotaCores: number | null;
  /** Why that is not known; null when it is, and when there is none. */
  quotaReason: string | null;
  /** Time of each logical CPU since boot in ticks of 1/100 s, by its number, never a little less than before; null where it is not told. */
  ticks: ReadonlyMap<number, CpuTicks> | null;
  activity: KernelActivity | null;
}

/** How long what changes only when CPUs come or go is believed, ms: it may not have been readable. */
const fixedAge = 60_000;

/** Reads `/proc/stat` and what stands around it. Model and cores are read again when CPUs come or go, and each minute. */
export function cpuReader(host: Host, view: OwnViewNow = ownView(host)): Reader<CpuReading> {
  let previous: ProcStat | null = null;
  let fixed: { at: number; of: ProcStat; facts: FixedFacts } | null = null;
  let ticks: ReadonlyMap<number, CpuTicks> = new Map();
  const celsius = temperatureReader(host);
  const quotaNow = limitNow(host, quota);
  return () => {
    const stat = parseProcStat(host.proc.required('stat'));
    if (stat.total === null) throw new Failure('malformed', '/proc/stat has no line for all CPUs');
    const cpuinfo = host.proc.optional('cpuinfo') ?? '';
    const at = host.clock.monotonic();
    if (fixed === null || !areTheSame(fixed.of, stat) || at - fixed.at >= fixedAge) {
      fixed = { at, of: stat, facts: fixedFacts(host, stat, cpuinfo) };
    }
    const before = previous;
    previous = stat;
    ticks = counted(ticks, stat.cpus);
    const reading = {
      usagePercent: busyShare(before?.total, stat.total),
      perCorePercent: perCore(before, stat),
      ...fixed.facts,
      frequencyMhz: meanClock(cpuinfo),
      loadAverage: parseProcLoadavg(host.proc.optional('loadavg') ?? ''),
      times: timesShare(before?.total, stat.total),
      pressure: parseProcPressure(host.proc.optional('pressure/cpu') ?? ''),
      ...quotaOf(quotaNow(view())),
      ticks,
      activity: stat.activity,
    };
    const temperature = celsius();
    if (reading.frequencyMhz !== null && !(temperature instanceof Promise))
      return { ...reading, ...temperature };
    return withSensors(host, reading, temperature);
  };
}

/** The reading with what is not asked for on the main thread. */
async function withSensors(
  host: Host,
  reading: Omit<CpuReading, keyof Temperature>,
  temperature: Temperature | Promise<Temperature>,
): Promise<CpuReading> {
  const frequencyMhz = reading.frequencyMhz ?? (await policyClock(host));
  return { ...reading, frequencyMhz, ...(await temperature) };
}

/**
 * Arm has no clocks in /proc/cpuinfo. Asking cpufreq can take 20 ms a core by the kernel's design, so only a few
 * frequency domains are asked, and not on the main thread.
 */
async function policyClock(host: Host): Promise<number | null> {
  const files = policyFiles(host, 'scaling_cur_freq').slice(0, 4);
  const texts = await Promise.all(files.map((file) => host.sys.deviceText(file, policyDeadline)));
  return meanMegahertz(texts.map(parsedOrNull));
}

const policyDeadline = 500;

/** As many may be others, where one was switched off and another on. */
function areTheSame(before: ProcStat, now: ProcStat): boolean {
  return before.cpus.size === now.cpus.size && [...now.cpus.keys()].every((cpu) => before.cpus.has(cpu));
}

/** What changes only when CPUs come or go. */
interface FixedFacts {
  threads: number;
  cores: number | null;
  maxFrequencyMhz: number | null;
  model: string | null;
  architecture: string | null;
}

function fixedFacts(host: Host, stat: ProcStat, cpuinfo: string): FixedFacts {
  return {
    threads: stat.cpus.size,
    cores: coreCount(host, [...stat.cpus.keys()], cpuinfo),
    maxFrequencyMhz: meanMegahertz(
      policyFiles(host, 'cpuinfo_max_freq').map((file) => host.sys.optional(file)),
    ),
    model: parseProcCpuinfo(cpuinfo).model,
    architecture: host.architecture,
  };
}

function policyFiles(host: Host, file: 'scaling_cur_freq' | 'cpuinfo_max_freq'): string[] {
  const folder = 'devices/system/cpu/cpufreq';
  const policies = host.sys.list(folder).filter((name) => /^policy\d+$/.test(name));
  return policies.map((policy) => `${folder}/${policy}/${file}`);
}

/** Mean of files in kHz; 0 is none. */
function meanMegahertz(texts: (string | null)[]): number | null {
  const clocks = texts.flatMap((text) => (/^0*[1-9]\d*\s*$/.test(text ?? '') ? [Number(text) / 1000] : []));
  return clocks.length === 0 ? null : clocks.reduce((sum, clock) => sum + clock, 0) / clocks.length;
}

/** Ticks between two readings, as psutil counts them: a counter that went backwards (iowait may) counts as 0. */
function elapsed(before: CpuTicks, now: CpuTicks): CpuTicks & { total: number } {
  const since = (name: keyof CpuTicks) => Math.max(0, now[name] - before[name]);
  const guest = since('guest');
  const guestNice = since('guestNice');
  const ticks = {
    user: Math.max(0, since('user') - guest),
    nice: Math.max(0, since('nice') - guestNice),
    system: since('system'),
    idle: since('idle'),
    iowait: since('iowait'),
    irq: since('irq'),
    softirq: since('softirq'),
    steal: since('steal'),
    guest,
    guestNice,
  };
  return { ...ticks, total: Object.values(ticks).reduce((sum, value) => sum + value, 0) };
}

/** A CPU whose idle time has fallen by so many ticks was switched off and on, and counts from 0 again. */
const anew = 300;

/**
 * The counters as they are shown: idle and iowait of a kernel without ticks may fall by a few, which to Prometheus
 * would be a counter that began again at 0 (https://github.com/prometheus/node_exporter/issues/1903).
 */
function counted(
  before: ReadonlyMap<number, CpuTicks>,
  now: ReadonlyMap<number, CpuTicks>,
): ReadonlyMap<number, CpuTicks> {
  const notLess = (cpu: number, ticks: CpuTicks): CpuTicks => {
    const shown = before.get(cpu);
    if (shown === undefined || shown.idle - ticks.idle >= anew) return ticks;
    const stored = { ...ticks };
    for (const name of tickNames) stored[name] = Math.max(shown[name], ticks[name]);
    return stored;
  };
  return new Map([...now].map(([cpu, ticks]) => [cpu, notLess(cpu, ticks)]));
}

const tickNames: readonly (keyof CpuTicks)[] = [
  ...(['user', 'nice', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal'] as const),
  ...(['guest', 'guestNice'] as const),
];

/** Share of the time that was neither idle nor waiting for input and output; null without an earlier reading. */
function busyShare(before: CpuTicks | null | undefined, now: CpuTicks): number | null {
  if (before === null || before === undefined) return null;
  const { total, idle, iowait } = elapsed(before, now);
  return total === 0 ? null : ((total - idle - iowait) / total) * 100;
}

function perCore(before: ProcStat | null, now: ProcStat): (number | null)[] | null {
  if (before === null) return null;
  return [...now.cpus].map(([cpu, ticks]) => busyShare(before.cpus.get(cpu), ticks));
}

function timesShare(before: CpuTicks | null | undefined, now: CpuTicks): CpuTimesShare | null {
  if (before === null || before === undefined) return null;
  const { total, guestNice, ...ticks } = elapsed(before, now);
  if (total === 0) return null;
  const share = (value: number) => (value / total) * 100;
  return {
    user: share(ticks.user),
    nice: share(ticks.nice),
    system: share(ticks.system),
    idle: share(ticks.idle),
    iowait: share(ticks.iowait),
    irq: share(ticks.irq),
    softirq: share(ticks.softirq),
    steal: share(ticks.steal),
    guest: share(ticks.guest + guestNice),
  };
}

function quotaOf(
  found: HeldLimit<GroupLimit> | null | Failure,
): Pick<CpuReading, 'quotaCores' | 'quotaReason'> {
  if (found instanceof Failure) return { quotaCores: null, quotaReason: found.message };
  return { quotaCores: found?.limit ?? null, quotaReason: null };
}

/** How many CPUs' time the control group may use. */
const quota: GroupLimit[] = [
  { controller: '', limit: (file) => parseCpuMax(file('cpu.max')) },
  {
    controller: 'cpu',
    limit: (file) => parseCpuMax(`${file('cpu.cfs_quota_us').trim()} ${file('cpu.cfs_period_us').trim()}`),
  },
];
