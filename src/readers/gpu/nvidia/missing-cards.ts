import type { Host } from '../../../host/host.js';
import type { GpuBackendReading } from '../card.js';
import { pciDevices } from '../drm/pci-cards.js';
import { bareNvidiaCard, lostNvidiaCard, type NvidiaCard, type NvidiaIdentity } from './card.js';
import { cardState } from './diagnosis.js';

/**
 * The cards of a reading, and those that answered before and are not in it. While the whole backend is in trouble
 * they are in a state that goes with it; where it answers for others they have left the bus or are withheld. Where
 * there is no card any more none is kept, nor one that was taken from its driver.
 */
export function withMissingCards(
  host: Host,
  reading: GpuBackendReading<NvidiaCard>,
  seen: readonly NvidiaIdentity[],
  sleeping: readonly NvidiaCard[],
): NvidiaCard[] {
  const { state, cards } = reading;
  if (state === 'absent') return cards;
  const named = cards.map((card) => {
    const known = card.state === 'ok' ? undefined : seen.find((one) => isSameCard(card, one));
    return known === undefined ? card : { ...card, ...known, model: known.name };
  });
  const parsed = [...named, ...sleeping];
  const unlisted = seen.filter((known) => parsed.every((card) => !isSameCard(card, known)));
  const shown = unlisted.map((known) => (state === 'ok' ? missing(host, known) : faulty(known, reading)));
  return [...named, ...shown.filter((card) => card !== null)];
}

/** Whether these are one card. */
export function isSameCard(one: NvidiaIdentity, other: NvidiaIdentity): boolean {
  return one.id === other.id || (one.pciAddress !== null && one.pciAddress === other.pciAddress);
}

function faulty(known: NvidiaIdentity, { state, reason, remedy }: GpuBackendReading<NvidiaCard>) {
  return bareNvidiaCard(known, cardState(state), { reason, remedy });
}

/** Null for a card that was taken from its driver, and where the kernel shows no devices. */
function missing(host: Host, known: NvidiaIdentity): NvidiaCard | null {
  const onBus = host.platform === 'linux' ? host.sys.list(pciDevices) : [];
  if (known.pciAddress === null || onBus.length === 0) return null;
  if (!onBus.includes(known.pciAddress)) return lostNvidiaCard(known, 'lost');
  if (!host.proc.list('driver/nvidia/gpus').includes(known.pciAddress)) return null;
  return {
    ...bareNvidiaCard(known, 'no_permission'),
    reason: 'the driver has this card and no longer shows it to this service',
    remedy: 'Let the user of this service use its device (/dev/nvidia0 …); recreate a container.',
  };
}
