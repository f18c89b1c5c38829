import { asFailure, Failure, stateOf, parsedOrNull } from '../../../failures.js';
import type { Host } from '../../../host/host.js';
import { parsePciUevent } from '../../../parsers/pci/uevent.js';
import { parseSysfsText } from '../../../parsers/sysfs-number.js';
import { isMeasured, maybe, text, type CardState, type GpuBackendReading, type GpuCard } from '../card.js';
import { cardFiles, type CardFiles } from './files.js';
import { knownCards, type KnownCards } from './known-cards.js';
import { knownDevices } from './known-devices.js';

/** Who a card of /sys/class/drm is; ids are four lower-case hexadecimal digits, null where not told. */
export interface DrmDevice {
  /** `card0` */
  name: string;
  /** `0000:03:00.0`, or `fb000000.gpu` for one that is not on a PCI bus. */
  device: string | null;
  pciAddress: string | null;
  vendorId: string | null;
  deviceId: string | null;
  revision: string | null;
  kernelDriver: string | null;
}

/** What is known of a card of /sys/class/drm beside what every card has. */
export type DrmCard = GpuCard & typeof unknownDrm;

export interface DrmEngine {
  name: string;
  percent: number | null;
}

/** The fields of `DrmCard` for a card of which nothing is known. */
export const unknownDrm = {
  kernelDriver: text,
  /** `1002:744c` */
  pciId: text,
  /** How busy each engine was, in percent; null when not told or when not every program can be seen. */
  engines: maybe<DrmEngine[]>(null),
};

/** One maker's cards and how they are read. */
export interface DrmKind<C extends DrmCard> {
  isMine: (device: DrmDevice) => boolean;
  /** The card with who it is and nothing measured. */
  describe: (device: DrmDevice) => C;
  /** Asks the card itself; throws a Failure `timeout` when one of its files does not answer. */
  measure: (card: C, files: CardFiles, device: DrmDevice) => Promise<Partial<C>>;
  /** Whether its driver has nothing to measure a card by: then nothing that is known is nothing wrong. */
  measuresNothing?: (files: CardFiles) => boolean;
  /** Whether the card itself has told something; where it is left out, whether anything is measured. */
  isRead?: (card: C) => boolean;
}

const cardDeadline = 1000;

/**
 * How many cards are read at a time. A read of a hung card holds one of libuv's four threads for good, so the
 * files of a card are read one after another, and whoever read a card that hangs reads no further one: at most
 * three threads can be lost to a maker's cards, however many of them hang.
 */
const lanes = 3;

/**
 * Reads every card of /sys/class/drm of one kind. It remembers which file a hung card was last asked for and asks
 * that one first: while the read still waits, the host answers at once, without another thread. A card that has
 * answered and does no more, or has left the bus, stays in the list as `lost` until it answers again. The cards come in
 * the order of their bus addresses, each that cannot be read with the reason.
 */
