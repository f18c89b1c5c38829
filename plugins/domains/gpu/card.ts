import type { Gpu } from '../../../schemas/gpu/gpu.js';
import { gauge } from '../../../src/exposition/metric.js';
import type { GpuCard } from '../../../src/readers/gpu/card.js';
import { reasonsOf } from '../../core/domain/implausible.js';
import { inGigabytes, inMegabytes, percentOf, shownAs } from '../../core/domain/rounding.js';
import {
  cardCounter,
  cardGauge,
  cardGauges,
  cardLabels,
  hertz,
  labelledGauge,
  ratio,
  stateSamples,
} from './measures.js';
import { presentProcesses } from './programs.js';
import { field, type Rows } from './row.js';
import { usableMemory } from './usable-memory.js';

/** The states of a card. */
const cardStates = ['ok', 'asleep', 'lost', 'no_permission', 'timeout', 'failed'] as const;

const info = gauge(
  'sysmon_gpu_info',
  'Always 1; the labels say which GPU this is.',
  ...[...cardLabels, 'name', 'pci_address', 'driver_version', 'memory_kind', 'integrated'],
);
const temperature = labelledGauge(
  'sysmon_gpu_temperature_celsius',
  'Temperature at one of the sensors of the GPU.',
  'sensor',
);
const clock = labelledGauge('sysmon_gpu_clock_hertz', 'Clock of a part of the GPU.', 'clock');

const usage = ({ usagePercent }: GpuCard) => shownAs('finePercent', usagePercent);
const activity = ({ memoryActivityPercent }: GpuCard) => shownAs('finePercent', memoryActivityPercent);
const fill = ({ vramUsed, vramTotal }: GpuCard) =>
  vramUsed === null || vramTotal === null || vramTotal === 0 ? null : (vramUsed / vramTotal) * 100;

