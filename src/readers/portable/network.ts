import { increaseOf, ratioOf, sumOf } from '../../parsers/arithmetic.js';
import { Failure } from '../../failures.js';
import type { Host } from '../../host/host.js';
import { countedLinks, kindByName } from '../../parsers/network-link.js';
import { knownNumber, knownPositive } from '../../parsers/systeminformation.js';
import type { InterfaceReading, NetworkReading } from '../network/reader.js';
import type { Reader } from '../reader.js';

type Statistics = Awaited<ReturnType<Host['portable']['networkStats']>>[number];
type Facts = Awaited<ReturnType<Host['portable']['networkInterfaces']>>[number];

/** The counters of the previous reading and when it was, in ms of the monotonic clock. */
interface Previous {
  at: number;
  counters: Map<string, { received: number; sent: number }>;
}

/**
 * Network interfaces of macOS and Windows through systeminformation. Interfaces whose counters it could not read
 * are left out. On the BSDs a Failure `unsupported`: there it adds the counters of an interface's addresses to
 * those of the interface, which holds them already.
 */
export function portableNetworkReader(host: Host): Reader<NetworkReading> {
  let previous: Previous | null = null;
  return async () => {
    if (host.platform.endsWith('bsd')) {
      throw new Failure('unsupported', 'the counters of network interfaces cannot be read on this system');
    }
    const statistics = await host.portable.networkStats();
    const at = host.clock.monotonic();
    const facts = new Map((await host.portable.networkInterfaces()).map((one) => [one.iface, one]));
    const known = unique(statistics.filter(hasCounters));
    const kinds = known.map(({ iface: name }) => ({
      ...{ name, kind: kindOf(host.platform, name, facts.get(name)), partOf: null },
    }));
    const isCounted = countedLinks(kinds);
    const interfaces = known.map((one, index) => ({
      ...described(host.platform, one, facts.get(one.iface)),
      ...{
        kind: kinds[index]?.kind ?? null,
        partOf: null,
        isCounted: isCounted.has(one.iface),
        isDoubted: false,
      },
      ...rates(one, previous, at),
    }));
    const counters = new Map(
      known.map((one) => [one.iface, { received: one.rx_bytes, sent: one.tx_bytes }] as const),
    );
    const before = previous?.counters;
    previous = { at, counters };
    const counted = interfaces.filter((one) => one.isCounted && before?.has(one.name) === true);
    return { interfaces, rates: counted.length === 0 ? noRates : ratesOf(counted), sockets: null };
  };
}

/** Where the library could not read the counters it leaves 0, and null for the rate. */
function hasCounters({ rx_bytes, tx_bytes, rx_sec }: Statistics): boolean {
  if (knownNumber(rx_bytes) === null || knownNumber(tx_bytes) === null) return false;
  return rx_bytes > 0 || tx_bytes > 0 || knownNumber(rx_sec) !== null;
}

/** On Windows several connections can have the name of one adapter. */
function unique(statistics: Statistics[]): Statistics[] {
  return [...new Map(statistics.toReversed().map((one) => [one.iface, one])).values()].toReversed();
}

const noRates = { receiveBytesPerSecond: null, sendBytesPerSecond: null };

function ratesOf(interfaces: readonly InterfaceReading[]): NetworkReading['rates'] {
  return {
    receiveBytesPerSecond: sumOf(interfaces.map((one) => one.receiveBytesPerSecond)),
    sendBytesPerSecond: sumOf(interfaces.map((one) => one.sendBytesPerSecond)),
  };
}

function isLoopback(name: string, facts: Facts | undefined): boolean {
  return facts?.internal ?? /^lo\d*$|loopback/i.test(name);
}

/** macOS names its network cards `en0`, `en1`, …; the library knows which adapters of Windows are virtual. */
function kindOf(platform: NodeJS.Platform, name: string, facts: Facts | undefined): string | null {
  if (isLoopback(name, facts)) return 'loopback';
  if (platform === 'darwin') return kindByName(name) ?? (/^en\d/.test(name) ? 'physical' : 'virtual');
  return facts === undefined ? null : facts.virtual ? 'virtual' : 'physical';
}

type Described = Omit<
  InterfaceReading,
  'kind' | 'partOf' | 'isCounted' | 'isDoubted' | keyof NetworkReading['rates']
>;

function described(platform: NodeJS.Platform, one: Statistics, facts: Facts | undefined): Described {
  return {
    name: one.iface,
    up: one.operstate === 'up' ? true : one.operstate === 'down' ? false : null,
    loopback: isLoopback(one.iface, facts),
    speedMbps: speed(facts?.speed),
    mtu: knownPositive(facts?.mtu),
    receivedBytes: one.rx_bytes,
    sentBytes: one.tx_bytes,
    receivedPackets: null,
    sentPackets: null,
    receiveErrors: knownNumber(one.rx_errors),
    sendErrors: knownNumber(one.tx_errors),
    // macOS counts one kind of drops, those of the sending queue; the library shows it twice.
    receiveDrops: platform === 'darwin' ? null : knownNumber(one.rx_dropped),
    sendDrops: knownNumber(one.tx_dropped),
  };
}

/** In whole Mb/s. Windows gives an adapter without a link the largest number there is; nothing does 10 Tb/s. */
function speed(megabits: number | null | undefined): number | null {
  const known = knownPositive(megabits);
  return known !== null && known < 10_000_000 ? Math.round(known) : null;
}

function rates(one: Statistics, previous: Previous | null, now: number) {
  const before = previous?.counters.get(one.iface);
  const seconds = previous === null ? 0 : (now - previous.at) / 1000;
  const rate = (from: number | undefined, to: number) => {
    if (seconds <= 0) return null;
    // An interface that never transferred anything is left out of a first reading.
    if (to === 0 && from === undefined) return 0;
    return ratioOf(increaseOf(from ?? null, to), seconds);
  };
  return {
    receiveBytesPerSecond: rate(before?.received, one.rx_bytes),
    sendBytesPerSecond: rate(before?.sent, one.tx_bytes),
  };
}
