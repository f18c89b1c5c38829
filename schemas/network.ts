import { Type, type Static } from '@sinclair/typebox';
import {
  megabitsPerSecond,
  bytes,
  bytesPerSecond,
  count,
  flag,
  gigabytes,
  list,
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
    speed_mbps: nullable(
      megabitsPerSecond('Speed of the link; null when down or virtual.', { example: 1000 }),
    ),
    mtu: nullable(
      bytes('Largest packet it sends.', { example: 1500 }),
      'where its link cannot be seen, as in some containers',
    ),
    received_bytes: bytes('Received since boot.'),
    sent_bytes: bytes('Sent since boot.'),
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

export const NetworkStats = Type.Object(
  {
    bytes_sent_gb: gigabytes('Sent since boot over all interfaces, loopback included.', { example: 1.23 }),
    bytes_recv_gb: gigabytes('Received since boot over all interfaces, loopback included.', {
      example: 4.56,
    }),
    packets_sent: nullable(
      count('Packets sent since boot over all interfaces.', { example: 1234567 }),
      'where the system does not count them',
    ),
    packets_recv: nullable(
      count('Packets received since boot over all interfaces.', { example: 2345678 }),
      'where the system does not count them',
    ),
    sent_bytes: bytes('Exact twin of `bytes_sent_gb`.'),
    received_bytes: bytes('Exact twin of `bytes_recv_gb`.'),
    sent_bytes_per_second: nullable(
      bytesPerSecond('Sent over all interfaces but loopback since the previous sample.'),
      'until there is an earlier sample of every interface',
    ),
    received_bytes_per_second: nullable(
      bytesPerSecond('Received over all interfaces but loopback since the previous sample.'),
      'until there is an earlier sample of every interface',
    ),
    interfaces: list('Every interface, in the order of the system.', ref(NetworkInterface)),
    sampled_at: sampledAt(),
  },
  { $id: 'NetworkStats', title: 'NetworkStats', description: 'Network interfaces and their traffic.' },
);
export type NetworkStats = Static<typeof NetworkStats>;
