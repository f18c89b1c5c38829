import type { GpuBackendReading } from '../card.js';
import type { NvidiaCard } from './card.js';
import type { NvidiaSurroundings } from './diagnosis.js';

/**
 * A reading without the GPU of a Jetson up to Orin, which its NVML and nvidia-smi name ("Orin (nvgpu)", or not even
 * that) and know nothing else of: the jetson backend reads it. Cards in a slot of such a board stay.
 */
export function withoutJetson(
  reading: GpuBackendReading<NvidiaCard>,
  { isJetson, drivenCards }: NvidiaSurroundings,
): GpuBackendReading<NvidiaCard> {
  const isOfJetson = ({ name, pciAddress }: NvidiaCard) =>
    name?.endsWith('(nvgpu)') === true || (isJetson && pciAddress === null);
  const cards = reading.cards.filter((card) => !isOfJetson(card));
  const hasOwnOnly = isJetson && drivenCards.length === 0;
  if (cards.length > 0 || !(hasOwnOnly || reading.cards.length > 0)) return { ...reading, cards };
  return { ...reading, state: 'absent', source: null, reason: shownByJetson, remedy: null, cards };
}

const shownByJetson = "this machine's NVIDIA GPU is that of a Jetson, shown by the jetson backend";
