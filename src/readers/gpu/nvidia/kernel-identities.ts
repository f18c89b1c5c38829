import { parsedOrNull } from '../../../failures.js';
import type { Host } from '../../../host/host.js';
import { parseNvidiaProcInformation } from '../../../parsers/nvidia/proc-information.js';
import type { NvidiaCard } from './card.js';

const deadline = 200;

/**
 * Cards that did not tell who they are, with the UUID and model that the kernel module knows of them: one that is lost
 * before it was ever read well is known all the same. What was found once is kept.
 */
export function kernelIdentities(host: Host): (cards: readonly NvidiaCard[]) => Promise<NvidiaCard[]> {
  const found = new Map<string, { uuid: string; model: string | null }>();

  const lookUp = async (address: string) => {
    const file = `driver/nvidia/gpus/${address}/information`;
    const text = parsedOrNull(await host.proc.deviceText(file, deadline));
    const { uuid, model } = parseNvidiaProcInformation(text ?? '');
    if (uuid !== null) found.set(address, { uuid, model });
    return found.get(address);
  };
  const identified = async (card: NvidiaCard): Promise<NvidiaCard> => {
    const { id, pciAddress } = card;
    // A card that sleeps is not asked for, by whatever way.
    if (pciAddress === null || id !== pciAddress || card.state === 'asleep') return card;
    const known = found.get(pciAddress) ?? (await lookUp(pciAddress));
    if (known === undefined) return card;
    return { ...card, id: known.uuid, name: card.name ?? known.model, model: card.model ?? known.model };
  };
  return (cards) => Promise.all(cards.map(identified));
}
