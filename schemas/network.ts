import { Type, type Static } from '@sinclair/typebox';
import {
  bytes,
  bytesPerSecond,
  count,
  flag,
  gigabytes,
  implausible,
  list,
  megabitsPerSecond,
  nullable,
  ref,
  sampledAt,
  text,
} from './units.js';

export const NetworkInterface = Type.Object(
  {
    name: text('Name of the interface.', 'enp5s0'),
    up: nullable(flag('Whether it is switched on.'), 'where its link cannot be seen, as in some containers'),
    loopback: flag('Whether it only reaches this machine itself.'),
    kind: nullable(
      text(
        'What it is: physical (a network card, also that of a virtual machine), loopback, bridge, bond, vlan, veth, ' +
          'macvlan, tun, tap, wireguard, tunnel, … or virtual for any other. An open list; null when nothing tells.',
        'physical',
      ),
    ),
    part_of: nullable(
      text(
        'The interface that its traffic is also counted at: its bridge or bond, or what it lies on; null for none.',
        'bond0',
      ),
    ),
    counted: flag(
      'Whether its rates are in those of the whole body. The physical ones are; where there is none, as in a container, ' +
        'those that carry nothing that others carry already.',
    ),
    speed_mbps: nullable(
      megabitsPerSecond('Speed of the link; null when down or virtual.', { example: 1000 }),
    ),
    mtu: nullable(
      bytes('Largest packet it sends.', { example: 1500 }),
      'where its link cannot be seen, as in some containers',
    ),
    received_bytes: nullable(
      bytes('Received since boot.'),
      'when it was told as what cannot be, as `implausible` says',
    ),
    sent_bytes: nullable(
      bytes('Sent since boot.'),
      'when it was told as what cannot be, as `implausible` says',
    ),
    received_packets: nullable(count('Packets received since boot.'), 'where the system does not count them'),
    sent_packets: nullable(count('Packets sent since boot.'), 'where the system does not count them'),
    received_errors: nullable(
      count('Faulty packets received since boot.'),
      'where the system does not count them',
    ),
    sent_errors: nullable(
      count('Packets that could not be sent since boot.'),
      'where the system does not count them',
    ),
    received_drops: nullable(
      count('Packets received but dropped since boot.'),
      'where the system does not count them',
    ),
    sent_drops: nullable(
      count('Packets dropped instead of sent since boot.'),
      'where the system does not count them',
    ),
    received_bytes_per_second: nullable(
      bytesPerSecond('Received since the previous sample.'),
      'in the first sample of it, and when its counters began anew',
    ),
    sent_bytes_per_second: nullable(
      bytesPerSecond('Sent since the previous sample.'),
      'in the first sample of it, and when its counters began anew',
    ),
  },
  { $id: 'NetworkInterface', title: 'NetworkInterface', description: 'One network interface.' },
);
export type NetworkInterface = Static<typeof NetworkInterface>;

/** When a sum over all interfaces is null. */
const ofOne = 'when the counter of one of them was told as what cannot be, as `implausible` says';

export const NetworkStats = Type.Object(
  {
    bytes_sent_gb: nullable(
      gigabytes('Sent since boot over all interfaces, loopback included.', { example: 1.23 }),
      ofOne,
    ),
    bytes_recv_gb: nullable(
      gigabytes('Received since boot over all interfaces, loopback included.', { example: 4.56 }),
      ofOne,
    ),
    packets_sent: nullable(
      count('Packets sent since boot over all interfaces.', { example: 1234567 }),
      'where the system does not count them',
    ),
    packets_recv: nullable(
      count('Packets received since boot over all interfaces.', { example: 2345678 }),
      'where the system does not count them',
    ),
    sent_bytes: nullable(bytes('Exact twin of `bytes_sent_gb`.'), ofOne),
    received_bytes: nullable(bytes('Exact twin of `bytes_recv_gb`.'), ofOne),
    sent_bytes_per_second: nullable(
      bytesPerSecond(
        'Sent since the previous sample over the interfaces that are `counted`, each byte once.',
      ),
      'until there is an earlier sample',
    ),
    received_bytes_per_second: nullable(
      bytesPerSecond(
        'Received since the previous sample over the interfaces that are `counted`, each byte once.',
      ),
      'until there is an earlier sample',
    ),
    interfaces: list('Every interface, in the order of the system.', ref(NetworkInterface)),
    implausible: implausible(),
    sampled_at: sampledAt(),
  },
  { $id: 'NetworkStats', title: 'NetworkStats', description: 'Network interfaces and their traffic.' },
);
export type NetworkStats = Static<typeof NetworkStats>;
