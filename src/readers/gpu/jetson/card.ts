import { unknownCard, type GpuCard } from '../card.js';

/** What is known of a Jetson's GPU beside what every card has; null where not told. */
export interface JetsonCard extends GpuCard {
  maxMhz: number | null;
  /** The supply rail that `watts` is of; it may feed more than the GPU. */
  powerRail: string | null;
  /** The system's memory, which the GPU shares, in bytes. */
  systemMemoryTotal: number | null;
  systemMemoryAvailable: number | null;
}

/** The GPU of a Jetson of which only the kernel's name is known. */
export function jetsonCard(name: string): JetsonCard {
  return {
    ...unknownCard(name),
    name,
    integrated: true,
    memoryKind: 'unified',
    maxMhz: null,
    powerRail: null,
    systemMemoryTotal: null,
    systemMemoryAvailable: null,
  };
}
