import type { Host } from '../../../host/host.js';
import { isMeasured, type GpuBackendReading } from '../card.js';
import { drmBackendReading, drmCardsReader, type DrmDevice } from '../drm/cards.js';
import { slotLink, unknownLink, type PcieLink } from '../drm/link.js';
import { busiestEngine, drmProgramsReader, engineShare } from '../drm/programs.js';
import { drmScans, type DrmScans } from '../drm/scans.js';
import { undrivenReader } from '../drm/undriven.js';
import { intelCard, type IntelCard } from './card.js';
import { intelMemory } from './memory.js';
import { measuresNothing } from './parts.js';
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
      const link = own ? await cardLink(host, device.name, values) : {};
      return { ...values, ...rates, ...memory, ...link };
    },
    measuresNothing,
    isRead: (card) => isMeasured(card) || card.maxMhz !== null,
  });
  const withPrograms = drmProgramsReader(scans);
  const withUndriven = undrivenReader(host, {
    vendor: '0x8086',
    maker: 'an Intel',
    describe: intelCard,
    remedy:
      'Load its driver (modprobe i915 or xe); a card newer than the kernel needs a newer one, and its firmware (linux-firmware). Leave intel out of SYSMON_GPU where it is not to be used.',
  });
  return async () => {
    if (host.platform !== 'linux') return absent;
    const cards = await sysfs();
    for (const { id, state } of cards) if (state !== 'ok') before.delete(id);
    const seen = await withPrograms(cards);
    return withUndriven(await drmBackendReading(host, 'Intel', seen.map(withEngines)));
  };
}

/** Chips that end at a switch of their card always say 2.5 GT/s, one lane. */
async function cardLink(host: Host, name: string, chip: Partial<PcieLink>): Promise<Partial<PcieLink>> {
  const link = await slotLink(host, name, '0x8086');
  if (link !== null && link !== 'direct') return link;
  const endsAtSwitch = chip.pcieGeneration === 1 && chip.pcieWidth === 1;
  return link === 'direct' && endsAtSwitch ? unknownLink : {};
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

/** The same engines encode and decode: how busy these are is neither alone. */
function withEngines(card: IntelCard): IntelCard {
  const seen = { ...card, mediaPercent: card.mediaPercent ?? engineShare(card, /^(?:video$|vcs)/) };
  if (card.usagePercent !== null || card.engines === null) return seen;
  return { ...seen, usagePercent: busiestEngine(card), usageSource: 'engines' };
}
