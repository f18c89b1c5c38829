import { Failure } from '../../failures.js';
import type { Host } from '../../host/host.js';
import { countedLinks, hasPorts, interfaceKind, type LinkFacts } from '../../parsers/network-link.js';
import { parseProcNetIgmp } from '../../parsers/proc/net-igmp.js';
import { parseSysfsNumber, parseSysfsText } from '../../parsers/sysfs-number.js';
import { networkIndices, networkView } from '../container/network.js';
import { toldByDriver } from './told-by-driver.js';

/** What is known of an interface beside its counters. */
export interface Link {
  up: boolean | null;
  loopback: boolean;
  speedMbps: number | null;
  mtu: number | null;
  /** What it is: see `interfaceKind`. */
  kind: string | null;
  /** The interface that its traffic is also counted at: its bridge or bond, or what it lies on. */
  partOf: string | null;
  /** Whether its traffic is in the rates of the machine, which count each byte once. */
  isCounted: boolean;
}

/** The interfaces at one moment. */
export interface Links {
  linkOf: (name: string) => Link;
  /** The number by which the kernel knows it, whatever it is called; null when it is not seen. */
  indexOf: (name: string) => number | null;
}

/** Asking a driver for its speed takes a lock of the whole network stack, so links are asked this seldom, ms. */
const linkAge = 10_000;

/** Reads the links of these interfaces: every 10 s, and when an interface came, was renamed or exchanged. */
export function linksReader(host: Host): (names: readonly string[]) => Links | Promise<Links> {
  let known: Known | null = null;
  let seen: ReadonlyMap<string, Seen> = new Map();
  const see = async (indices: Indices, { at, isSeen }: Known): Promise<Links> => {
    const names = [...indices.keys()];
    seen = isSeen ? await seenLinks(host, indices, seen) : new Map(names.map((name) => [name, unseen(name)]));
    known = { at, isSeen, indices, links: linksOf(seen) };
    return shown(known.links, indices);
  };
  return (names) => {
    const at = host.clock.monotonic();
    if (known === null || at - known.at >= linkAge) {
      known = { at, isSeen: networkView(host).linksAreTheSame, indices: new Map(), links: new Map() };
    }
    const { isSeen, indices: before, links } = known;
    const indices = indicesOf(host, names, isSeen);
    const isOther = names.some((name) => !before.has(name) || before.get(name) !== indices.get(name));
    return isOther ? see(indices, known) : shown(links, indices);
  };
}

/** What is believed for a while. */
interface Known {
  at: number;
  /** Whether /sys shows the interfaces that are counted. */
  isSeen: boolean;
  indices: Indices;
  links: ReadonlyMap<string, Link>;
}

function shown(links: ReadonlyMap<string, Link>, indices: Indices): Links {
  return {
    linkOf: (name) => links.get(name) ?? { ...unseen(name).link, partOf: null, isCounted: false },
    indexOf: (name) => indices.get(name) ?? null,
  };
}

type Indices = ReadonlyMap<string, number | null>;

function linkedTo(host: Host, name: string): number | null {
  return parseSysfsNumber(host.sys.optional(`class/net/${name}/iflink`));
}

/** One file tells the numbers of all that are up: hundreds of files would cost more than all else. */
function indicesOf(host: Host, names: readonly string[], isSeen: boolean): Indices {
  const known = parseProcNetIgmp(networkIndices(host));
  const ask = (name: string) =>
    isSeen ? parseSysfsNumber(host.sys.optional(`class/net/${name}/ifindex`)) : null;
  return new Map(names.map((name) => [name, known.get(name) ?? ask(name)]));
}

/** What is seen of one interface alone. */
interface Seen {
  link: Omit<Link, 'partOf' | 'isCounted'>;
  /** The bridge or bond it was put into. */
  master: string | null;
  /** What it lies on, or the other end of a pair, where that is here. */
  lower: string | null;
  /** The number of the interface this is known of. */
  index: number | null;
}

/** Links whose folder cannot be read now are as they were, where they are the same. */
async function seenLinks(
  host: Host,
  indices: Indices,
  before: ReadonlyMap<string, Seen>,
): Promise<Map<string, Seen>> {
  const byIndex = new Map([...indices].map(([name, index]) => [index, name]));
  const seenOf = async (name: string, index: number | null): Promise<Seen> => {
    const listed = host.sys.listAnswer(`class/net/${name}`);
    const files = listed instanceof Failure ? null : listed;
    const { seen, isWhole } = await linkSeen(host, { name, index, files, byIndex });
    const earlier = before.get(name);
    if (isWhole || earlier?.index !== index) return seen;
    const { kind, speedMbps } = earlier.link;
    return { ...earlier, link: { ...seen.link, kind, speedMbps } };
  };
  const all = [...indices].map(async ([name, index]) => [name, await seenOf(name, index)] as const);
  return new Map(await Promise.all(all));
}

