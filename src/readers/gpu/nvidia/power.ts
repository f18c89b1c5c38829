import { Failure } from '../../../failures.js';
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
 * kernel shows no devices. What a device is, is read once; what cannot be read is as it was.
 */
export function nvidiaPower(host: Host): () => Promise<NvidiaPower> {
  const { sys } = host;
  const attribute = async (address: string, name: string) => {
    const text = await sys.deviceText(`${devices}/${address}/${name}`, deadline);
    return text instanceof Failure ? text : (text?.trim() ?? null);
  };
  /** Null where it cannot be told now. */
  const isCard = async (address: string): Promise<boolean | null> => {
    const [vendor, kind] = [await attribute(address, 'vendor'), await attribute(address, 'class')];
    if (vendor instanceof Failure || kind instanceof Failure) return null;
    return vendor === nvidia && kind?.startsWith(displayController) === true;
  };
  let known = new Map<string, boolean | null>();
  let power: NvidiaPower = { asleep: [], awake: [] };

  return async () => {
    const addresses = host.platform === 'linux' ? sys.listAnswer(devices) : [];
    // Whoever asks a card that sleeps wakes it: what cannot be told is as it was.
    if (addresses instanceof Failure) return power;
    const entries = addresses.map(async (address): Promise<[string, boolean | null]> => {
      return [address, known.get(address) ?? (await isCard(address))];
    });
    known = new Map(await Promise.all(entries));
    const before = power;
    power = { asleep: [], awake: [] };
    for (const address of addresses.filter((one) => known.get(one) === true)) {
      const status = await attribute(address, 'power/runtime_status');
      const sleeps =
        status instanceof Failure ? before.asleep.includes(address) : status?.startsWith('suspend') === true;
      power[sleeps ? 'asleep' : 'awake'].push(address);
    }
    return power;
  };
}
