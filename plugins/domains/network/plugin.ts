import { NetworkInterface, NetworkStats } from '../../../schemas/network.js';
import { judged } from '../../../src/plausible.js';
import { doubtedInterfaces, networkBounds } from '../../../src/readers/network/bounds.js';
import {
  networkReader,
  type InterfaceReading,
  type NetworkReading,
} from '../../../src/readers/network/reader.js';
import { portableNetworkReader } from '../../../src/readers/portable/network.js';
import type { HistoryMetric } from '../../../src/sampling/history/metric.js';
import { domain } from '../../core/domain/domain.js';
import { reasonsOf } from '../../core/domain/implausible.js';
import { historyMetric, historyMetricOfEach } from '../../core/domain/history-metric.js';
import { inGigabytes, shownAs, sumOf } from '../../core/domain/rounding.js';
import { networkMetrics } from './metrics.js';

/** `/stats/network`: traffic of all interfaces together and of each. */
export const network = domain({
  name: 'network',
  summary: 'Network traffic',
  description:
    'Totals since boot over all interfaces, loopback included, as the original service counts them; rates over the ' +
    'time since the previous sample (about a second), of the interfaces that are `counted` alone: the physical ones, ' +
    'so that a byte that goes through a bond, a bridge and a VLAN is one byte. On Linux from /proc/net/dev.',
  tag: 'Host',
  schema: NetworkStats,
  components: [NetworkInterface],
  history: historyMetrics(),
  whenIdle: true,
  rates: true,
  reader: (host) =>
    judged(
      host.platform === 'linux' ? networkReader(host) : portableNetworkReader(host),
      networkBounds,
      doubtedInterfaces,
    ),
  implausible: ({ implausible }) => implausible,
  present: ({ interfaces, rates, implausible }) => {
    const sent = overAll(interfaces, 'sentBytes');
    const received = overAll(interfaces, 'receivedBytes');
    return {
      bytes_sent_gb: inGigabytes(sent),
      bytes_recv_gb: inGigabytes(received),
      packets_sent: overAll(interfaces, 'sentPackets'),
      packets_recv: overAll(interfaces, 'receivedPackets'),
      sent_bytes: sent,
      received_bytes: received,
      sent_bytes_per_second: shownAs('bytesPerSecond', rates.sendBytesPerSecond),
      received_bytes_per_second: shownAs('bytesPerSecond', rates.receiveBytesPerSecond),
      interfaces: interfaces.map(presentInterface),
      implausible: reasonsOf(implausible),
    };
  },
  metrics: networkMetrics,
});

/** What history keeps. */
function historyMetrics(): HistoryMetric<NetworkReading>[] {
  return [
    historyMetric(
      'network.received_bytes_per_second',
      'bytesPerSecond',
      'Received over the interfaces that are counted.',
      ({ rates }) => rates.receiveBytesPerSecond,
    ),
    historyMetric(
      'network.sent_bytes_per_second',
      'bytesPerSecond',
      'Sent over the interfaces that are counted.',
      ({ rates }) => rates.sendBytesPerSecond,
    ),
    ofEach('received_bytes_per_second', 'Received by an interface.', 'receiveBytesPerSecond'),
    ofEach('sent_bytes_per_second', 'Sent by an interface.', 'sendBytesPerSecond'),
  ];
}

/** Of every interface but loopback. */
function ofEach(
  field: string,
  description: string,
  key: 'sendBytesPerSecond' | 'receiveBytesPerSecond',
): HistoryMetric<NetworkReading> {
  const metric = `network.interfaces.${field}`;
  return historyMetricOfEach('interface', metric, 'bytesPerSecond', description, ({ interfaces }) =>
    interfaces.filter(({ loopback }) => !loopback).map((one) => [one.name, one[key]]),
  );
}

type Counted = 'sentBytes' | 'receivedBytes' | 'sentPackets' | 'receivedPackets';

function overAll(interfaces: InterfaceReading[], key: Counted): number | null {
  return sumOf(interfaces.map((one) => one[key]));
}

function presentInterface(reading: InterfaceReading): NetworkInterface {
  return {
    name: reading.name,
    up: reading.up,
    loopback: reading.loopback,
    kind: reading.kind,
    part_of: reading.partOf,
    counted: reading.isCounted,
    speed_mbps: reading.speedMbps,
    mtu: reading.mtu,
    received_bytes: reading.receivedBytes,
    sent_bytes: reading.sentBytes,
    received_packets: reading.receivedPackets,
    sent_packets: reading.sentPackets,
    received_errors: reading.receiveErrors,
    sent_errors: reading.sendErrors,
    received_drops: reading.receiveDrops,
    sent_drops: reading.sendDrops,
    received_bytes_per_second: shownAs('bytesPerSecond', reading.receiveBytesPerSecond),
    sent_bytes_per_second: shownAs('bytesPerSecond', reading.sendBytesPerSecond),
  };
}
