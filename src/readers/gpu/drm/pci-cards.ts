import { asFailure, Failure } from '../../../failures.js';
import type { DeviceAnswer, Host } from '../../../host/host.js';
import { parsePciUevent } from '../../../parsers/pci/uevent.js';

/** Where the kernel lists what is on the PCI bus, by address. */
export const pciDevices = 'bus/pci/devices';

const deadline = 200;
const displayController = '0x03';

/** An attribute of a PCI device; null when it has none of that name. */
export async function pciAttribute(
  { sys }: Host,
  address: string,
  name: string,
): Promise<DeviceAnswer<string>> {
  const text = await sys.deviceText(`${pciDevices}/${address}/${name}`, deadline);
  return text instanceof Failure ? text : (text?.trim() ?? null);
}

/**
 * Gives the addresses of one maker's cards on the PCI bus (`vendor` as `0x10de`), whatever driver runs them, without
 * waking any; none where there is no such bus, a Failure where it cannot be listed. What a device is, is read once.
 */
export function pciCards(host: Host, vendor: string): () => Promise<string[] | Failure> {
  /** Null where it cannot be told now. */
  const isCard = async (address: string): Promise<boolean | null> => {
    const maker = await pciAttribute(host, address, 'vendor');
    if (maker instanceof Failure) return null;
    if (maker !== vendor) return false;
    const kind = await pciAttribute(host, address, 'class');
    return kind instanceof Failure ? null : kind?.startsWith(displayController) === true;
  };
  let known = new Map<string, boolean | null>();
  return async () => {
    const addresses = host.platform === 'linux' ? host.sys.listAnswer(pciDevices) : [];
    if (addresses instanceof Failure) return addresses;
    const entries = addresses.map(async (address): Promise<[string, boolean | null]> => {
      return [address, known.get(address) ?? (await isCard(address))];
    });
    known = new Map(await Promise.all(entries));
    return addresses.filter((address) => known.get(address) === true);
  };
}

/** What runs a PCI device: the kernel's driver by its name, nobody, or `untold` where nothing says so. */
export type PciDriver = { name: string } | 'nobody' | 'untold';

/** What runs a PCI device; a Failure where that cannot be read. */
export async function pciDriver(host: Host, address: string): Promise<PciDriver | Failure> {
  const linked = host.sys.linkAnswer(`${pciDevices}/${address}/driver`);
  if (typeof linked === 'string') return { name: linked.split('/').at(-1) ?? linked };
  const uevent = await pciAttribute(host, address, 'uevent');
  if (linked instanceof Failure || uevent instanceof Failure) return asFailure(linked ?? uevent);
  if (uevent === null) return 'untold';
  const { driver } = parsePciUevent(uevent);
  return driver === null ? 'nobody' : { name: driver };
}
