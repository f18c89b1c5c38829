import { isSound } from '../../../schemas/states.js';
import type { Problem } from '../../../src/failures.js';
import type { GpuBackendReading, GpuCard } from '../../../src/readers/gpu/card.js';

/**
 * What is wrong with one vendor's GPUs. Where the backend itself is broken that is one problem, and not one a card as
 * well. `maker` is how people call them.
 */
export function gpuProblems(domain: string, maker: string, reading: GpuBackendReading): Problem[] {
  if (isSound(reading.state))
    return reading.cards.flatMap((card, index) => cardProblem(domain, maker, card, index));
  const { state, reason, remedy } = reading;
  return [{ domain, code: state, detail: reason ?? `the backend is ${state}`, reason, remedy }];
}

function cardProblem(domain: string, maker: string, card: GpuCard, index: number): Problem[] {
  const { state, reason, remedy } = card;
  if (isSound(state)) return [];
  const known = [card.model, card.pciAddress ?? card.id].filter((part) => part !== null).join(', ');
  const detail = `${maker} GPU ${index} (${known}): ${reason ?? `it is ${state}`}`;
  return [{ domain, code: state, detail, reason, remedy }];
}
