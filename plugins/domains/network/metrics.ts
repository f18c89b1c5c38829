import {
  counter,
  family,
  gauge,
  single,
  type DomainMetrics,
  type Family,
  type Metric,
} from '../../../src/exposition/metric.js';
import type { InterfaceReading, NetworkReading } from '../../../src/readers/network/reader.js';

const statistic = (name: string): Metric =>
  counter(`node_network_${name}_total`, `Network device statistic ${name}.`, 'device');

const counters: readonly [Metric, (reading: InterfaceReading) => number | null][] = [
  [statistic('receive_bytes'), ({ receivedBytes }) => receivedBytes],
  [statistic('receive_packets'), ({ receivedPackets }) => receivedPackets],
  [statistic('receive_errs'), ({ receiveErrors }) => receiveErrors],
  [statistic('receive_drop'), ({ receiveDrops }) => receiveDrops],
  [statistic('transmit_bytes'), ({ sentBytes }) => sentBytes],
  [statistic('transmit_packets'), ({ sentPackets }) => sentPackets],
  [statistic('transmit_errs'), ({ sendErrors }) => sendErrors],
  [statistic('transmit_drop'), ({ sendDrops }) => sendDrops],
];
const links: readonly [Metric, (reading: InterfaceReading) => number | null][] = [
  [
    gauge('node_network_speed_bytes', 'speed_bytes value of /sys/class/net/<iface>.', 'device'),
    ({ speedMbps }) => (speedMbps === null ? null : (speedMbps * 1e6) / 8),
  ],
  [
    gauge(
      'sysmon_network_counted',
      'Whether the traffic of an interface is in that of the machine, where each byte is counted once.',
      'device',
    ),
    ({ isCounted }) => Number(isCounted),
  ],
  [gauge('node_network_mtu_bytes', 'mtu value of /sys/class/net/<iface>.', 'device'), ({ mtu }) => mtu],
];
const anySocket = gauge('node_sockstat_<protocol>_<state>', 'Number of sockets of a protocol in a state.');

/** The metrics of network interfaces and sockets under the names of node_exporter. */
export const networkMetrics: DomainMetrics<NetworkReading> = {
  metrics: [...[...counters, ...links].map(([metric]) => metric), anySocket],
  families: ({ interfaces, sockets }) => [
    ...[...counters, ...links].map(([metric, value]) =>
      family(
        metric,
        interfaces.map((one) => [value(one), one.name]),
      ),
    ),
    ...socketFamilies(sockets),
  ],
};

function socketFamilies(sockets: NetworkReading['sockets']): Family[] {
  return [...(sockets ?? [])].flatMap(([protocol, counts]) =>
    [...counts].map(([state, value]) =>
      single(
        gauge(`node_sockstat_${protocol}_${state}`, `Number of ${protocol} sockets in state ${state}.`),
        value,
      ),
    ),
  );
}
