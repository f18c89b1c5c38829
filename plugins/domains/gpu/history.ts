import type { GpuBackendReading, GpuCard } from '../../../src/readers/gpu/card.js';
import type { EnergySample, Tracked } from '../../../src/sampling/tracked.js';

type Reading = GpuBackendReading | 'disabled';

/** What history keeps of every card, whoever made it. A card that sleeps or is lost has gaps. */
export const cardHistory: readonly Tracked<Reading>[] = [
  ofCards('gpu.usage_percent', 'percent', 'How busy the GPU was.', (card) => card.usagePercent),
  ofCards('gpu.vram_used_percent', 'percent', 'How full its memory is.', ({ vramUsed, vramTotal }) =>
    vramUsed === null || vramTotal === null || vramTotal === 0 ? null : (vramUsed / vramTotal) * 100,
  ),
  ofCards('gpu.vram_used_bytes', 'bytes', 'Memory in use.', (card) => card.vramUsed),
  ofCards(
    'gpu.memory_activity_percent',
    'percent',
    'How busy its memory was.',
    (card) => card.memoryActivityPercent,
  ),
  ofCards('gpu.temperature_celsius', 'celsius', 'Temperature of the GPU.', (card) => card.celsius),
  ofCards('gpu.power_watts', 'watts', 'Power drawn.', (card) => card.watts),
  ofCards('gpu.fan_percent', 'percent', 'Speed of its fan.', (card) => card.fanPercent),
  ofCards('gpu.clock_graphics_mhz', 'megahertz', 'Clock of the GPU.', (card) => card.graphicsMhz),
];

/** What the energy meter of every card is fed with. */
export function energyOf(reading: Reading): EnergySample[] {
  return cardsOf(reading).map(({ id, joules, watts }) => ({ gpu: id, joules, watts }));
}

function ofCards(
  metric: string,
  unit: string,
  description: string,
  value: (card: GpuCard) => number | null,
): Tracked<Reading> {
  return {
    metric,
    unit,
    description,
    values: (reading) => cardsOf(reading).map((card) => [card.id, value(card)]),
  };
}

function cardsOf(reading: Reading): readonly GpuCard[] {
  return reading === 'disabled' ? [] : reading.cards;
}
