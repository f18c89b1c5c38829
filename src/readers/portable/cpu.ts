import type { Host } from '../../host/host.js';
import { noPressure } from '../../parsers/proc/pressure.js';
import { knownLoadAverage, knownPositive, knownText } from '../../parsers/systeminformation.js';
import type { CpuReading, CpuTimesShare } from '../cpu/reader.js';
import type { Reader } from '../reader.js';

type Load = Awaited<ReturnType<Host['portable']['currentLoad']>>;
type Processor = Awaited<ReturnType<Host['portable']['cpu']>>;

/** Processors of macOS, Windows and the BSDs through systeminformation; shares since its previous call. */
export function portableCpuReader(host: Host): Reader<CpuReading> {
  let processor: Processor | null = null;
  return async () => {
    const [load, facts, averages] = await Promise.all([
      host.portable.currentLoad(),
      processor ?? host.portable.cpu(),
      host.portable.loadAverage(),
    ]);
    // What the library could not learn this time it may learn the next.
    if (knownText(facts.brand) !== null) processor = facts;
    const threads = load.cpus.length === 0 ? knownPositive(facts.cores) : load.cpus.length;
    return {
      usagePercent: ticked(load.rawCurrentLoad, load.rawCurrentLoadIdle) ? share(load.currentLoad) : null,
      perCorePercent: perCore(load),
      cores: physicalCores(host.platform, facts, threads),
      threads,
      // The library knows only what the processor is rated for, which is no measurement.
      frequencyMhz: null,
      maxFrequencyMhz: maxFrequency(host.platform, facts),
      model: model(facts),
      architecture: host.architecture,
      loadAverage: knownLoadAverage(host.platform, averages),
      times: times(host.platform, load),
      celsius: null,
      implausible: [],
      pressure: noPressure,
      quotaCores: null,
      quotaReason: null,
      ticks: null,
      activity: null,
    };
  };
}

/** Whether the counters moved: the library makes 0 % of an interval of no length. */
function ticked(busy: number, idle: number): boolean {
  return knownPositive(busy + idle) !== null;
}

/** A percentage, rounding errors cut off; null when a counter went backwards. */
function share(percent: number): number | null {
  const sane = Number.isFinite(percent) && percent > -0.01 && percent < 100.01;
  return sane ? Math.min(100, Math.max(0, percent)) : null;
}

function perCore({ cpus }: Load): (number | null)[] | null {
  if (cpus.length === 0) return null;
  return cpus.map((cpu) => (ticked(cpu.rawLoad, cpu.rawLoadIdle) ? share(cpu.load) : null));
}

/** Windows knows no `nice`, macOS does not tell interrupts apart; nothing else than these is known anywhere. */
function times(platform: NodeJS.Platform, load: Load): CpuTimesShare | null {
  if (!ticked(load.rawCurrentLoad, load.rawCurrentLoadIdle)) return null;
  return {
    user: share(load.currentLoadUser),
    nice: platform === 'win32' ? null : share(load.currentLoadNice),
    system: share(load.currentLoadSystem),
    idle: share(load.currentLoadIdle),
    iowait: null,
    irq: platform === 'darwin' ? null : share(load.currentLoadIrq),
    softirq: null,
    steal: null,
    guest: null,
  };
}

/** Whether the library got an answer: else it takes the number of threads for the cores. */
function answered(platform: NodeJS.Platform, facts: Processor): boolean {
  // The BSDs' counts come from dmidecode, which fills in the vendor and needs root.
  return knownText(platform === 'darwin' || platform === 'win32' ? facts.brand : facts.vendor) !== null;
}

function physicalCores(platform: NodeJS.Platform, facts: Processor, threads: number | null): number | null {
  const cores = knownPositive(facts.physicalCores);
  if (!answered(platform, facts) || cores === null || threads === null || cores > threads) return null;
  // dmidecode's counts are those of the first socket alone.
  const oneOfMany = platform !== 'darwin' && platform !== 'win32' && facts.cores !== threads;
  return oneOfMany ? null : cores;
}

/** In MHz, to 10 MHz; null on Apple's own chips, where the library makes up 2.4 GHz out of the timer's rate. */
function maxFrequency(platform: NodeJS.Platform, facts: Processor): number | null {
  if (!answered(platform, facts) || facts.manufacturer === 'Apple') return null;
  const gigahertz = knownPositive(facts.speedMax);
  return gigahertz === null ? null : Math.round(gigahertz * 1000);
}

/** The library takes the first word of the name for the manufacturer, and for unknown ones the whole name. */
function model({ manufacturer, brand }: Processor): string | null {
  const rest = knownText(brand)?.replace(/^Gen /, '') ?? null;
  const maker = knownText(manufacturer);
  if (rest === null || maker === null || rest.includes(maker)) return rest ?? maker;
  return maker.endsWith(rest) ? maker : `${maker} ${rest}`;
}
