import { increaseOf, ratioOf, sumOf } from '../../parsers/arithmetic.js';
import { shownName } from '../../byte-names.js';
import { wholeOrNull } from '../../bounds.js';
import type { Host } from '../../host/host.js';
import { parseProcNetDev, type NetDevCounters } from '../../parsers/proc/net-dev.js';
import { parseProcNetSockstat } from '../../parsers/proc/net-sockstat.js';
import type { Reader } from '../reader.js';
import { networkCounters } from '../container/network.js';
import { linksReader, type Link } from './links.js';

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

/** Counters at one moment, by the number of the interface where it is known, else by its name. */
interface Counted {
  at: number;
  counters: Map<number | string, NetDevCounters>;
}

/** Reads `/proc/1/net/dev` or, where that is hidden, `/proc/net/dev`, and what `/sys/class/net` tells about the links. */
export function networkReader(host: Host): Reader<NetworkReading> {
  let previous: Counted | null = null;
  const linksNow = linksReader(host);
  return () => {
    const at = host.clock.monotonic();
    const all = parseProcNetDev(networkCounters(host));
    const { linkOf, indexOf } = linksNow([...all.keys()]);
    // Who renames an interface changes no number of it.
    const keyOf = (name: string) => indexOf(name) ?? name;
    const before = previous;
    const interfaces = [...all].map(([name, now]) => {
      const link = linkOf(name);
      const partOf = link.partOf === null ? null : shownName(link.partOf);
      return { name: shownName(name), ...link, partOf, ...now, ...rates(before, keyOf(name), now, at) };
    });
    const wasThere = [...all.keys()].map((name) => before?.counters.has(keyOf(name)) === true);
    const counted = interfaces.filter(({ isCounted }) => isCounted);
    const old = interfaces.filter(({ isCounted }, index) => isCounted && wasThere[index] === true);
    previous = { at, counters: new Map([...all].map(([name, now]) => [keyOf(name), now])) };
    return {
      interfaces,
      rates: old.length === 0 && counted.length > 0 ? noRates : ratesOf(old),
      sockets: sockets(host),
    };
  };
}

function sockets(host: Host) {
  const files = ['net/sockstat', 'net/sockstat6'].map((file) => host.proc.optional(file) ?? '');
  return parseProcNetSockstat(files.join('\n'));
}

const noRates: TrafficRates = { receiveBytesPerSecond: null, sendBytesPerSecond: null };

function ratesOf(interfaces: readonly TrafficRates[]): TrafficRates {
  return {
    receiveBytesPerSecond: sumOf(interfaces.map((one) => one.receiveBytesPerSecond)),
    sendBytesPerSecond: sumOf(interfaces.map((one) => one.sendBytesPerSecond)),
  };
}

/** What one transferred before it was first seen, nobody knows when. */
function rates(before: Counted | null, key: number | string, now: NetDevCounters, at: number): TrafficRates {
  const then = before?.counters.get(key);
  if (before === null || then === undefined) return noRates;
  const seconds = (at - before.at) / 1000;
  const rate = (from: number, to: number) => ratioOf(increaseOf(wholeOrNull(from), wholeOrNull(to)), seconds);
  return {
    receiveBytesPerSecond: rate(then.receivedBytes, now.receivedBytes),
    sendBytesPerSecond: rate(then.sentBytes, now.sentBytes),
  };
}
