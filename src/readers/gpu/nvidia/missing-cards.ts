import type { Host } from '../../../host/host.js';
import type { GpuBackendReading } from '../card.js';
import { pciDevices } from '../drm/pci-cards.js';
import {
  bareNvidiaCard,
  lostNvidiaCard,
  type Because,
  type NvidiaCard,
  type NvidiaIdentity,
} from './card.js';
import { cardState, slowRemedy } from './diagnosis.js';

/** A card as it was in the reading before. */
export interface SeenCard extends NvidiaIdentity {
  /** Why it was lost; null when it was not. */
  lost: Because | null;
}

/** What one way of asking gave. */
export interface NvidiaLook {
  reading: GpuBackendReading<NvidiaCard>;
  /** False where a card that is not in it may only not have had its turn. */
  isWhole: boolean;
}

/**
 * The cards of a reading, and those that were there before and are not in it. While the whole backend is in trouble
 * they are in a state that goes with it; where it answers for others they have left the bus or are withheld. One that
 * was lost stays lost, also where the driver leaves it out after a new start. Where there is no card any more none is
 * kept, nor one that was taken from its driver.
 */
export function withMissingCards(
  host: Host,
  { reading, isWhole }: NvidiaLook,
  seen: readonly SeenCard[],
  sleeping: readonly NvidiaCard[],
): NvidiaCard[] {
  const { state, cards } = reading;
  if (state === 'absent') return cards;
  const named = cards.map((card) => {
    const known = card.state === 'ok' ? undefined : seen.find((one) => isSameCard(card, one));
    return known === undefined ? card : { ...card, ...identityOf(known), model: known.name };
  });
  const parsed = [...named, ...sleeping];
  const unlisted = seen.filter((known) => parsed.every((card) => !isSameCard(card, known)));
  const shown = unlisted.map((known) => {
    if (state !== 'ok') return faulty(known, reading);
    return isWhole ? missing(host, known) : late(known);
  });
  return [...named, ...shown.filter((card) => card !== null)];
}

/** Whether these are one card. */
export function isSameCard(one: NvidiaIdentity, other: NvidiaIdentity): boolean {
  return one.id === other.id || (one.pciAddress !== null && one.pciAddress === other.pciAddress);
}

/**
 * Who every card is that has told it or where it sits, as it is now where it answers, else as it was. A UUID that a card
 * tells is kept whatever else it refuses: a lost one may tell it once and not again.
 */
export function remembered(before: readonly SeenCard[], cards: readonly NvidiaCard[]): SeenCard[] {
  return cards.flatMap((card): SeenCard[] => {
    const known = card.state === 'ok' ? undefined : before.find((one) => one.id === card.id);
    const { reason, remedy } = card;
    const lost = card.state === 'lost' ? { reason, remedy } : card.state === 'ok' ? null : known?.lost;
    const isKnown = card.state === 'ok' || card.id.startsWith('GPU-') || card.pciAddress !== null;
    if (known === undefined && !isKnown) return [];
    return [{ ...identityOf(known ?? card), lost: lost ?? null }];
  });
}

function identityOf({ id, name, pciAddress, driverIndex }: NvidiaIdentity): NvidiaIdentity {
  return { id, name, pciAddress, driverIndex };
}

function faulty(known: SeenCard, { state, reason, remedy }: GpuBackendReading<NvidiaCard>): NvidiaCard {
  return stillLost(known) ?? bareNvidiaCard(known, cardState(state), { reason, remedy });
}

function late(known: SeenCard): NvidiaCard {
  const reason = 'nvidia-smi has not come to this card for ten seconds: others before it answer slowly';
  return stillLost(known) ?? bareNvidiaCard(known, 'timeout', { reason, remedy: slowRemedy });
}

function stillLost(known: SeenCard): NvidiaCard | null {
  return known.lost === null ? null : bareNvidiaCard(known, 'lost', known.lost);
}

/** Null for a card that was taken from its driver, and where the kernel shows no devices. */
function missing(host: Host, known: SeenCard): NvidiaCard | null {
  const onBus = host.platform === 'linux' ? host.sys.list(pciDevices) : [];
  if (known.pciAddress === null || onBus.length === 0) return null;
  if (!onBus.includes(known.pciAddress)) return stillLost(known) ?? lostNvidiaCard(known, 'lost');
  if (!host.proc.list('driver/nvidia/gpus').includes(known.pciAddress)) return null;
  return stillLost(known) ?? bareNvidiaCard(known, 'no_permission', withheld);
}

const withheld: Because = {
  reason: 'the driver has this card and no longer shows it to this service',
  remedy: 'Let the user of this service use its device (/dev/nvidia0 …); recreate a container.',
};
