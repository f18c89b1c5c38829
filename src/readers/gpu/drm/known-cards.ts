import type { Host } from '../../../host/host.js';
import type { GpuCard } from '../card.js';
import { pciDevices } from './pci-cards.js';

/** The cards that answered once, so that one which is lost is still known. */
export interface KnownCards<C extends GpuCard> {
  /** Keeps who a card is that has answered. */
  remember: (card: C) => void;
  has: (card: C) => boolean;
  /**
   * Those that are not among `listed` any more. One whose device is still on the PCI bus was taken from
   * its driver by somebody, as for a virtual machine: it is forgotten.
   */
  missing: (listed: readonly C[]) => C[];
}

/** Nothing is remembered beyond the life of the reader. */
export function knownCards<C extends GpuCard>(host: Host): KnownCards<C> {
  const seen = new Map<string, C>();
  const isOnBus = ({ pciAddress }: C) =>
    pciAddress === null || host.sys.list(pciDevices).includes(pciAddress);
  return {
    remember: (card) => seen.set(card.id, card),
    has: ({ id }) => seen.has(id),
    missing: (listed) => {
      const there = new Set(listed.map(({ id }) => id));
      const gone = [...seen.values()].filter(({ id }) => !there.has(id));
      for (const card of gone.filter(isOnBus)) seen.delete(card.id);
      return gone.filter(({ id }) => seen.has(id));
    },
  };
}
