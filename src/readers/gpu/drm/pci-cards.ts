import { parsedOrNull } from '../../../failures.js';
import type { Host } from '../../../host/host.js';
import { parsePciUevent } from '../../../parsers/pci/uevent.js';

/** Where the kernel lists what is on the PCI bus, by address. */
export const pciDevices = 'bus/pci/devices';

const deadline = 200;
const displayController = '0x03';

/** An attribute of a PCI device; null when it cannot be read: then nothing is known of it. */
export async function pciAttribute({ sys }: Host, address: string, name: string): Promise<string | null> {
  return parsedOrNull(await sys.deviceText(`${pciDevices}/${address}/${name}`, deadline))?.trim() ?? null;
}

/**
 * Gives the addresses of one maker's cards on the PCI bus (`vendor` as `0x10de`), whatever driver runs them, without
 * waking any; none where the kernel shows no devices. What a device is, is read once.
 */
export function pciCards(host: Host, vendor: string): () => Promise<string[]> {
  const isCard = async (address: string) => {
    const maker = await pciAttribute(host, address, 'vendor');
    if (maker !== vendor) return maker === null ? null : false;
    return (await pciAttribute(host, address, 'class'))?.startsWith(displayController) ?? null;
  };
  // Null is asked again: a busy machine may be late with a file.
  let known = new Map<string, boolean | null>();
  return async () => {
    const addresses = host.platform === 'linux' ? host.sys.list(pciDevices) : [];
    const entries = addresses.map(async (address): Promise<[string, boolean | null]> => {
      return [address, known.get(address) ?? (await isCard(address))];
    });
    known = new Map(await Promise.all(entries));
    return addresses.filter((address) => known.get(address));
  };
}

/** The kernel's driver of a PCI device; null when none runs it, `unknown` when that is not told. */
export async function pciDriver(host: Host, address: string): Promise<{ name: string } | null | 'unknown'> {
  const linked = host.sys.linkName(`${pciDevices}/${address}/driver`);
  if (linked !== null) return { name: linked };
  const uevent = await pciAttribute(host, address, 'uevent');
  if (uevent === null) return 'unknown';
  const { driver } = parsePciUevent(uevent);
  return driver === null ? null : { name: driver };
}
