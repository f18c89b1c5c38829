import { remainderOf } from '../../../parsers/arithmetic.js';
import { parseGpuMetrics, type GpuMetrics } from '../../../parsers/amd/gpu-metrics.js';
import { parsePcieSpeed, parsePcieWidth } from '../../../parsers/pci/link.js';
import { parsePpDpm } from '../../../parsers/amd/pp-dpm.js';
import { parseAmdThrottleStatus } from '../../../parsers/amd/throttle-status.js';
import { isProcessor, limitOf, memoryTemperature, socketPower, type AmdCard } from './card.js';
import { tellsHotspot, videoEngineOf, type AmdGeneration } from './generation.js';
import type { CardFiles } from '../drm/files.js';
import { drmSensors } from '../drm/sensors.js';

/**
 * What a card's files in sysfs measure (https://docs.kernel.org/gpu/amdgpu/thermal.html,
 * https://docs.kernel.org/gpu/amdgpu/driver-misc.html). Files that its driver lacks leave null.
 */
export async function amdValues(
  files: CardFiles,
  deviceId: string | null,
  generation: AmdGeneration,
): Promise<Partial<AmdCard>> {
  const memory = await memoryValues(files);
  const metrics = parseGpuMetrics(await files.bytes('gpu_metrics'));
  const integrated = await isIntegrated(files, deviceId, metrics, memory);
  return {
    ...memory,
    ...(await loadValues(files, metrics)),
    ...(await sensorValues(files)),
    integrated,
    memoryKind: integrated === null ? null : integrated ? 'carveout' : 'dedicated',
    throttleReasons: parseAmdThrottleStatus(metrics?.throttleStatus ?? null, tellsHotspot(generation)),
    videoEngine: videoEngineOf(generation),
    gpuMetricsVersion: metrics === null ? null : `${metrics.format}.${metrics.content}`,
    pcieGeneration: parsePcieSpeed(await files.raw('current_link_speed')),
    pcieWidth: parsePcieWidth(await files.raw('current_link_width')),
    uniqueId: await files.text('unique_id'),
    vbiosVersion: await files.text('vbios_version'),
    computePartition: await files.text('current_compute_partition'),
    memoryPartition: await files.text('current_memory_partition'),
  };
}

async function memoryValues(files: CardFiles) {
  const vramTotal = await files.number('mem_info_vram_total');
  const vramUsed = await files.number('mem_info_vram_used');
  return {
    vramTotal,
    vramUsed,
    vramFree: remainderOf(vramTotal, vramUsed),
    gttTotal: await files.number('mem_info_gtt_total'),
    gttUsed: await files.number('mem_info_gtt_used'),
    visibleVramTotal: await files.number('mem_info_vis_vram_total'),
    visibleVramUsed: await files.number('mem_info_vis_vram_used'),
  };
}

async function loadValues(files: CardFiles, metrics: GpuMetrics | null) {
  return {
    usagePercent: await files.number('gpu_busy_percent'),
    memoryActivityPercent: (await files.number('mem_busy_percent')) ?? metrics?.memoryActivity ?? null,
    mediaPercent: await files.number('vcn_busy_percent'),
  };
}

const gibibyte = 2 ** 30;

/**
 * Whether the card is part of the processor: its driver's structure says so, else its id, else the rule of Ollama:
 * little memory of its own, much of the system's, and none of the files that describe memory chips or a board.
 */
async function isIntegrated(
  files: CardFiles,
  deviceId: string | null,
  metrics: GpuMetrics | null,
  { vramTotal, gttTotal }: { vramTotal: number | null; gttTotal: number | null },
): Promise<boolean | null> {
  if (metrics !== null) return metrics.format >= 2;
  if ((await files.text('mem_info_vram_vendor')) !== null) return false;
  if ((await files.text('board_info')) !== null) return false;
  if (isProcessor(deviceId)) return true;
  if (vramTotal === null || gttTotal === null) return null;
  return vramTotal <= 4 * gibibyte && gttTotal >= 8 * gibibyte && gttTotal >= 4 * vramTotal;
}

async function sensorValues(files: CardFiles) {
  const clocks = {
    graphicsMhz: parsePpDpm(await files.raw('pp_dpm_sclk')),
    memoryMhz: parsePpDpm(await files.raw('pp_dpm_mclk')),
  };
  const sensors = await drmSensors(files);
  if (sensors === null) return clocks;
  const sensor = (file: string, scale: number) => sensors.value(file, scale);
  const celsius = await sensors.labelled('temp', 1e3, 'edge');
  const hertz = await sensors.labelled('freq', 1e6, 'sclk');
  const volts = (await sensors.labelled('in', 1e3, '')).get('vddgfx') ?? null;
  const limits = {
    limitDefaultWatts: limitOf(await sensor('power1_cap_default', 1e6)),
    limitMinWatts: await sensor('power1_cap_min', 1e6),
    limitMaxWatts: limitOf(await sensor('power1_cap_max', 1e6)),
  };
  const told = [await sensor('power1_average', 1e6), await sensor('power1_input', 1e6)];
  return {
    celsius: celsius.get('edge') ?? null,
    hotspotCelsius: celsius.get('junction') ?? null,
    memoryCelsius: memoryTemperature(celsius.get('mem') ?? null),
    graphicsMhz: hertz.get('sclk') ?? clocks.graphicsMhz,
    memoryMhz: hertz.get('mclk') ?? clocks.memoryMhz,
    // Cards whose graphics part is switched off, and some that never tell, say 0.
    graphicsVolts: volts === 0 ? null : volts,
    ...limits,
    ...socketPower(told, await sensor('power1_cap', 1e6), Object.values(limits)),
    fanRpm: await sensor('fan1_input', 1),
    fanMaxRpm: await sensor('fan1_max', 1),
    fanPercent: pwmPercent(await sensor('pwm1', 1), await sensor('pwm1_max', 1)),
  };
}

function pwmPercent(pwm: number | null, maximum: number | null): number | null {
  const whole = maximum ?? 255;
  return pwm === null || whole <= 0 ? null : (pwm / whole) * 100;
}
