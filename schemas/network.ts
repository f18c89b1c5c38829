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
    up: nullable(flag('Whether it is switched on.')),
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
    mtu: nullable(bytes('Largest packet it sends.', { example: 1500 })),
    received_bytes: nullable(bytes('Received since boot.')),
    sent_bytes: nullable(bytes('Sent since boot.')),
    received_packets: nullable(count('Packets received since boot.')),
    sent_packets: nullable(count('Packets sent since boot.')),
    received_errors: nullable(count('Faulty packets received since boot.')),
    sent_errors: nullable(count('Packets that could not be sent since boot.')),
    received_drops: nullable(count('Packets received but dropped since boot.')),
    sent_drops: nullable(count('Packets dropped instead of sent since boot.')),
    received_bytes_per_second: nullable(
      bytesPerSecond('Received since the previous sample; null for one that has just come.'),
    ),
    sent_bytes_per_second: nullable(
      bytesPerSecond('Sent since the previous sample; null for one that has just come.'),
    ),
  },
  { $id: 'NetworkInterface', title: 'NetworkInterface', description: 'One network interface.' },
);
export type NetworkInterface = Static<typeof NetworkInterface>;

export const NetworkStats = Type.Object(
  {
    bytes_sent_gb: nullable(
      gigabytes('Sent since boot over all interfaces, loopback included.', { example: 1.23 }),
    ),
    bytes_recv_gb: nullable(
      gigabytes('Received since boot over all interfaces, loopback included.', {
        example: 4.56,
      }),
    ),
    packets_sent: nullable(count('Packets sent since boot over all interfaces.', { example: 1234567 })),
    packets_recv: nullable(count('Packets received since boot over all interfaces.', { example: 2345678 })),
    sent_bytes: nullable(bytes('Exact twin of `bytes_sent_gb`.')),
    received_bytes: nullable(bytes('Exact twin of `bytes_recv_gb`.')),
    sent_bytes_per_second: nullable(
      bytesPerSecond(
        'Sent since the previous sample over the interfaces that are `counted`, each byte once.',
      ),
    ),
    received_bytes_per_second: nullable(
      bytesPerSecond(
        'Received since the previous sample over the interfaces that are `counted`, each byte once.',
      ),
    ),
    interfaces: list('Every interface, in the order of the system.', ref(NetworkInterface)),
    implausible: implausible(),
    sampled_at: sampledAt(),
  },
  { $id: 'NetworkStats', title: 'NetworkStats', description: 'Network interfaces and their traffic.' },
);
export type NetworkStats = Static<typeof NetworkStats>;
