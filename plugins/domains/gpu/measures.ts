import { counter, gauge, type Metric, type Sample } from '../../../src/exposition/metric.js';
import type { GpuCard } from '../../../src/readers/gpu/card.js';

/** A metric of cards and what one card gives: values, each with those of the metric's further labels. */
export interface Measure<C extends GpuCard> {
  metric: Metric;
  values: (card: C) => Sample[];
}

/** The states of a card. */
export const cardStates = ['ok', 'asleep', 'lost', 'no_permission', 'timeout', 'failed'] as const;

const labels = ['uuid', 'vendor', 'model'] as const;

/** A value that goes up and down, in the base unit that its name ends with. */
export function cardGauge<C extends GpuCard>(name: string, help: string, value: (card: C) => number | null) {
  const measure: Measure<C> = { metric: gauge(name, help, ...labels), values: (card) => [[value(card)]] };
  return measure;
}

/** Several values of one kind, told apart by a further label. */
export function cardGauges<C extends GpuCard>(
  name: string,
  help: string,
  label: string,
  values: (card: C) => Record<string, number | null>,
) {
  const measure: Measure<C> = {
    metric: gauge(name, help, ...labels, label),
    values: (card) => Object.entries(values(card)).map(([key, value]): Sample => [value, key]),
  };
  return measure;
}

/** Values that only grow, told apart by further labels. */
export function cardCounter<C extends GpuCard>(
  name: string,
  help: string,
  further: string[],
  values: (card: C) => Sample[],
) {
  const measure: Measure<C> = { metric: counter(name, help, ...labels, ...further), values };
  return measure;
}

/** Percent as a ratio of 1. */
export function ratio(percent: number | null): number | null {
  return percent === null ? null : percent / 100;
}

/** MHz as Hz. */
export function hertz(megahertz: number | null): number | null {
  return megahertz === null ? null : megahertz * 1e6;
}

/** What any card may tell. */
export const cardMeasures: readonly Measure<GpuCard>[] = [
  cardGauge('sysmon_gpu_usage_ratio', 'Share of the time in which the GPU was busy.', (card) =>
    ratio(card.usagePercent),
  ),
  cardGauge('sysmon_gpu_memory_total_bytes', 'Memory of the GPU itself.', (card) => card.vramTotal),
  cardGauge('sysmon_gpu_memory_used_bytes', 'Memory of the GPU in use.', (card) => card.vramUsed),
  cardGauge('sysmon_gpu_memory_free_bytes', 'Memory of the GPU that is free.', (card) => card.vramFree),
  cardGauge(
    'sysmon_gpu_memory_activity_ratio',
    'Share of the time in which the memory was read or written.',
    (card) => ratio(card.memoryActivityPercent),
  ),
  cardGauge(
    'sysmon_gpu_gtt_total_bytes',
    'System memory that the GPU may use beside its own.',
    (card) => card.gttTotal,
  ),
  cardGauge(
    'sysmon_gpu_gtt_used_bytes',
    'System memory that the GPU uses beside its own.',
    (card) => card.gttUsed,
  ),
  cardGauges(
    'sysmon_gpu_temperature_celsius',
    'Temperature at one of the sensors of the GPU.',
    'sensor',
    (card) => ({
      core: card.celsius,
      hotspot: card.hotspotCelsius,
      memory: card.memoryCelsius,
    }),
  ),
  cardGauge('sysmon_gpu_power_watts', 'Power that the GPU draws.', (card) => card.watts),
  cardGauge('sysmon_gpu_power_limit_watts', 'Power that the GPU may draw.', (card) => card.limitWatts),
  cardCounter('sysmon_gpu_energy_joules_total', 'Energy used since the driver was loaded.', [], (card) => [
    [card.joules],
  ]),
  cardGauge('sysmon_gpu_fan_ratio', 'Speed of the fan as a share of its greatest.', (card) =>
    ratio(card.fanPercent),
  ),
  cardGauge('sysmon_gpu_fan_rpm', 'Speed of the fan in revolutions per minute.', (card) => card.fanRpm),
  cardGauges('sysmon_gpu_clock_hertz', 'Clock of a part of the GPU.', 'clock', (card) => ({
    graphics: hertz(card.graphicsMhz),
    memory: hertz(card.memoryMhz),
  })),
  cardGauge('sysmon_gpu_encoder_ratio', 'Share of the time in which the video encoder was busy.', (card) =>
    ratio(card.encoderPercent),
  ),
  cardGauge('sysmon_gpu_decoder_ratio', 'Share of the time in which the video decoder was busy.', (card) =>
    ratio(card.decoderPercent),
  ),
  cardGauge(
    'sysmon_gpu_pcie_generation',
    'Generation of PCI Express at which the link runs now.',
    (card) => card.pcieGeneration,
  ),
  cardGauge('sysmon_gpu_pcie_lanes', 'Number of PCI Express lanes in use now.', (card) => card.pcieWidth),
  cardGauge(
    'sysmon_gpu_processes',
    'Number of programs that use the GPU.',
    (card) => card.processes?.length ?? null,
  ),
];
