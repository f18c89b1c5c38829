import { parsedOrNull } from '../../../failures.js';
import type { Host } from '../../../host/host.js';

/** Addresses of NVIDIA's cards by whether the kernel has put them to sleep. */
export interface NvidiaPower {
  asleep: string[];
  awake: string[];
}

const devices = 'bus/pci/devices';
const deadline = 200;
const nvidia = '0x10de';
const displayController = '0x03';

/**
 * Tells which cards sleep (`power/runtime_status` of the PCI device) without waking them; empty lists where the
 * kernel shows no devices. What a device is, is read once.
 */
export function nvidiaPower(host: Host): () => Promise<NvidiaPower> {
  const { sys } = host;
  const attribute = (address: string, name: string) =>
    // A device whose attributes cannot be read is one of which nothing is known.
    sys
      .deviceText(`${devices}/${address}/${name}`, deadline)
      .then((text) => parsedOrNull(text)?.trim() ?? null);
  const isCard = async (address: string) =>
    (await attribute(address, 'vendor')) === nvidia &&
    ((await attribute(address, 'class')) ?? '').startsWith(displayController);
  let known = new Map<string, boolean>();

  return async () => {
    const addresses = host.platform === 'linux' ? sys.list(devices) : [];
    const entries = addresses.map(async (address): Promise<[string, boolean]> => {
      return [address, known.get(address) ?? (await isCard(address))];
    });
    known = new Map(await Promise.all(entries));
    const power: NvidiaPower = { asleep: [], awake: [] };
    for (const address of addresses.filter((one) => known.get(one))) {
      const status = await attribute(address, 'power/runtime_status');
      power[status?.startsWith('suspend') === true ? 'asleep' : 'awake'].push(address);
    }
    return power;
  };
}
