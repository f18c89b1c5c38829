import type { Bounds } from '../../../plausible.js';
import { chipClock, gpuBounds } from '../bounds.js';
import { maybe, number, text, unknownCard, type GpuCard } from '../card.js';

/** What is known of a Jetson's GPU beside what every card has; null where not told. */
export type JetsonCard = ReturnType<typeof jetsonCard>;

/** The GPU of a Jetson of which only the kernel's name is known. */
export function jetsonCard(name: string) {
  return {
    ...unknownCard(name),
    name: maybe(name),
    integrated: maybe(true),
    memoryKind: maybe<NonNullable<GpuCard['memoryKind']>>('unified'),
    maxMhz: number,
    /** The supply rail that `watts` is of; it may feed more than the GPU. */
    powerRail: text,
  };
}

/** What the measurements of a Jetson's GPU can be. */
export const jetsonBounds: Bounds<JetsonCard> = {
  ...gpuBounds,
  maxMhz: chipClock('clock_max_mhz'),
};
