import type { Host } from '../../../host/host.js';
import type { GpuCard } from '../card.js';
import { pciDevices } from './pci-cards.js';

/** A card of /sys/class/drm, by which it is told from another one in its place. */
type NumberedCard = GpuCard & { pciId: string | null };

/** The cards that answered once, so that one which is lost is still known. */
export interface KnownCards<C extends NumberedCard> {
  /** Keeps who and what a card is that has answered: `described` is how it is seen without being asked. */
  remember: (described: C, read: C) => void;
  has: (card: C) => boolean;
  /** The card with what it has told once of what it is, which stays true while it does not answer. */
  withKnown: (described: C) => C;
  /**
   * Those that are not among `listed` any more. One whose device is still on the PCI bus was taken from
   * its driver by somebody, as for a virtual machine: it is forgotten.
   */
  missing: (listed: readonly C[]) => C[];
}

/** Nothing is remembered beyond the life of the reader. */
export function knownCards<C extends NumberedCard>(host: Host): KnownCards<C> {
  const seen = new Map<string, C>();
  /** Their names that they told themselves; others follow from what they are, which may be known better later. */
  const named = new Map<string, string>();
  const isOnBus = ({ pciAddress }: C) =>
    pciAddress === null || host.sys.list(pciDevices).includes(pciAddress);
  return {
    remember: (described, { model, integrated, memoryKind }) => {
      if (seen.get(described.id)?.pciId !== described.pciId) named.delete(described.id);
      if (model !== null && model !== described.model) named.set(described.id, model);
      seen.set(described.id, { ...described, model, integrated, memoryKind });
    },
    has: ({ id }) => seen.has(id),
    withKnown: (described) => {
      const known = seen.get(described.id);
      // Another card may have been put in its place.
      if (known?.pciId !== described.pciId) return described;
      const { integrated, memoryKind } = known;
      return { ...described, model: named.get(described.id) ?? described.model, integrated, memoryKind };
    },
    missing: (listed) => {
      const there = new Set(listed.map(({ id }) => id));
      const gone = [...seen.values()].filter(({ id }) => !there.has(id));
      for (const card of gone.filter(isOnBus)) seen.delete(card.id);
      return gone.filter(({ id }) => seen.has(id));
    },
  };
}
