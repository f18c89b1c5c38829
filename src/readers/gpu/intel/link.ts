import type { Host } from '../../../host/host.js';
import { parsePcieSpeed, parsePcieWidth } from '../../../parsers/pci/link.js';
import { cardFiles } from '../drm/files.js';

const deadline = 500;

/**
 * The link to the slot of a card that has a PCIe switch of its own, as Intel's have: the chip's own link ends at
 * that switch and always says 2.5 GT/s, one lane. Null where there is no such switch.
 */
export async function slotLink(
  host: Host,
  card: string,
): Promise<{ pcieGeneration: number | null; pcieWidth: number | null } | null> {
  const target = host.sys.linkTarget(`class/drm/${card}`) ?? '';
  const [path, address] =
    /^.*?(devices\/.+\/[\da-f]{4,8}:[\da-f]{2}:[\da-f]{2}\.[0-7])\/drm\//.exec(target) ?? [];
  if (path === undefined || address === undefined) return null;
  const places = address
    .split('/')
    .filter((name) => /^[\da-f]{4,8}:[\da-f]{2}:[\da-f]{2}\.[0-7]$/.test(name));
  // The root port, the switch's end towards the slot, its end towards the chip, the chip.
  if (places.length < 4) return null;
  const files = cardFiles(host, address.split('/').slice(0, -2).join('/'), deadline);
  if ((await files.text('vendor')) !== '0x8086') return null;
  return {
    pcieGeneration: parsePcieSpeed(await files.raw('current_link_speed')),
    pcieWidth: parsePcieWidth(await files.raw('current_link_width')),
  };
}
