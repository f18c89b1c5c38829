import { asFailure, type Failure } from '../../failures.js';
import type { Host } from '../../host/host.js';
import { parseProcMeminfo } from '../../parsers/proc-meminfo.js';
import type { GpuBackendReading } from './card.js';
import { cardFiles, type CardFiles } from './drm-files.js';
import { jetsonCard, type JetsonCard } from './jetson-card.js';
import { findJetsonGpu, type JetsonGpu } from './jetson-device.js';
import { jetsonSensors } from './jetson-sensors.js';

const deadline = 1000;

/**
 * Reads the GPU of a Jetson up to Orin from sysfs: its driver tells the load in per mille. Later boards answer
 * through NVML as any NVIDIA card does.
 */
export function jetsonReader(host: Host): () => Promise<GpuBackendReading<JetsonCard>> {
  return async () => {
    if (host.platform !== 'linux') return without('absent', 'a Jetson runs Linux');
    const gpu = findJetsonGpu(host);
    if (gpu === null)
      return without('absent', 'this machine is not a Jetson whose GPU has a load file in /sys');
    const files = cardFiles(host, '', deadline);
    try {
      return judged(await measured(host, files, gpu), files.refusal());
    } catch (thrown) {
      const failure = asFailure(thrown);
      const state = failure.code === 'timeout' ? 'timeout' : 'failed';
      return {
        ...without(state, failure.message),
        source: 'sysfs',
        cards: [{ ...jetsonCard(gpu.name), state }],
      };
    }
  };
}

async function measured(host: Host, files: CardFiles, gpu: JetsonGpu): Promise<JetsonCard> {
  const load = await files.number(gpu.loadFile);
  const hertz = gpu.clockFolder === null ? null : await files.number(`${gpu.clockFolder}/cur_freq`);
  const maximum = gpu.clockFolder === null ? null : await files.number(`${gpu.clockFolder}/max_freq`);
  const memory = parseProcMeminfo(host.proc.text('meminfo') ?? '');
  return {
    ...jetsonCard(gpu.name),
    model: await files.text('firmware/devicetree/base/model'),
    usagePercent: load === null ? null : Math.min(100, load / 10),
    graphicsMhz: hertz === null ? null : hertz / 1e6,
    maxMhz: maximum === null ? null : maximum / 1e6,
    ...(await jetsonSensors(files)),
    systemMemoryTotal: memory.get('MemTotal') ?? null,
    systemMemoryAvailable: memory.get('MemAvailable') ?? null,
  };
}

function judged(card: JetsonCard, refusal: Failure | null): GpuBackendReading<JetsonCard> {
  if (card.usagePercent !== null || card.celsius !== null) {
    const sound = { state: 'ok', source: 'sysfs', reason: null, remedy: null, driverVersion: null } as const;
    return { ...sound, cards: [card] };
  }
  const state = refusal?.code === 'no_permission' ? 'no_permission' : 'failed';
  const reason = refusal?.message ?? 'the files of the GPU in /sys tell nothing about it';
  return { ...without(state, reason), source: 'sysfs', cards: [{ ...card, state }] };
}

function without(state: 'absent' | 'failed' | 'timeout' | 'no_permission', reason: string) {
  return { state, source: null, reason, remedy: null, driverVersion: null, cards: [] };
}