export function drmCardsReader<C extends DrmCard>(host: Host, kind: DrmKind<C>): () => Promise<C[]> {
  const stuck = new Map<string, string>();
  const seen = knownCards<C>(host);
  const known = knownDevices<DrmDevice>();
  const asleep = new Set<string>();
  return async () => {
    const names = host.sys.requiredList('class/drm').filter((name) => /^card\d+$/.test(name));
    const found = await Promise.all(names.map((name) => identified(host, name)));
    const devices = found.map(({ device, left }) => ({ device: known(device), left }));
    const waiting = devices.filter(({ device }) => kind.isMine(device));
    const read: C[] = [];
    const lane = async () => {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
        read.push(await readCard(host, kind, one, { stuck, seen, asleep }));
        if (stuck.has(one.device.name)) return;
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    const unread = waiting.map(({ device }) =>
      brokenCard(seen.withKnown(kind.describe(device)), 'timeout', notRead),
    );
    const listed = [...read, ...unread];
    const lost = seen.missing(listed).map((card) => brokenCard(card, 'lost', null));
    return [...listed, ...lost].sort(byAddress);
  };
}

const notRead = new Failure('timeout', 'cards that hang left no time to read this one');

async function readCard<C extends DrmCard>(
  host: Host,
  kind: DrmKind<C>,
  { device, left }: Identified,
  { stuck, seen, asleep }: { stuck: Map<string, string>; seen: KnownCards<C>; asleep: Set<string> },
): Promise<C> {
  const card = seen.withKnown(kind.describe(device));
  const files = cardFiles(host, `class/drm/${device.name}`, left);
  try {
    const waitedFor = stuck.get(device.name);
    if (waitedFor !== undefined) await files.raw(waitedFor);
    stuck.delete(device.name);
    // Any other file would wake a suspended card, or fail.
    if (await isAsleep(files, asleep.has(device.name))) {
      asleep.add(device.name);
      return { ...card, state: 'asleep' };
    }
    asleep.delete(device.name);
    const read: C = { ...card, ...(await kind.measure(card, files, device)) };
    if (kind.isRead?.(read) ?? isMeasured(read)) {
      seen.remember(kind.describe(device), read);
      return read;
    }
    if (!seen.has(card) && kind.measuresNothing?.(files) === true) return read;
    const refusal = files.refusal();
    // Files of a card that has fallen off the bus are as if they were not there (ENODEV).
    if (refusal === null) return brokenCard(card, seen.has(card) ? 'lost' : 'failed', null);
    return brokenCard(card, stateOf(refusal, ['no_permission']), refusal);
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (failure.code === 'timeout') stuck.set(device.name, files.last());
    return brokenCard(card, stateOf(failure, ['timeout']), failure);
  }
}

/** Where it cannot be told now it is as it was: the kernel has a state of every device whose power it manages. */
async function isAsleep(files: CardFiles, before: boolean): Promise<boolean> {
  const runtime = await files.text('device/power/runtime_status');
  if (runtime !== null) return runtime.startsWith('suspend');
  const isUntold = files.refusal() !== null || files.list('device/power').includes('runtime_status');
  return isUntold && before;
}

/** A card that cannot be read, with why and what can be done. */
function brokenCard<C extends DrmCard>(card: C, state: CardState, failure: Failure | null): C {
  const reason = failure?.message ?? reasonOf(card, state);
  return { ...card, state, reason, remedy: remedyOf(state, card.kernelDriver) };
}

interface Identified {
  device: DrmDevice;
  /** What is left of the card's time, in ms. */
  left: number;
}

/**
 * Who a card is, from the links of /sys and from files of the kernel's own memory: these neither wake a card nor
 * wait for it. Where they are refused the links alone tell.
 */
async function identified(host: Host, name: string): Promise<Identified> {
  const end = host.clock.monotonic() + cardDeadline;
  const linked = linkedDevice(host, name);
  const files = cardFiles(host, `class/drm/${name}/device`, cardDeadline);
  const hexadecimal = async (path: string) =>
    (await files.text(path))?.replace(/^0x/, '').toLowerCase() ?? null;
  try {
    const vendor = await hexadecimal('vendor');
    const uevent = parsePciUevent(await files.raw('uevent'));
    const device = {
      ...linked,
      pciAddress: linked.pciAddress ?? uevent.slot,
      device: linked.device ?? uevent.slot,
      vendorId: vendor ?? uevent.vendorId,
      deviceId: uevent.deviceId ?? (await hexadecimal('device')),
      revision: await hexadecimal('revision'),
      kernelDriver: linked.kernelDriver ?? uevent.driver,
    };
    return { device, left: end - host.clock.monotonic() };
  } catch (thrown) {
    if (asFailure(thrown).code !== 'timeout') throw thrown;
    return { device: linked, left: 0 };
  }
}

function linkedDevice(host: Host, name: string): DrmDevice {
  // Where a link cannot be read, the files beside it tell the same, or why they may not be read.
  const link = (path: string) => host.sys.linkName(`class/drm/${name}/${path}`);
  const device = link('device');
  const pciAddress = /^[\da-f]{4,8}:[\da-f]{2}:[\da-f]{2}\.[0-7]$/.exec(device ?? '')?.[0] ?? null;
  const unknown = { vendorId: null, deviceId: null, revision: null };
  return { name, device, pciAddress, ...unknown, kernelDriver: link('device/driver') };
}

/** What every description of a card begins with. */
export function drmIdentity({ name, device, pciAddress, vendorId, deviceId, kernelDriver }: DrmDevice) {
  const pciId = vendorId === null || deviceId === null ? null : `${vendorId}:${deviceId}`;
  return { id: pciAddress ?? device ?? name, name, pciAddress, pciId, kernelDriver };
}

/** The reading of a backend whose cards come from sysfs; `maker` is how messages name it. */
export async function drmBackendReading<C extends DrmCard>(
  host: Host,
  maker: string,
  cards: readonly C[],
): Promise<GpuBackendReading<C>> {
  const [first] = cards;
  if (first === undefined) {
    const reason = `/sys/class/drm lists no ${maker} card`;
    return { state: 'absent', source: null, reason, remedy: null, driverVersion: null, cards: [] };
  }
  const driverVersion = await moduleVersion(host, first.kernelDriver);
  const versioned = cards.map((card) => ({ ...card, driverVersion }));
  const reading = { source: 'sysfs', driverVersion, cards: versioned };
  const { state } = cards.find((card) => card.state === 'ok' || card.state === 'asleep') ?? first;
  if (state === 'ok' || state === 'asleep') return { ...reading, state: 'ok', reason: null, remedy: null };
  return { ...reading, state, reason: first.reason, remedy: first.remedy };
}

function reasonOf({ id, name }: DrmCard, state: CardState): string {
  if (state === 'lost') return `the card ${id} has answered before and does no more: it has left the bus`;
  return `the files of ${name ?? id} in sysfs tell nothing about it`;
}

function remedyOf(state: CardState, driver: string | null): string | null {
  if (state === 'no_permission') return 'Run the service as a user who may read /sys/class/drm/card*/device.';
  if (state !== 'timeout' && state !== 'lost') return null;
  return `Look for ${driver ?? 'the driver'} in the kernel's log (dmesg); a ${state === 'lost' ? 'lost' : 'hung'} card comes back with a restart.`;
}

/** Only drivers that do not come with the kernel have a version of their own; null when it cannot be read, too. */
async function moduleVersion(host: Host, driver: string | null): Promise<string | null> {
  if (driver === null) return null;
  return parseSysfsText(parsedOrNull(await host.sys.deviceText(`module/${driver}/version`, 1000)));
}

function byAddress(a: DrmCard, b: DrmCard): number {
  // Addresses are hexadecimal: as numbers in a text, bus 0c would stand before bus 03.
  if (a.pciAddress !== null && b.pciAddress !== null) return a.pciAddress < b.pciAddress ? -1 : 1;
  const key = (card: DrmCard) => card.pciAddress ?? card.name ?? '';
  return key(a).localeCompare(key(b), 'en', { numeric: true });
}
