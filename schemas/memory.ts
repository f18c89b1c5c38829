import { Type, type Static } from '@sinclair/typebox';
import {
  bytes,
  finePercent,
  flag,
  gigabytes,
  implausible,
  nullable,
  percent,
  sampledAt,
  text,
} from './units.js';

export const MemoryStats = Type.Object(
  {
    total_gb: gigabytes('Usable memory of the machine.', { example: 31.32 }),
    used_gb: nullable(
      gigabytes('Memory that cannot be had without swapping: total − available.', { example: 1.65 }),
      'where the system does not tell what is available',
    ),
    available_gb: nullable(
      gigabytes('Memory that new programs can have without swapping.', { example: 29.67 }),
      'where the system does not tell it',
    ),
    percent: nullable(
      percent('Share of the memory in use: used ÷ total, one decimal.', { example: 5.3 }),
      'where the system does not tell what is available',
    ),
    total_bytes: bytes('Exact twin of `total_gb`.', { example: 33629548544 }),
    used_bytes: nullable(bytes('Exact twin of `used_gb`.'), 'when that is'),
    available_bytes: nullable(bytes('Exact twin of `available_gb`.'), 'when that is'),
    available_is_estimated: flag(
      'Whether `available` is reckoned from free memory and caches, as psutil does, because this kernel (before 3.14, or of ' +
        'OpenVZ) does not tell MemAvailable.',
    ),
    free_bytes: nullable(
      bytes('Memory used for nothing at all, not even as a cache.'),
      'where the system does not tell it',
    ),
    buffers_bytes: nullable(
      bytes('Buffers of block devices. Linux only.'),
      'elsewhere, and where the kernel does not tell it',
    ),
    cached_bytes: nullable(
      bytes('Page cache and reclaimable kernel memory. Linux only.'),
      'elsewhere, and where the kernel does not tell it',
    ),
    shared_bytes: nullable(
      bytes('Shared memory and tmpfs. Linux only.'),
      'elsewhere, and where the kernel does not tell it',
    ),
    zfs_arc_bytes: nullable(
      bytes(
        'Cache of ZFS, which the kernel counts as used although it is given back on demand; null without ZFS, and in a ' +
          'container of LXC, whose memory it is no part of.',
      ),
    ),
    swap_total_bytes: nullable(
      bytes('Swap space; 0 when there is none.'),
      'where the system does not tell it',
    ),
    swap_used_bytes: nullable(bytes('Swap space in use.'), 'where the system does not tell it'),
    swap_free_bytes: nullable(bytes('Swap space not in use.'), 'where the system does not tell it'),
    swap_used_percent: nullable(
      percent('Share of the swap space in use, one decimal; null when there is none.'),
    ),
    limit_bytes: nullable(
      bytes(
        'The memory limit of the control group this service runs in; null when none holds (or not on Linux).',
      ),
    ),
    limit_used_bytes: nullable(bytes('Memory counted against that limit; null when none holds.')),
    limit_reason: nullable(
      text(
        'Why the limit, or what is counted against it, is not known; null when both are, and when none holds.',
      ),
    ),
    pressure_some_percent: nullable(
      finePercent(
        'Share of the last 10 s in which at least one task waited for memory (Linux PSI); null where not offered.',
      ),
    ),
    pressure_full_percent: nullable(
      finePercent(
        'Share of the last 10 s in which all tasks waited for memory (Linux PSI); null where not offered.',
      ),
    ),
    implausible: implausible(),
    sampled_at: sampledAt(),
  },
  { $id: 'MemoryStats', title: 'MemoryStats', description: 'Main memory and swap.' },
);
export type MemoryStats = Static<typeof MemoryStats>;
