import { unknownCard } from '../card.js';
import { drmIdentity, unknownDrm, type DrmCard, type DrmDevice } from '../drm/cards.js';
import { intelNames } from './names.js';

/** What is known of an Intel card beside what every card has; null where not told. */
export interface IntelCard extends DrmCard {
  /** What `usagePercent` is: how long the chip was not in its idle state, or how busy its busiest engine was. */
  usageSource: 'idle residency' | 'engines' | null;
  /** How long the media part was not in its idle state, where it has an idle state of its own. */
  mediaPercent: number | null;
  /** The clock the driver asked for; `graphicsMhz` is what it got. */
  requestedMhz: number | null;
  maxMhz: number | null;
  /** What `watts` and `joules` are of: `card`, or `pkg` for the chip with its memory; null where not told. */
  powerSensor: string | null;
  ratedWatts: number | null;
  /** The draw at which the card protects itself. */
  criticalWatts: number | null;
  graphicsVolts: number | null;
}

/** An Intel card with who it is and nothing measured. */
export function intelCard(device: DrmDevice): IntelCard {
  const integrated = integratedByPlace(device.pciAddress);
  return {
    ...unknownCard(device.name),
    ...unknownDrm,
    ...drmIdentity(device),
    model: intelProduct(device.deviceId),
    integrated,
    memoryKind: intelMemoryKind(integrated),
    usageSource: null,
    mediaPercent: null,
    requestedMhz: null,
    maxMhz: null,
    powerSensor: null,
    ratedWatts: null,
    criticalWatts: null,
    graphicsVolts: null,
  };
}

/** An integrated GPU has no memory but the system's. */
export function intelMemoryKind(integrated: boolean | null): IntelCard['memoryKind'] {
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
  return intelNames[deviceId] ?? `Intel GPU (8086:${deviceId})`;
}