/** The fields of every card, whoever made it: one row is one field, in the order of the schema. */
export const cardRows: Rows<GpuCard, Gpu> = {
  vendor: field((_, { vendor }) => vendor),
  index: field((_, { index }) => index),
  id: field((card) => card.id, { metric: { metric: info, values: (card) => [[1, ...described(card)]] } }),
  name: field((card) => card.name),
  model: field((card) => card.model),
  pci_address: field((card) => card.pciAddress),
  state: field((card) => card.state, {
    metric: cardGauges(
      'sysmon_gpu_state',
      '1 for the state in which a GPU is, 0 for all others; it has no other values than those of state "ok".',
      ['state'],
      ({ state }) => stateSamples(cardStates, state),
    ),
  }),
  reason: field((card) => card.reason),
  remedy: field((card) => card.remedy),
  integrated: field((card) => card.integrated),
  usage_percent: field(usage, {
    metric: cardGauge('sysmon_gpu_usage_ratio', 'Share of the time in which the GPU was busy.', (card) =>
      ratio(card.usagePercent),
    ),
    history: { description: 'How busy the GPU was.', value: (card) => card.usagePercent },
  }),
  vram_total_gb: field((card) => inGigabytes(card.vramTotal)),
  vram_used_gb: field((card) => inGigabytes(card.vramUsed)),
  vram_free_gb: field((card) => inGigabytes(card.vramFree)),
  vram_used_percent: field((card) => percentOf(card.vramUsed, card.vramTotal, 'finePercent'), {
    history: { description: 'How full its memory is.', value: fill },
  }),
  vram_total_bytes: field((card) => card.vramTotal, {
    metric: cardGauge('sysmon_gpu_memory_total_bytes', 'Memory of the GPU itself.', (card) => card.vramTotal),
  }),
  vram_used_bytes: field((card) => card.vramUsed, {
    metric: cardGauge('sysmon_gpu_memory_used_bytes', 'Memory of the GPU in use.', (card) => card.vramUsed),
    history: { description: 'Memory in use.', value: (card) => card.vramUsed },
  }),
  vram_free_bytes: field((card) => card.vramFree, {
    metric: cardGauge(
      'sysmon_gpu_memory_free_bytes',
      'Memory of the GPU that is free.',
      (card) => card.vramFree,
    ),
  }),
  memory_kind: field((card) => card.memoryKind),
  gtt_total_bytes: field((card) => card.gttTotal, {
    metric: cardGauge(
      'sysmon_gpu_gtt_total_bytes',
      'System memory that the GPU may use beside its own.',
      (card) => card.gttTotal,
    ),
  }),
  gtt_used_bytes: field((card) => card.gttUsed, {
    metric: cardGauge(
      'sysmon_gpu_gtt_used_bytes',
      'System memory that the GPU uses beside its own.',
      (card) => card.gttUsed,
    ),
  }),
  usable_memory_total_bytes: field((card) => usableMemory(card).total, {
    metric: cardGauge(
      'sysmon_gpu_usable_memory_total_bytes',
      "Memory that programs on the GPU can have: its own, or what it may take of the system's.",
      (card) => usableMemory(card).total,
    ),
  }),
  usable_memory_used_bytes: field((card) => usableMemory(card).used, {
    metric: cardGauge(
      'sysmon_gpu_usable_memory_used_bytes',
      'Memory in use of that which programs on the GPU can have.',
      (card) => usableMemory(card).used,
    ),
  }),
  temperature_celsius: field((card) => shownAs('celsius', card.celsius), {
    metric: temperature('core', (card) => card.celsius),
    history: { description: 'Temperature of the GPU.', value: (card) => card.celsius },
  }),
  hotspot_celsius: field((card) => shownAs('celsius', card.hotspotCelsius), {
    metric: temperature('hotspot', (card) => card.hotspotCelsius),
    history: { description: 'Temperature of its hottest place.', value: (card) => card.hotspotCelsius },
  }),
  memory_celsius: field((card) => shownAs('celsius', card.memoryCelsius), {
    metric: temperature('memory', (card) => card.memoryCelsius),
    history: { description: 'Temperature of its memory.', value: (card) => card.memoryCelsius },
  }),
  power_watts: field((card) => shownAs('watts', card.watts), {
    metric: cardGauge('sysmon_gpu_power_watts', 'Power that the GPU draws.', (card) => card.watts),
    history: { description: 'Power drawn.', value: (card) => card.watts },
  }),
  power_limit_watts: field((card) => shownAs('watts', card.limitWatts), {
    metric: cardGauge(
      'sysmon_gpu_power_limit_watts',
      'Power that the GPU may draw.',
      (card) => card.limitWatts,
    ),
  }),
  energy_joules: field((card) => shownAs('joules', card.joules), {
    metric: cardCounter(
      'sysmon_gpu_energy_joules_total',
      'Energy used since the driver was loaded.',
      [],
      (card) => [[card.joules]],
    ),
  }),
  fan_percent: field((card) => shownAs('finePercent', card.fanPercent), {
    metric: cardGauge('sysmon_gpu_fan_ratio', 'Speed of the fan as a share of its greatest.', (card) =>
      ratio(card.fanPercent),
    ),
    history: { description: 'Speed of its fan.', value: (card) => card.fanPercent },
  }),
  fan_rpm: field((card) => shownAs('rpm', card.fanRpm), {
    metric: cardGauge(
      'sysmon_gpu_fan_rpm',
      'Speed of the fan in revolutions per minute.',
      (card) => card.fanRpm,
    ),
  }),
  clock_graphics_mhz: field((card) => shownAs('megahertz', card.graphicsMhz), {
    metric: clock('graphics', (card) => hertz(card.graphicsMhz)),
    history: { description: 'Clock of the GPU.', value: (card) => card.graphicsMhz },
  }),
  clock_memory_mhz: field((card) => shownAs('megahertz', card.memoryMhz), {
    metric: clock('memory', (card) => hertz(card.memoryMhz)),
  }),
  encoder_percent: field((card) => shownAs('finePercent', card.encoderPercent), {
    metric: cardGauge(
      'sysmon_gpu_encoder_ratio',
      'Share of the time in which the video encoder was busy.',
      (card) => ratio(card.encoderPercent),
    ),
  }),
  decoder_percent: field((card) => shownAs('finePercent', card.decoderPercent), {
    metric: cardGauge(
      'sysmon_gpu_decoder_ratio',
      'Share of the time in which the video decoder was busy.',
      (card) => ratio(card.decoderPercent),
    ),
  }),
  memory_activity_percent: field(activity, {
    metric: cardGauge(
      'sysmon_gpu_memory_activity_ratio',
      'Share of the time in which the memory was read or written.',
      (card) => ratio(card.memoryActivityPercent),
    ),
    history: { description: 'How busy its memory was.', value: (card) => card.memoryActivityPercent },
  }),
  throttle_reasons: field((card) => card.throttleReasons, {
    metric: cardGauges(
      'sysmon_gpu_throttle_active',
      '1 for each reason that holds the clocks of a GPU down; a reason that does not is left out.',
      ['reason', 'class'],
      ({ throttleReasons }) => (throttleReasons ?? []).map((one) => [1, one.reason, one.class]),
    ),
    history: {
      share: 'throttled_percent',
      description: 'Share of the time in which heat, a power limit or a fault held the clocks down.',
      value: ({ throttleReasons }) =>
        throttleReasons === null ? null : isHeldDown(throttleReasons) ? 100 : 0,
    },
  }),
  pcie_generation: field((card) => card.pcieGeneration, {
    metric: cardGauge(
      'sysmon_gpu_pcie_generation',
      'Generation of PCI Express at which the link runs now.',
      (card) => card.pcieGeneration,
    ),
  }),
  pcie_width: field((card) => card.pcieWidth, {
    metric: cardGauge(
      'sysmon_gpu_pcie_lanes',
      'Number of PCI Express lanes in use now.',
      (card) => card.pcieWidth,
    ),
  }),
  driver_version: field((card) => card.driverVersion),
  processes: field(presentProcesses, {
    metric: cardGauge(
      'sysmon_gpu_processes',
      'Number of programs that use the GPU.',
      (card) => card.processes?.length ?? null,
    ),
  }),
  processes_reason: field((card) => card.processesReason),
  implausible: field((card) => reasonsOf(card.implausible)),
  temperature: field((card) => shownAs('celsius', card.celsius)),
  gpu_utilization: field(usage),
  memory_utilization: field(activity),
  memory_total_mb: field((card) => inMegabytes(card.vramTotal)),
  memory_used_mb: field((card) => inMegabytes(card.vramUsed)),
  memory_free_mb: field((card) => inMegabytes(card.vramFree)),
};

/** What lowers the clocks because it was told to does not hold the card down. */
function isHeldDown(reasons: NonNullable<GpuCard['throttleReasons']>): boolean {
  return reasons.some((one) => one.class !== 'setting');
}

/** The values of the further labels of `info`. */
function described(card: GpuCard): (string | null)[] {
  const integrated = card.integrated === null ? null : String(card.integrated);
  return [card.name, card.pciAddress, card.driverVersion, card.memoryKind, integrated];
}
