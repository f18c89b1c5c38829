import type { Host } from '../../../host/host.js';
import { pciAttribute, pciCards, pciDriver } from '../drm/pci-cards.js';

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
 * kernel shows no devices.
 */
export function nvidiaPower(host: Host): () => Promise<NvidiaPower> {
  const onBus = pciCards(host, nvidiaVendor);
  return async () => {
    const power: NvidiaPower = { asleep: [], awake: [], undriven: [] };
    for (const address of await onBus()) {
      const driver = await pciDriver(host, address);
      if (driver === null || driver === 'unknown') power.undriven.push(address);
      // What nobody runs cannot sleep; what another driver runs (vfio-pci, nouveau) is none of this backend's.
      if (driver !== 'unknown' && driver?.name.startsWith('nvidia') !== true) continue;
      const status = await pciAttribute(host, address, 'power/runtime_status');
      power[status?.startsWith('suspend') === true ? 'asleep' : 'awake'].push(address);
    }
    return power;
  };
}