function linksOf(seen: ReadonlyMap<string, Seen>): Map<string, Link> {
  const links = [...seen].map(([name, one]) => ({ name, ...one }));
  const masters = new Set(links.map(({ master }) => master));
  const placed = links.map(({ name, link, master, lower }) => {
    const isMaster = masters.has(name) || hasPorts(link.kind);
    const base = isMaster || !seen.has(lower ?? '') ? null : lower;
    // A port of a switch is counted at its conduit, whatever bridge it was put into.
    return { name, ...link, partOf: link.kind === 'physical' ? (base ?? master) : (master ?? base) };
  });
  const counted = countedLinks(placed);
  return new Map(placed.map(({ name, ...link }) => [name, { ...link, isCounted: counted.has(name) }]));
}

interface Folder {
  name: string;
  index: number | null;
  /** Null where it cannot be read. */
  files: string[] | null;
  /** All interfaces by their numbers. */
  byIndex: ReadonlyMap<number | null, string>;
}

/** `isWhole` is false where its folder cannot be read, or its driver has not answered. */
async function linkSeen(host: Host, folder: Folder): Promise<{ seen: Seen; isWhole: boolean }> {
  const { name, index } = folder;
  const path = `class/net/${name}`;
  const number = (file: string) => parseSysfsNumber(host.sys.optional(`${path}/${file}`));
  const facts = factsOf(host, folder);
  const told = await toldByDriver(host, path, facts);
  const kind = interfaceKind({ ...facts, portName: told.portName });
  const flags = parseInt(parseSysfsText(host.sys.optional(`${path}/flags`)) ?? '', 16);
  const link = {
    // IFF_UP and IFF_LOOPBACK of netdevice(7).
    up: Number.isNaN(flags) ? null : (flags & 0x1) !== 0,
    loopback: Number.isNaN(flags) ? kind === 'loopback' : (flags & 0x8) !== 0,
    // Some virtual interfaces say -1, those that are down say nothing.
    speedMbps: told.speedMbps,
    mtu: positive(number('mtu')),
    kind,
  };
  const seen = {
    link,
    master: host.sys.linkName(`${path}/master`),
    lower: lowerOf(host, folder, kind),
    index,
  };
  return { seen, isWhole: folder.files !== null && !told.isLate };
}

function factsOf(host: Host, { name, index, files }: Folder): Omit<LinkFacts, 'portName'> {
  const text = (file: string) => parseSysfsText(host.sys.optional(`class/net/${name}/${file}`));
  const linked = linkedTo(host, name);
  return {
    name,
    files: files === null ? null : new Set(files),
    deviceType: /^DEVTYPE=(\w+)$/m.exec(text('uevent') ?? '')?.[1] ?? null,
    linkType: parseSysfsNumber(text('type')),
    bus: host.sys.linkName(`class/net/${name}/device/subsystem`),
    isLinked: linked === null ? null : linked !== index,
  };
}

/**
 * In another namespace the number of what it lies on may be that of another interface here: only cards have theirs here
 * for certain, and pairs that are mutual.
 */
function lowerOf(host: Host, { name, index, files, byIndex }: Folder, kind: string | null): string | null {
  const below = files?.find((file) => file.startsWith('lower_'))?.slice('lower_'.length);
  if (below !== undefined) return below;
  const linked = linkedTo(host, name);
  const other = linked === null || linked === index ? undefined : byIndex.get(linked);
  const isHere =
    kind === 'physical' || (kind === 'veth' && other !== undefined && linkedTo(host, other) === index);
  return (isHere ? other : undefined) ?? lowerByName(name);
}

/** A link of which only the name is known. */
function unseen(name: string): Seen {
  const facts = { files: null, deviceType: null, linkType: null, bus: null, portName: null };
  const kind = interfaceKind({ name, ...facts, isLinked: null });
  const link = { up: null, loopback: kind === 'loopback', speedMbps: null, mtu: null, kind };
  return { link, master: null, lower: lowerByName(name), index: null };
}

/** The name of a VLAN mostly tells what it lies on: `bond0.410`. */
function lowerByName(name: string): string | null {
  return /^(.+)\.\d{1,4}$/.exec(name)?.[1] ?? null;
}

function positive(value: number | null): number | null {
  return value !== null && value > 0 ? value : null;
}
