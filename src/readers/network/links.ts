import type { Host } from '../../host/host.js';
import { countedLinks, interfaceKind } from '../../parsers/network-link.js';
import { parseSysfsNumber, parseSysfsText } from '../../parsers/sysfs-number.js';
import { networkView } from '../container/network.js';

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
export function linksReader(host: Host): (names: readonly string[]) => Links {
  let known: { at: number; isSeen: boolean; indices: Indices; links: Map<string, Link> } | null = null;
  return (names) => {
    const at = host.clock.monotonic();
    if (known === null || at - known.at >= linkAge) {
      known = { at, isSeen: networkView(host).linksAreTheSame, indices: new Map(), links: new Map() };
    }
    const { isSeen, indices: before } = known;
    const indices: Indices = new Map(names.map((name) => [name, isSeen ? indexOf(host, name) : null]));
    if (names.some((name) => !before.has(name) || before.get(name) !== indices.get(name))) {
      known = { ...known, indices, links: linksOf(isSeen ? host : null, indices) };
    }
    const { links } = known;
    return {
      linkOf: (name) => links.get(name) ?? { ...unseen(name).link, partOf: null, isCounted: false },
      indexOf: (name) => indices.get(name) ?? null,
    };
  };
}

type Indices = Map<string, number | null>;

function indexOf(host: Host, name: string): number | null {
  return parseSysfsNumber(host.sys.optional(`class/net/${name}/ifindex`));
}

/** What is seen of one interface alone. */
interface Seen {
  link: Omit<Link, 'partOf' | 'isCounted'>;
  /** The bridge or bond it was put into. */
  master: string | null;
  /** What it lies on, where it is here. */
  lower: string | null;
}

/** Where /sys shows another network (`host` is null) only the names of the interfaces tell of them. */
function linksOf(host: Host | null, indices: Indices): Map<string, Link> {
  const byIndex = new Map([...indices].map(([name, index]) => [index, name]));
  const linkOf = (name: string, index: number | null) =>
    host === null ? unseen(name) : seen(host, name, index, byIndex);
  const links = [...indices].map(([name, index]) => ({ name, ...linkOf(name, index) }));
  const masters = new Set(links.map(({ master }) => master));
  const placed = links.map(({ name, link, master, lower }) => {
    const base = masters.has(name) || !indices.has(lower ?? '') ? null : lower;
    // A port of a switch is counted at its conduit, whatever bridge it was put into.
    return { name, ...link, partOf: link.kind === 'physical' ? (base ?? master) : (master ?? base) };
  });
  const counted = countedLinks(placed);
  return new Map(placed.map(({ name, ...link }) => [name, { ...link, isCounted: counted.has(name) }]));
}

function seen(host: Host, name: string, index: number | null, byIndex: Map<number | null, string>): Seen {
  const folder = `class/net/${name}`;
  const text = (file: string) => parseSysfsText(host.sys.optional(`${folder}/${file}`));
  const number = (file: string) => parseSysfsNumber(text(file));
  const files = host.sys.list(folder);
  const linked = number('iflink');
  const isLinked = linked !== null && linked !== index;
  const kind = interfaceKind({
    name,
    files: new Set(files),
    deviceType: /^DEVTYPE=(\w+)$/m.exec(text('uevent') ?? '')?.[1] ?? null,
    linkType: number('type'),
    bus: host.sys.linkName(`${folder}/device/subsystem`),
    portName: text('phys_port_name'),
    isLinked,
  });
  const flags = parseInt(text('flags') ?? '', 16);
  const below = files.find((file) => file.startsWith('lower_'))?.slice('lower_'.length) ?? lowerByName(name);
  // In another namespace the number of what it lies on may be that of another interface here.
  const besides = kind === 'physical' && isLinked ? byIndex.get(linked) : undefined;
  return {
    link: {
      // IFF_UP and IFF_LOOPBACK of netdevice(7).
      up: Number.isNaN(flags) ? null : (flags & 0x1) !== 0,
      loopback: Number.isNaN(flags) ? kind === 'loopback' : (flags & 0x8) !== 0,
      speedMbps: speedOf(kind, number('speed')),
      mtu: positive(number('mtu')),
      kind,
    },
    master: host.sys.linkName(`${folder}/master`),
    lower: below ?? besides ?? null,
  };
}

/** A link of which only the name is known. */
function unseen(name: string): Seen {
  const facts = { files: new Set<string>(), deviceType: null, linkType: null, bus: null, portName: null };
  const kind = interfaceKind({ name, ...facts, isLinked: false });
  const link = { up: null, loopback: kind === 'loopback', speedMbps: null, mtu: null, kind };
  return { link, master: null, lower: lowerByName(name) };
}

/** The name of a VLAN mostly tells what it lies on: `bond0.410`. */
function lowerByName(name: string): string | null {
  return /^(.+)\.\d{1,4}$/.exec(name)?.[1] ?? null;
}

/** What has a speed of its own: others make one up, 10000 mostly. */
const fastAsTheyAre: readonly (string | null)[] = ['physical', 'bond', 'team', 'vlan', 'representor', null];

/** Those that are down say nothing or -1, which some drivers cut to 16 or 32 bits (SPEED_UNKNOWN). */
function speedOf(kind: string | null, told: number | null): number | null {
  const isKnown = told !== 0xffff && told !== 0xffff_ffff;
  return isKnown && fastAsTheyAre.includes(kind) ? positive(told) : null;
}

function positive(value: number | null): number | null {
  return value !== null && value > 0 ? value : null;
}
