import { percent } from '../../../bounds.js';
import type { Bounds } from '../../../plausible.js';
import { chipClock, chipVolts, drawn, powerLimit } from '../bounds.js';
import { maybe, number, unknownCard, type GpuCard } from '../card.js';
import { drmBounds } from '../drm/bounds.js';
import { drmIdentity, unknownDrm, type DrmDevice } from '../drm/cards.js';
import names from './names.json' with { type: 'json' };

/** Product names by PCI device id, in four lower-case hexadecimal digits. */
const products: Readonly<Record<string, string>> = names.names;

/** What is known of an Intel card beside what every card has; null where not told. */
export type IntelCard = typeof unknownIntel;

/** An Intel card of which nothing is known; cards are copies of it with other values, which V8 makes at once. */
const unknownIntel = {
  ...unknownCard(''),
  ...unknownDrm,
  /** What `usagePercent` is: how long the chip was not in its idle state, or how busy its busiest engine was. */
  usageSource: maybe<'idle residency' | 'engines'>(null),
  /** How long the media part was not in its idle state, where it has one of its own; else how busy its engines were. */
  mediaPercent: number,
  /** The clock the driver asked for; `graphicsMhz` is what it got. */
  requestedMhz: number,
  maxMhz: number,
  ratedWatts: number,
  /** The draw at which the card protects itself. */
  criticalWatts: number,
  graphicsVolts: number,
};

/** An Intel card with who it is and nothing measured. */
export function intelCard(device: DrmDevice): IntelCard {
  const integrated = integratedByPlace(device.pciAddress);
  return {
    ...unknownIntel,
    ...drmIdentity(device),
    model: intelProduct(device.deviceId),
    integrated,
    memoryKind: intelMemoryKind(integrated),
  };
}

/** What the measurements of an Intel card can be. */
export const intelBounds: Bounds<IntelCard> = {
  ...drmBounds,
  watts: drawn('power_watts', ({ limitWatts, ratedWatts, criticalWatts }) => [
    ...[limitWatts, ratedWatts, criticalWatts],
  ]),
  mediaPercent: percent('media_percent'),
  requestedMhz: chipClock('clock_requested_mhz'),
  maxMhz: chipClock('clock_max_mhz'),
  ratedWatts: powerLimit('power_rated_watts'),
  criticalWatts: powerLimit('power_critical_watts'),
  graphicsVolts: chipVolts('graphics_voltage_volts'),
};

/** An integrated GPU has no memory but the system's. */
export function intelMemoryKind(integrated: boolean | null): GpuCard['memoryKind'] {
  if (integrated === null) return null;
  return integrated ? 'unified' : 'dedicated';
}

/**
 * Processors have their GPU at device 2 of the first bus, and cards of their own sit behind a bridge. Null where
 * the place does not tell: a virtual machine may show a card anywhere on the first bus.
 */
function integratedByPlace(pciAddress: string | null): boolean | null {
  if (pciAddress === null) return null;
  if (pciAddress.startsWith('0000:00:02.')) return true;
  return pciAddress.startsWith('0000:00:') ? null : false;
}

/** The product with this id (four hexadecimal digits), else `Intel GPU (8086:56a5)`; null without an id. */
export function intelProduct(deviceId: string | null): string | null {
  if (deviceId === null) return null;
  return products[deviceId] ?? `Intel GPU (8086:${deviceId})`;
}
