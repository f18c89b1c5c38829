import type { Host } from '../../../host/host.js';
import { amdProduct, unknownAmdCard, type AmdCard } from './card.js';
import { amdValues } from './values.js';
import { drmCardsReader, drmIdentity, type DrmDevice } from '../drm/cards.js';

/** Reads every AMD card of /sys/class/drm. */
export function amdSysfsReader(host: Host): () => Promise<AmdCard[]> {
  return drmCardsReader<AmdCard>(host, {
    isMine: isAmd,
    describe: (device) => ({
      ...unknownAmdCard(device.name),
      ...drmIdentity(device),
      model: amdProduct(device.deviceId, device.revision),
    }),
    measure: async (card, files, { deviceId }) => {
      const device = files.below('device');
      // The first question to the card itself, alone: if it hangs, this is what tells.
      await device.raw('gpu_busy_percent');
      const model = (await device.text('product_name')) ?? card.model;
      return { model, ...(await amdValues(device, deviceId)) };
    },
    parsed: (card) => [
      card.usagePercent,
      card.vramTotal,
      card.celsius,
      card.watts,
      card.graphicsMhz,
      card.fanPercent,
    ],
  });
}

/** Whether this is a card of AMD. */
export function isAmd({ vendorId, kernelDriver }: DrmDevice): boolean {
  return vendorId === null ? kernelDriver === 'amdgpu' || kernelDriver === 'radeon' : vendorId === '1002';
}

/** Also what is AMD's and no card of its own: parts of a divided accelerator, and processors for neural networks. */
export function isOfAmd(device: DrmDevice): boolean {
  const isPart = device.device?.startsWith('amdgpu_xcp') === true;
  return isPart || isAmd(device) || device.vendorId === '1002' || device.kernelDriver === 'amdxdna';
}
