import type { Host } from '../../../host/host.js';
import { amdProduct, unknownAmdCard, type AmdCard } from './card.js';
import { amdGeneration, hasOwnSwitch, type AmdGeneration } from './generation.js';
import { amdValues } from './values.js';
import { drmCardsReader, drmIdentity, type DrmDevice } from '../drm/cards.js';
import { slotLink, unknownLink, type PcieLink } from '../drm/link.js';

/** Reads every AMD card of /sys/class/drm. */
export function amdSysfsReader(host: Host): () => Promise<AmdCard[]> {
  return drmCardsReader<AmdCard>(host, {
    isMine: isAmd,
    describe: describeAmd,
    measure: async (card, files, { name, deviceId }) => {
      const device = files.below('device');
      // The first question to the card itself, alone: if it hangs, this is what tells.
      await device.raw('gpu_busy_percent');
      const model = (await device.text('product_name')) ?? card.model;
      const generation = await amdGeneration(device, deviceId);
      const values = await amdValues(device, deviceId, generation);
      const isOwn = values.integrated === false;
      return { model, ...values, ...(isOwn ? await cardLink(host, name, generation) : {}) };
    },
  });
}

/** An AMD card with who it is and nothing measured. */
export function describeAmd(device: DrmDevice): AmdCard {
  const model = amdProduct(device.deviceId, device.revision);
  return { ...unknownAmdCard(device.name), ...drmIdentity(device), model };
}

/** The link to the slot, where the chip ends at a switch of its card; the chip's own link says nothing of that. */
async function cardLink(host: Host, name: string, generation: AmdGeneration): Promise<Partial<PcieLink>> {
  const link = await slotLink(host, name, '0x1002');
  if (link !== null && link !== 'direct') return link;
  return link === 'direct' && hasOwnSwitch(generation) ? unknownLink : {};
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
