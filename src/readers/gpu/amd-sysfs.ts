import { asFailure, type Failure } from '../../failures.js';
import type { Host } from '../../host/host.js';
import { parsePciUevent } from '../../parsers/pci-uevent.js';
import { amdProduct, unknownAmdCard, type AmdCard } from './amd-card.js';
import { cardFiles, type CardFiles } from './amd-files.js';
import { amdValues } from './amd-values.js';

/** What sysfs tells: the cards by bus address, and the first reason why one of them could not be read. */
export interface AmdSysfs {
  cards: AmdCard[];
  failure: Failure | null;
}

const cardDeadline = 1000;

/**
 * How many cards are read at a time. A read of a hung card holds one of libuv's four threads for good, so the
 * files of a card are read one after another, and whoever read a card that hangs reads no further one: at most
 * three threads can be lost, however many cards hang, and one stays for everything else of this service.
 */
const lanes = 3;

/**
 * Reads every AMD card of /sys/class/drm. It remembers which file a hung card was last asked for and asks that
 * one first: while the read still waits, the host answers at once, without another thread.
 */
export function amdSysfsReader(host: Host): () => Promise<AmdSysfs> {
  const stuck = new Map<string, string>();
  return async () => {
    const found: { card: AmdCard; failure: Failure | null }[] = [];
    const waiting = host.sys.list('class/drm').filter((name) => /^card\d+$/.test(name));
    const lane = async () => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        const one = await readCard(host, name, stuck);
        if (one !== null) found.push(one);
        if (stuck.has(name)) return;
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    const unread = waiting.map((name) => linkedCard(host, name)).filter((card) => isAmd(card));
    const cards = [...found.map(({ card }) => card), ...unread.map((card) => inState(card, 'timeout'))];
    return {
      cards: cards.sort(byAddress),
      failure: found.find(({ failure }) => failure !== null)?.failure ?? null,
    };
  };
}

async function readCard(host: Host, name: string, stuck: Map<string, string>) {
  const files = cardFiles(host, `class/drm/${name}/device`, cardDeadline);
  let card = linkedCard(host, name);
  try {
    card = await identified(card, files);
    if (!isAmd(card)) return null;
    const waitedFor = stuck.get(name);
    if (waitedFor !== undefined) await files.raw(waitedFor);
    stuck.delete(name);
    // Any other file would wake a suspended card, or fail.
    const runtime = await files.text('power/runtime_status');
    if (runtime?.startsWith('suspend') === true) return { card: inState(card, 'asleep'), failure: null };
    // The first question to the card itself, alone: if it hangs, this is what tells.
    await files.raw('gpu_busy_percent');
    card = { ...card, model: (await files.text('product_name')) ?? card.model };
    card = { ...card, ...(await amdValues(files)) };
    return judged(card, files.refusal());
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (failure.code === 'timeout') stuck.set(name, files.last());
    return isAmd(card)
      ? { card: inState(card, failure.code === 'timeout' ? 'timeout' : 'failed'), failure }
      : null;
  }
}

/** What the links of /sys tell of a card; reading a link asks no driver. */
function linkedCard(host: Host, name: string): AmdCard {
  const link = (path: string) => {
    try {
      return host.sys.linkName(`class/drm/${name}/${path}`);
    } catch {
      // The files beside it tell the same, or why they may not be read.
      return null;
    }
  };
  const slot = /^[\da-f]{4,8}:[\da-f]{2}:[\da-f]{2}\.[0-7]$/.exec(link('device') ?? '')?.[0] ?? null;
  const card = unknownAmdCard(name);
  return { ...card, id: slot ?? name, pciAddress: slot, kernelDriver: link('device/driver') };
}

/** Adds what the files of the kernel's own memory tell: these neither wake a card nor wait for it. */
async function identified(card: AmdCard, files: CardFiles): Promise<AmdCard> {
  const vendor = await hexadecimal(files, 'vendor');
  if (vendor !== null && vendor !== amdVendor) return { ...card, kernelDriver: null };
  const uevent = parsePciUevent(await files.raw('uevent'));
  const device = uevent.deviceId ?? (await hexadecimal(files, 'device'));
  const revision = await hexadecimal(files, 'revision');
  const pciAddress = card.pciAddress ?? uevent.slot;
  const vendorId = vendor ?? uevent.vendorId;
  return {
    ...card,
    id: pciAddress ?? card.id,
    pciAddress,
    pciId: vendorId === null || device === null ? null : `${vendorId}:${device}`,
    kernelDriver: card.kernelDriver ?? uevent.driver,
    model: amdProduct(device, revision),
  };
}

async function hexadecimal(files: CardFiles, path: string): Promise<string | null> {
  return (await files.text(path))?.replace(/^0x/, '').toLowerCase() ?? null;
}

const amdVendor = '1002';

function isAmd({ pciId, kernelDriver }: AmdCard): boolean {
  if (pciId !== null) return pciId.startsWith(`${amdVendor}:`);
  return kernelDriver === 'amdgpu' || kernelDriver === 'radeon';
}

function judged(card: AmdCard, refusal: Failure | null): { card: AmdCard; failure: Failure | null } {
  const told = [
    card.usagePercent,
    card.vramTotal,
    card.celsius,
    card.watts,
    card.graphicsMhz,
    card.fanPercent,
  ];
  if (told.some((value) => value !== null)) return { card, failure: null };
  const state = refusal?.code === 'no_permission' ? 'no_permission' : 'failed';
  return { card: inState(card, state), failure: refusal };
}

/** The card with who it is and nothing measured. */
function inState(card: AmdCard, state: AmdCard['state']): AmdCard {
  const { id, model, pciAddress, pciId, kernelDriver } = card;
  return { ...unknownAmdCard(card.name ?? id), id, model, pciAddress, pciId, kernelDriver, state };
}

function byAddress(a: AmdCard, b: AmdCard): number {
  const key = (card: AmdCard) => card.pciAddress ?? card.name ?? '';
  return key(a).localeCompare(key(b), 'en', { numeric: true });
}
