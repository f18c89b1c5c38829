import { Failure } from '../../../failures.js';
import type { Host } from '../../../host/host.js';
import { pciAttribute, pciCards, pciDevices, pciDriver, type PciDriver } from '../drm/pci-cards.js';

/** Addresses of NVIDIA's cards by whether the kernel has put them to sleep. */
export interface NvidiaPower {
  asleep: string[];
  awake: string[];
  /** Those that no driver runs, as far as is known. */
  undriven: string[];
}

/** What NVIDIA's devices say they are of. */
export const nvidiaVendor = '0x10de';

/**
 * Tells which cards sleep (`power/runtime_status` of the PCI device) without waking them; empty lists where the
 * kernel shows no devices. What cannot be told is as it was: whoever asks a card that sleeps wakes it.
 */
export function nvidiaPower(host: Host): () => Promise<NvidiaPower> {
  const onBus = pciCards(host, nvidiaVendor);
  let power: NvidiaPower = { asleep: [], awake: [], undriven: [] };

  return async () => {
    const addresses = await onBus();
    if (addresses instanceof Failure) return power;
    const before = power;
    power = { asleep: [], awake: [], undriven: [] };
    for (const address of addresses) {
      const driver = await pciDriver(host, address);
      if (driver === 'nobody' || driver === 'untold') power.undriven.push(address);
      if (isOfOthers(driver)) continue;
      const state = await stateOf(host, address);
      const sleeps = state === null ? before.asleep.includes(address) : state.startsWith('suspend');
      power[sleeps ? 'asleep' : 'awake'].push(address);
    }
    return power;
  };
}

/** The state of a device's power, `active` where the kernel manages none; null where it has one that is not told now. */
async function stateOf(host: Host, address: string): Promise<string | null> {
  const status = await pciAttribute(host, address, 'power/runtime_status');
  if (status instanceof Failure) return null;
  if (status !== null) return status;
  const isThere = host.sys.list(`${pciDevices}/${address}/power`).includes('runtime_status');
  return isThere ? null : 'active';
}

/** What nobody runs cannot sleep; what another driver runs (vfio-pci, nouveau) is none of this backend's. */
function isOfOthers(driver: PciDriver | Failure): boolean {
  if (driver === 'untold' || driver instanceof Failure) return false;
  return driver === 'nobody' || !driver.name.startsWith('nvidia');
}
