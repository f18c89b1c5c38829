import type { Host } from '../../../host/host.js';
import { parsePcieSpeed, parsePcieWidth } from '../../../parsers/pci/link.js';
import { cardFiles } from './files.js';

const deadline = 500;

/** A PCI Express link as it runs now; null where not told. */
export interface PcieLink {
  pcieGeneration: number | null;
  pcieWidth: number | null;
}

/** A link of which nothing is known. */
export const unknownLink: PcieLink = { pcieGeneration: null, pcieWidth: null };

const pciAddress = /^[\da-f]{4,8}:[\da-f]{2}:[\da-f]{2}\.[0-7]$/;

/**
 * The link to the slot of a card that has a PCIe switch of its own, made by `maker` (`0x8086`): the chip's own link
 * ends at that switch, and its speed and width say nothing of the slot. `direct` where the chip is seen without such a
 * switch, as in a virtual machine, which is shown the chip alone; null where it is not told what is before the chip.
 */
export async function slotLink(host: Host, card: string, maker: string): Promise<PcieLink | 'direct' | null> {
  const target = host.sys.linkTarget(`class/drm/${card}`) ?? '';
  const path = /(devices\/.+)\/drm\/[^/]+$/.exec(target)?.[1]?.split('/') ?? [];
  const places = path.filter((name) => pciAddress.test(name));
  if (places.length === 0) return null;
  // The root port, the switch's end towards the slot, its end towards the chip, the chip.
  if (places.length < 4) return 'direct';
  const files = cardFiles(host, path.slice(0, -2).join('/'), deadline);
  if ((await files.text('vendor')) !== maker) return 'direct';
  return {
    pcieGeneration: parsePcieSpeed(await files.raw('current_link_speed')),
    pcieWidth: parsePcieWidth(await files.raw('current_link_width')),
  };
}
