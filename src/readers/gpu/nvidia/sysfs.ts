import { parsedOrNull } from '../../../failures.js';
import type { DrmDevice } from '../drm/cards.js';
import type { Host } from '../../../host/host.js';
import { parsePcieSpeed, parsePcieWidth } from '../../../parsers/pci/link.js';
import { parsePciUevent } from '../../../parsers/pci/uevent.js';
import { bareNvidiaCard, type NvidiaCard } from './card.js';

const deadline = 200;

/**
 * What the kernel alone tells of the cards that NVIDIA's driver drives: where they sit and their link. For when the
 * driver cannot be asked; each is `failed` for `reason`.
 */
export async function nvidiaSysfsCards(host: Host, reason: string | null): Promise<NvidiaCard[]> {
  const names = host.sys.list('class/drm').filter((name) => /^card\d+$/.test(name));
  const cards = await Promise.all(names.map((name) => cardAt(host, `class/drm/${name}/device`, reason)));
  return cards.filter((card) => card !== null);
}

async function cardAt(host: Host, device: string, reason: string | null): Promise<NvidiaCard | null> {
  // A file that cannot be read leaves its value unknown: the state says already that something is wrong.
  const text = (name: string) => host.sys.deviceText(`${device}/${name}`, deadline).then(parsedOrNull);
  const { driver, slot } = parsePciUevent(await text('uevent'));
  if (driver !== 'nvidia' || slot === null) return null;
  const identity = { id: slot, name: null, pciAddress: slot, driverIndex: null };
  return {
    ...bareNvidiaCard(identity, 'failed'),
    pcieGeneration: parsePcieSpeed(await text('current_link_speed')),
    pcieWidth: parsePcieWidth(await text('current_link_width')),
    reason,
  };
}

/** Whether this is a card that NVIDIA's own driver may run; its tools know nothing of one that nouveau runs. */
export function isOfNvidia({ vendorId, kernelDriver }: DrmDevice): boolean {
  if (kernelDriver === 'nouveau') return false;
  return vendorId === '10de' || kernelDriver?.startsWith('nvidia') === true;
}
