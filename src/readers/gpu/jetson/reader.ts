import { asFailure, Failure, stateOf } from '../../../failures.js';
import type { Host } from '../../../host/host.js';
import { parseProcMeminfo } from '../../../parsers/proc/meminfo.js';
import type { Tegrastats } from '../../../parsers/tegrastats.js';
import type { GpuBackendReading } from '../card.js';
import { cardFiles, type CardFiles } from '../drm/files.js';
import { jetsonCard, type JetsonCard } from './card.js';
import { findJetsonGpu, type JetsonGpu } from './device.js';
import { jetsonSensors } from './sensors.js';
import { jetsonTegrastats } from './tegrastats.js';

const deadline = 1000;

type JetsonReading = GpuBackendReading<JetsonCard>;

/**
 * Reads the GPU of a Jetson up to Orin from sysfs: its driver tells the load in per mille. What that leaves unknown
 * comes from a `tegrastats` that goes on printing. Later boards answer through NVML as any NVIDIA card does.
 */
export function jetsonReader(host: Host): () => Promise<JetsonReading> {
  const tegrastats = jetsonTegrastats(host);
  return async () => {
    if (host.platform !== 'linux') return absent('a Jetson runs Linux');
    const gpu = findJetsonGpu(host);
    if (gpu === null) return absent('this machine is not a Jetson up to Orin');
    const { card, failure } = await fromSysfs(host, gpu);
    const isKnown = card.usagePercent !== null || card.celsius !== null;
    if (isComplete(card)) return reading(card, 'sysfs');
    const parsed = await tegrastats({ mayWait: !isKnown });
    if (parsed === null || parsed instanceof Failure) {
      return isKnown ? reading(card, 'sysfs') : broken(card, failure, gpu, parsed);
    }
    return reading(completed(card, parsed), isKnown ? 'sysfs, tegrastats' : 'tegrastats');
  };
}

async function fromSysfs(host: Host, gpu: JetsonGpu): Promise<{ card: JetsonCard; failure: Failure | null }> {
  const files = cardFiles(host, '', deadline);
  try {
    return { card: await measured(host, files, gpu), failure: files.refusal() };
  } catch (thrown) {
    return { card: withMemory(host, jetsonCard(gpu.name)), failure: asFailure(thrown) };
  }
}

async function measured(host: Host, files: CardFiles, gpu: JetsonGpu): Promise<JetsonCard> {
  const load = gpu.loadFile === null ? null : await files.number(gpu.loadFile);
  const hertz = gpu.clockFolder === null ? null : await files.number(`${gpu.clockFolder}/cur_freq`);
  const maximum = gpu.clockFolder === null ? null : await files.number(`${gpu.clockFolder}/max_freq`);
  return {
    ...withMemory(host, jetsonCard(gpu.name)),
    model: await files.text('firmware/devicetree/base/model'),
    usagePercent: load === null ? null : load / 10,
    graphicsMhz: hertz === null ? null : hertz / 1e6,
    maxMhz: maximum === null ? null : maximum / 1e6,
    ...(await jetsonSensors(files)),
  };
}

function withMemory(host: Host, card: JetsonCard): JetsonCard {
  const memory = parseProcMeminfo(host.proc.optional('meminfo') ?? '');
  const [total = null, available = null] = [memory.get('MemTotal'), memory.get('MemAvailable')];
  return { ...card, systemMemory: { total, available } };
}

/** Whether sysfs tells all that is worth a program of its own. */
function isComplete({ usagePercent, celsius, watts }: JetsonCard): boolean {
  return usagePercent !== null && celsius !== null && watts !== null;
}

/** What the kernel tells itself counts; the rest is what tegrastats says. */
function completed(card: JetsonCard, parsed: Tegrastats): JetsonCard {
  return {
    ...card,
    usagePercent: card.usagePercent ?? parsed.usage,
    graphicsMhz: card.graphicsMhz ?? parsed.graphicsMhz,
    memoryActivityPercent: parsed.memoryActivity,
    celsius: card.celsius ?? parsed.celsius,
    hotspotCelsius: card.hotspotCelsius ?? parsed.hotspotCelsius,
    ...(card.watts === null ? { watts: parsed.watts, powerRail: parsed.rail } : {}),
    systemMemory: {
      total: card.systemMemory?.total ?? parsed.memoryTotal,
      available: card.systemMemory?.available ?? null,
    },
  };
}

function reading(card: JetsonCard, source: string): JetsonReading {
  return { state: 'ok', source, reason: null, remedy: null, driverVersion: null, cards: [card] };
}

/** Neither way tells anything: what is wrong with the files counts, and why there is no tegrastats stands beside it. */
function broken(
  card: JetsonCard,
  failure: Failure | null,
  { loadFile }: JetsonGpu,
  program: Failure | null,
): JetsonReading {
  const state = failure === null ? 'failed' : stateOf(failure, ['timeout', 'no_permission']);
  const unread = loadFile === null ? 'the GPU has no load file in /sys' : 'the files of the GPU in /sys tell nothing about it'; // prettier-ignore
  const reasons = [failure?.message ?? unread, program?.message].filter((part) => part !== undefined);
  const tegrastats =
    "Install tegrastats (nvidia-l4t-tools; in a container mount the host's /usr/bin/tegrastats), or name it in SYSMON_TEGRASTATS.";
  const reason = reasons.join('; ');
  const remedy = program?.code === 'absent' ? tegrastats : null;
  return {
    ...{ state, source: 'sysfs', driverVersion: null },
    ...{ reason, remedy },
    cards: [{ ...card, state, reason, remedy }],
  };
}

function absent(reason: string): JetsonReading {
  return { state: 'absent', source: null, reason, remedy: null, driverVersion: null, cards: [] };
}
