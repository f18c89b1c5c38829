import type { GpuCard } from '../../../src/readers/gpu/card.js';
import { remainderOf, sumOf } from '../../core/domain/rounding.js';

/** Bytes; null where not known. */
interface Usable {
  total: number | null;
  used: number | null;
}

/**
 * The memory that programs on a card, such as a model, can have: its own; where the firmware sets a piece of the system's
 * memory aside for it, that piece and what it may take beside it; where it shares all of that memory, the system's.
 */
export function usableMemory(card: GpuCard): Usable {
  const { memoryKind, vramTotal, vramUsed, gttTotal, gttUsed, systemMemory } = card;
  if (memoryKind === 'carveout') {
    return { total: sumOf([vramTotal, gttTotal]), used: sumOf([vramUsed, gttUsed]) };
  }
  if (memoryKind !== 'unified') return { total: vramTotal, used: vramUsed };
  const total = systemMemory?.total ?? null;
  return { total, used: remainderOf(total, systemMemory?.available ?? null) };
}
