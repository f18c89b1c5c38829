import { between, manyBytes, whole, type Implausible } from '../../bounds.js';
import { Each, type Bounds } from '../../plausible.js';
import { doubt } from '../rising.js';
import type { InterfaceReading, NetworkReading } from './reader.js';

/** What all the links of a machine together do not transfer, bytes per second. */
const mostPerSecond = 1e13;
/** What no link does, Mb/s. */
const mostSpeed = 10_000_000;
/** The longest packet there is (that of loopback has 65536 bytes), with much to spare. */
const mostMtu = 2 ** 24;

const counter = (field: string) => whole<InterfaceReading, NetworkReading>(`interfaces.${field}`);
const bytes = (field: string) => manyBytes<InterfaceReading, NetworkReading>(`interfaces.${field}`);
const rate = <T, W>(field: string) => between<T, W>(field, 'B/s', 0, mostPerSecond);

/** What is told of interfaces whose counters are not believed. */
export function doubtedInterfaces({ interfaces }: NetworkReading): Implausible[] {
  return interfaces
    .filter(({ isDoubted }) => isDoubted)
    .map(({ name }) => doubt('interfaces.received_bytes', name));
}

/** What the measurements of network interfaces can be. */
export const networkBounds: Bounds<NetworkReading> = {
  interfaces: new Each<InterfaceReading, NetworkReading>(({ name }) => name, {
    speedMbps: between('interfaces.speed_mbps', 'Mb/s', 0, mostSpeed),
    mtu: whole('interfaces.mtu', 'B', mostMtu),
    receivedBytes: bytes('received_bytes'),
    sentBytes: bytes('sent_bytes'),
    receivedPackets: counter('received_packets'),
    sentPackets: counter('sent_packets'),
    receiveErrors: counter('received_errors'),
    sendErrors: counter('sent_errors'),
    receiveDrops: counter('received_drops'),
    sendDrops: counter('sent_drops'),
    receiveBytesPerSecond: rate('interfaces.received_bytes_per_second'),
    sendBytesPerSecond: rate('interfaces.sent_bytes_per_second'),
  }),
  rates: {
    receiveBytesPerSecond: rate('received_bytes_per_second'),
    sendBytesPerSecond: rate('sent_bytes_per_second'),
  },
  sockets: whole('sockets'),
};
