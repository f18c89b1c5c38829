import { parsePciAddress } from '../pci/address.js';

/** Who a card is, as the kernel module tells it; null where it does not know. */
export interface NvidiaProcInformation {
  model: string | null;
  uuid: string | null;
  pciAddress: string | null;
}

/**
 * `/proc/driver/nvidia/gpus/<address>/information`: lines of `Name: value`. The module writes question marks for the UUID
 * of a card that it has not started yet.
 */
export function parseNvidiaProcInformation(text: string): NvidiaProcInformation {
  const value = (name: string) =>
    new RegExp(`^${name}:[ \\t]*(\\S.*)$`, 'm').exec(text)?.[1]?.trimEnd() ?? null;
  const model = value('Model');
  return {
    model: model === 'Unknown' ? null : model,
    uuid: /^GPU-[\da-f-]{36}$/i.exec(value('GPU UUID') ?? '')?.[0] ?? null,
    pciAddress: parsePciAddress(value('Bus Location') ?? ''),
  };
}
