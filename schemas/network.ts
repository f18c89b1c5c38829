import { Type, type Static } from '@sinclair/typebox';
import {
  bytes,
  bytesPerSecond,
  count,
  flag,
  gigabytes,
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
    speed_mbps: nullable(
      megabitsPerSecond('Speed of the link; null when down or virtual.', { example: 1000 }),
    ),
    mtu: nullable(bytes('Largest packet it sends.', { example: 1500 })),
    received_bytes: bytes('Received since boot.'),
    sent_bytes: bytes('Sent since boot.'),
    received_packets: nullable(count('Packets received since boot.')),
    sent_packets: nullable(count('Packets sent since boot.')),
    receive_errors: nullable(count('Faulty packets received since boot.')),
    send_errors: nullable(count('Packets that could not be sent since boot.')),
    receive_drops: nullable(count('Packets received but dropped since boot.')),
    send_drops: nullable(count('Packets dropped instead of sent since boot.')),
    receive_bytes_per_second: nullable(bytesPerSecond('Received since the previous sample.')),
    send_bytes_per_second: nullable(bytesPerSecond('Sent since the previous sample.')),
  },
  { $id: 'NetworkInterface', title: 'NetworkInterface', description: 'One network interface.' },
);
export type NetworkInterface = Static<typeof NetworkInterface>;

export const NetworkStats = Type.Object(
  {
    bytes_sent_gb: gigabytes('Sent since boot over all interfaces, loopback included.', { example: 1.23 }),
    bytes_recv_gb: gigabytes('Received since boot over all interfaces, loopback included.', {
      example: 4.56,
    }),
    packets_sent: nullable(count('Packets sent since boot over all interfaces.', { example: 1234567 })),
    packets_recv: nullable(count('Packets received since boot over all interfaces.', { example: 2345678 })),
    bytes_sent: bytes('Exact twin of `bytes_sent_gb`.'),
    bytes_recv: bytes('Exact twin of `bytes_recv_gb`.'),
    send_bytes_per_second: nullable(
      bytesPerSecond('Sent over all interfaces but loopback since the previous sample.'),
    ),
    receive_bytes_per_second: nullable(
      bytesPerSecond('Received over all interfaces but loopback since the previous sample.'),
    ),
    interfaces: list('Every interface, in the order of the system.', ref(NetworkInterface)),
    sampled_at: sampledAt(),
  },
  { $id: 'NetworkStats', title: 'NetworkStats', description: 'Network interfaces and their traffic.' },
);
export type NetworkStats = Static<typeof NetworkStats>;
