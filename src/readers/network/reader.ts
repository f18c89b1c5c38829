import { increaseOf, ratioOf } from '../../parsers/arithmetic.js';
import type { Host } from '../../host/host.js';
import { parseProcNetDev, type NetDevCounters } from '../../parsers/proc/net-dev.js';
import { parseProcNetSockstat } from '../../parsers/proc/net-sockstat.js';
import type { Reader } from '../reader.js';
import { networkCounters, networkView } from '../container/network.js';

/** One network interface: counters since boot, rates over the time since the previous reading. */
export interface InterfaceReading {
  name: string;
  up: boolean | null;
  loopback: boolean;
  speedMbps: number | null;
  mtu: number | null;
  receivedBytes: number;
  sentBytes: number;
  receivedPackets: number | null;
  sentPackets: number | null;
  receiveErrors: number | null;
  sendErrors: number | null;
  receiveDrops: number | null;
  sendDrops: number | null;
  receiveBytesPerSecond: number | null;
  sendBytesPerSecond: number | null;
}

export interface NetworkReading {
  interfaces: InterfaceReading[];
  /** Sockets in use by protocol, as `TCP` → `inuse` → 4; `mem` is in pages. Null elsewhere than on Linux. */
  sockets: ReadonlyMap<string, ReadonlyMap<string, number>> | null;
}

/** Reads `/proc/1/net/dev` or, where that is hidden, `/proc/net/dev`, and what `/sys/class/net` tells about the links. */
export function networkReader(host: Host): Reader<NetworkReading> {
  let previous: { at: number; counters: Map<string, NetDevCounters> } | null = null;
  let links: { at: number; byName: Map<string, Link> } | null = null;
  return () => {
    const at = host.clock.monotonic();
    const counters = parseProcNetDev(networkCounters(host));
    if (
      links === null ||
      at - links.at >= linkAge ||
      [...counters.keys()].some((name) => !links?.byName.has(name))
    ) {
      const { linksAreTheSame } = networkView(host);
      const linkOf = (name: string) => (linksAreTheSame ? link(host, name) : unknownLink(name));
      links = { at, byName: new Map([...counters.keys()].map((name) => [name, linkOf(name)])) };
    }
    const seconds = previous === null ? 0 : (at - previous.at) / 1000;
    const interfaces = [...counters].map(([name, now]) => ({
      name,
      ...(links?.byName.get(name) ?? unknownLink(name)),
      ...now,
      ...rates(previous === null ? null : (previous.counters.get(name) ?? justMade), now, seconds),
    }));
    previous = { at, counters };
    return { interfaces, sockets: sockets(host) };
  };
}

function sockets(host: Host) {
  const files = ['net/sockstat', 'net/sockstat6'].map((file) => host.proc.optional(file) ?? '');
  return parseProcNetSockstat(files.join('\n'));
}

/** An interface that was not there at the previous reading has sent and received all it has since then. */
const justMade = { receivedBytes: 0, sentBytes: 0 };

function rates(
  before: Pick<NetDevCounters, 'receivedBytes' | 'sentBytes'> | null,
  now: NetDevCounters,
  seconds: number,
) {
  return {
    receiveBytesPerSecond: rate(before?.receivedBytes, now.receivedBytes, seconds),
    sendBytesPerSecond: rate(before?.sentBytes, now.sentBytes, seconds),
  };
}

/** Null without an earlier reading, and when the counter went backwards: the interface was made anew. */
function rate(before: number | undefined, now: number, seconds: number): number | null {
  return ratioOf(increaseOf(before ?? null, now), seconds);
}

interface Link {
  up: boolean | null;
  loopback: boolean;
  speedMbps: number | null;
  mtu: number | null;
}

/** Asking a driver for its speed takes a lock of the whole network stack, so links are asked this seldom, ms. */
const linkAge = 10_000;

/** A link that cannot be seen. */
const unknownLink = (name: string): Link => ({
  up: null,
  loopback: name === 'lo',
  speedMbps: null,
  mtu: null,
});

function link(host: Host, name: string): Link {
  const file = (attribute: string) => linkAttribute(host, `class/net/${name}/${attribute}`);
  const flags = parseInt(file('flags') ?? '', 16);
  const speed = Number(file('speed') ?? NaN);
  const mtu = Number(file('mtu') ?? NaN);
  return {
    // IFF_UP and IFF_LOOPBACK of netdevice(7).
    up: Number.isNaN(flags) ? null : (flags & 0x1) !== 0,
    loopback: Number.isNaN(flags) ? name === 'lo' : (flags & 0x8) !== 0,
    // Virtual interfaces say -1, those that are down say nothing.
    speedMbps: speed > 0 ? speed : null,
    mtu: mtu > 0 ? mtu : null,
  };
}

function linkAttribute(host: Host, path: string): string | null {
  const text = host.sys.optional(path)?.trim() ?? '';
  return text === '' ? null : text;
}
