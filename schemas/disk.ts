import { Type, type Static } from '@sinclair/typebox';
import { bytes, count, flag, gigabytes, nullable, percent, sampledAt, text } from './units.js';

export const DiskStats = Type.Object(
  {
    total_gb: gigabytes('Size of the file system.', { example: 467.89 }),
    used_gb: gigabytes('Space in use.', { example: 203.12 }),
    free_gb: gigabytes('Space an unprivileged user can still write.', { example: 240.93 }),
    percent: nullable(
      percent('How full it is, as df counts: used ÷ (used + free), one decimal.', { example: 45.8 }),
    ),
    total_bytes: bytes('Exact twin of `total_gb`.'),
    used_bytes: bytes('Exact twin of `used_gb`.'),
    free_bytes: bytes('Exact twin of `free_gb`.'),
    mount_point: text('Where the file system is mounted.', '/'),
    device: nullable(text('What is mounted there.', '/dev/nvme0n1p2')),
    type: nullable(text('Kind of file system.', 'ext4')),
    read_only: nullable(flag('Whether it is mounted read-only.')),
    inodes_total: nullable(count('Number of files it can hold; null where that is not fixed.')),
    inodes_free: nullable(count('How many more files it can hold; null where that is not fixed.')),
    sampled_at: sampledAt(),
  },
  { $id: 'DiskStats', title: 'DiskStats', description: 'The root file system, or that of SYSMON_DISK_PATH.' },
);
export type DiskStats = Static<typeof DiskStats>;
