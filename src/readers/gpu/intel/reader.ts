import type { Host } from '../../../host/host.js';
import type { GpuBackendReading } from '../card.js';
import { drmBackendReading, drmCardsReader, type DrmDevice } from '../drm/cards.js';
import { drmProgramsReader, engineShare } from '../drm/programs.js';
import { drmScans, type DrmScans } from '../drm/scans.js';
import { intelCard, type IntelCard } from './card.js';
import { slotLink } from './link.js';
import { intelMemory } from './memory.js';
import { intelRates } from './rates.js';
import { intelValues, type IntelCounters } from './values.js';

/**
 * Reads Intel cards from sysfs. Usage and power are differences between two calls: null in the first. A card that
 * sleeps or hangs starts anew when it is back.
 */
export function intelReader(
  host: Host,
  scans: DrmScans = drmScans(host),
): () => Promise<GpuBackendReading<IntelCard>> {
  const before = new Map<string, IntelCounters>();
  /** Which sensor tells the energy of a card, for good. */
  const sensors = new Map<string, string>();
  const sysfs = drmCardsReader<IntelCard>(host, {
    isMine: isIntel,
    describe: intelCard,
    measure: async (card, files, device) => {
      const known = { now: () => host.clock.monotonic(), energySensor: sensors.get(card.id) ?? null };
      const { values, counters } = await intelValues(files, card, known);
      if (counters.energy !== null) sensors.set(card.id, counters.energy.sensor);
      const rates = intelRates(before.get(card.id), counters);
      before.set(card.id, counters);
      const own = values.integrated === false;
      const memory = own ? await intelMemory(host, files, card.pciAddress) : {};
      const link = own ? await slotLink(host, device.name) : null;
      return { ...values, ...rates, ...memory, ...link };
    },
    parsed: (card) => [
      card.usagePercent,
      card.graphicsMhz,
      card.celsius,
      card.joules,
      card.maxMhz,
      card.vramTotal,
    ],
  });
  const withPrograms = drmProgramsReader(scans);
  return async () => {
    if (host.platform !== 'linux') return absent;
    const cards = await sysfs();
    for (const { id, state } of cards) if (state !== 'ok') before.delete(id);
    const seen = await withPrograms(cards);
    return drmBackendReading(host, 'Intel', seen.map(withEngines));
  };
}

const absent: GpuBackendReading<IntelCard> = {
  state: 'absent',
  source: null,
  reason: 'Intel cards are read on Linux only',
  remedy: null,
  driverVersion: null,
  cards: [],
};

/** Whether this is a GPU of Intel. */
export function isIntel({ vendorId, kernelDriver }: DrmDevice): boolean {
  return vendorId === null ? kernelDriver === 'i915' || kernelDriver === 'xe' : vendorId === '8086';
}

/** The same engines encode and decode: how busy these are is both. */
function withEngines(card: IntelCard): IntelCard {
  const video = engineShare(card, /^(?:video$|vcs)/);
  const seen = { ...card, encoderPercent: video, decoderPercent: video };
  if (card.usagePercent !== null || card.engines === null) return seen;
  return { ...seen, usagePercent: engineShare(card, /./), usageSource: 'engines' };
}
