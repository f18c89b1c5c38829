import { ratioOf, sumOf } from '../../parsers/arithmetic.js';
import { shownName } from '../../byte-names.js';
import type { Host } from '../../host/host.js';
import { parseProcNetDevLine, type NetDevCounters } from '../../parsers/proc/net-dev.js';
import { parseProcNetSockstat } from '../../parsers/proc/net-sockstat.js';
import { recognised, recognisedLines } from '../../recognised.js';
import type { Reader } from '../reader.js';
import { networkCounters } from '../container/network.js';
import { growing, type Growth } from '../rising.js';
import { linksReader, type Link, type Links } from './links.js';

/** One network interface: counters since boot, rates over the time since the previous reading. */
export interface InterfaceReading extends Link {
  name: string;
  receivedBytes: number | null;
  sentBytes: number | null;
  receivedPackets: number | null;
  sentPackets: number | null;
  receiveErrors: number | null;
  sendErrors: number | null;
  receiveDrops: number | null;
  sendDrops: number | null;
  /** Null in its first reading, and when a counter went backwards: it was made anew. */
  receiveBytesPerSecond: number | null;
  sendBytesPerSecond: number | null;
  /** All its counters have just fallen to 0, which is not believed yet: they are null. */
  isDoubted: boolean;
}

/** Bytes per second since the previous reading. */
export type TrafficRates = Pick<InterfaceReading, 'receiveBytesPerSecond' | 'sendBytesPerSecond'>;

export interface NetworkReading {
  interfaces: InterfaceReading[];
  /** Of the interfaces that are counted together, those left out that have just come; null in a first reading. */
  rates: TrafficRates;
  /** Sockets in use by protocol, as `TCP` → `inuse` → 4; `mem` is in pages. Null elsewhere than on Linux. */
  sockets: ReadonlyMap<string, ReadonlyMap<string, number>> | null;
}

/** Reads `/proc/1/net/dev` or, where that is hidden, `/proc/net/dev`, and what `/sys/class/net` tells about the links. */
export function networkReader(host: Host): Reader<NetworkReading> {
  const grown = growing<number | string, keyof NetDevCounters>(counterNames);
  const linksNow = linksReader(host);
  const socketsOf = recognised(parseProcNetSockstat);
  const linesOf = recognisedLines(parseProcNetDevLine);
  const readingOf = (
    all: ReadonlyMap<string, NetDevCounters>,
    at: number,
    { linkOf, indexOf }: Links,
  ): NetworkReading => {
    // Who renames an interface changes no number of it.
    const keyOf = (name: string) => indexOf(name) ?? name;
    const growths = grown(new Map([...all].map(([name, now]) => [keyOf(name), now])), at);
    const interfaces = [...all].map(([name, now]) => {
      const link = linkOf(name);
      const partOf = link.partOf === null ? null : shownName(link.partOf);
      return { name: shownName(name), ...link, partOf, ...counted(now, growths.get(keyOf(name))) };
    });
    const wasThere = [...all.keys()].map((name) => growths.get(keyOf(name))?.isNew === false);
    const inTotals = interfaces.filter(({ isCounted }) => isCounted);
    const old = interfaces.filter(({ isCounted }, index) => isCounted && wasThere[index] === true);
    return {
      interfaces,
      rates: old.length === 0 && inTotals.length > 0 ? noRates : ratesOf(old),
      sockets: socketsOf(sockets(host)),
    };
  };
  return () => {
    const at = host.clock.monotonic();
    const all = new Map(linesOf(networkCounters(host)).filter((line) => line !== null));
    const links = linksNow([...all.keys()]);
    return links instanceof Promise
      ? links.then((seen) => readingOf(all, at, seen))
      : readingOf(all, at, links);
  };
}

function sockets({ proc }: Host): string {
  return `${proc.optional('net/sockstat') ?? ''}\n${proc.optional('net/sockstat6') ?? ''}`;
}

const noRates: TrafficRates = { receiveBytesPerSecond: null, sendBytesPerSecond: null };

function ratesOf(interfaces: readonly TrafficRates[]): TrafficRates {
  return {
    receiveBytesPerSecond: sumOf(interfaces.map((one) => one.receiveBytesPerSecond)),
    sendBytesPerSecond: sumOf(interfaces.map((one) => one.sendBytesPerSecond)),
  };
}

const counterNames = [
  ...(['receivedBytes', 'receivedPackets', 'receiveErrors', 'receiveDrops'] as const),
  ...(['sentBytes', 'sentPackets', 'sendErrors', 'sendDrops'] as const),
];

const untold: Record<keyof NetDevCounters, null> = {
  ...{ receivedBytes: null, receivedPackets: null, receiveErrors: null, receiveDrops: null },
  ...{ sentBytes: null, sentPackets: null, sendErrors: null, sendDrops: null },
};

/** What one transferred before it was first seen, nobody knows when. */
function counted(now: NetDevCounters, growth: Growth<keyof NetDevCounters> | undefined) {
  if (growth === undefined) return { ...now, ...noRates, isDoubted: false };
  const { seconds, of, isDoubted } = growth;
  const rates = {
    receiveBytesPerSecond: ratioOf(of('receivedBytes'), seconds),
    sendBytesPerSecond: ratioOf(of('sentBytes'), seconds),
  };
  return { ...(isDoubted ? untold : now), ...rates, isDoubted };
}
