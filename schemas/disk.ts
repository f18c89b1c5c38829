import { Type, type Static } from '@sinclair/typebox';
import {
  bytes,
  bytesPerSecond,
  count,
  finePercent,
  fineSeconds,
  flag,
  gigabytes,
  implausible,
  list,
  nullable,
  oneOf,
  perSecond,
  percent,
  ratio,
  ref,
  sampledAt,
  text,
} from './units.js';

/** What a file system can be in; the words are part of the API. */
export const fileSystemStates = [
  'ok',
  'timeout',
  'no_permission',
  'not_passed_through',
  'absent',
  'failed',
] as const;

export const FileSystem = Type.Object(
  {
    mount_point: text('Where it is mounted; on the host, when read from inside a container.', '/home'),
    other_mount_points: list(
      'Other places that show it or a part of it (bind mounts, subvolumes).',
      text('A mount point.', '/srv/files'),
    ),
    device: nullable(
      text('What is mounted: a device, a path of a server, or a name.', '/dev/nvme0n1p2'),
      'where the system does not tell it',
    ),
    type: nullable(text('Kind of file system.', 'ext4'), 'where the system does not tell it'),
    pool: nullable(
      text(
        'The pool whose free space it shares with other file systems (datasets of ZFS, volumes of APFS): `free_bytes` of ' +
          'one pool must not be added up.',
        'tank',
      ),
      'where it has its space to itself',
    ),
    total_bytes: nullable(
      bytes('Its size; in a pool what it holds and what is free in the pool.'),
      'when its `state` is not "ok"',
    ),
    used_bytes: nullable(bytes('Space in use.'), 'when its `state` is not "ok"'),
    free_bytes: nullable(
      bytes('Space an unprivileged user can still write.'),
      'when its `state` is not "ok"',
    ),
    used_percent: nullable(
      percent('How full it is, as df counts: used ÷ (used + free), one decimal.'),
      'when its `state` is not "ok", or when there is neither used nor free space',
    ),
    inodes_total: nullable(count('Number of files it can hold; null where that is not fixed.')),
    inodes_used: nullable(count('How many files it holds; null where their number is not fixed.')),
    inodes_free: nullable(count('How many more files it can hold; null where that is not fixed.')),
    read_only: nullable(
      flag(
        'Whether nothing can be written at `mount_point`; it may be possible at another place that shows it.',
      ),
      'where the system does not tell it',
    ),
    state: oneOf(
      'Whether its size could be read; anything but "ok" explains the nulls. "timeout": a network or FUSE file ' +
        'system that does not answer. "not_passed_through": the container this service runs in was not given it.',
      fileSystemStates,
    ),
    reason: nullable(text('Why the state is not "ok", in a sentence; null when it is.')),
  },
  { $id: 'FileSystem', title: 'FileSystem', description: 'One mounted file system.' },
);
export type FileSystem = Static<typeof FileSystem>;

export const DiskDevice = Type.Object(
  {
    name: text("The kernel's name of the device.", 'nvme0n1'),
    kind: oneOf(
      '"disk": a whole device. "partition": a part of one. "stacked": made of other devices (LVM, encryption, RAID), ' +
        'so that what it transfers is also counted there. "path": one of the ways to a disk (NVMe multipath), so that ' +
        'what goes over it is what that disk transfers.',
      ['disk', 'partition', 'stacked', 'path'],
    ),
    parent: nullable(
      text('The device a partition is part of, or the disk a path leads to; null for others.', 'nvme0n1'),
    ),
    label: nullable(text('The name it was given (LVM, encryption); null for others.', 'vg0-root')),
    model: nullable(text('The product; null where it is not told.', 'Samsung SSD 990 PRO 2TB')),
    size_bytes: nullable(bytes('Its size.'), 'where the system does not tell it'),
    read_bytes: nullable(
      bytes('Read since boot.'),
      'when it was told as what cannot be, as `implausible` says',
    ),
    written_bytes: nullable(
      bytes('Written since boot.'),
      'when it was told as what cannot be, as `implausible` says',
    ),
    read_operations: nullable(
      count('Reads since boot.'),
      'when it was told as what cannot be, as `implausible` says',
    ),
    written_operations: nullable(
      count('Writes since boot.'),
      'when it was told as what cannot be, as `implausible` says',
    ),
    read_bytes_per_second: nullable(
      bytesPerSecond('Read since the previous sample.'),
      'in the first sample of it, and when its counters began anew',
    ),
    written_bytes_per_second: nullable(
      bytesPerSecond('Written since the previous sample.'),
      'in the first sample of it, and when its counters began anew',
    ),
    read_operations_per_second: nullable(
      perSecond('Reads since the previous sample.'),
      'in the first sample of it, and when its counters began anew',
    ),
    written_operations_per_second: nullable(
      perSecond('Writes since the previous sample.'),
      'in the first sample of it, and when its counters began anew',
    ),
    read_wait_seconds: nullable(
      fineSeconds(
        'Mean time from request to answer of the reads since the previous sample; null when there was none.',
      ),
    ),
    written_wait_seconds: nullable(fineSeconds('The same of the writes; null when there was none.')),
    usage_percent: nullable(
      percent(
        'Share of the time since the previous sample in which at least one request was under way. At 100 % a ' +
          'hard disk is at its limit; an SSD that works on many requests at once need not be.',
      ),
      'in the first sample of it, and when its counters began anew',
    ),
    queue_length: nullable(
      ratio('Mean number of requests under way since the previous sample.'),
      'in the first sample of it, and when its counters began anew',
    ),
  },
  { $id: 'DiskDevice', title: 'DiskDevice', description: 'One block device, or one partition of one.' },
);
export type DiskDevice = Static<typeof DiskDevice>;

export const DiskStats = Type.Object(
  {
    total_gb: gigabytes('Size of the file system.', { example: 467.89 }),
    used_gb: gigabytes('Space in use.', { example: 203.12 }),
    free_gb: gigabytes('Space an unprivileged user can still write.', { example: 240.93 }),
    percent: nullable(
      percent('How full it is, as df counts: used ÷ (used + free), one decimal.', { example: 45.8 }),
      'when there is neither used nor free space',
    ),
    total_bytes: bytes('Exact twin of `total_gb`.'),
    used_bytes: bytes('Exact twin of `used_gb`.'),
    free_bytes: bytes('Exact twin of `free_gb`.'),
    mount_point: text('Where the file system is mounted.', '/'),
    device: nullable(text('What is mounted there.', '/dev/nvme0n1p2'), 'where the system does not tell it'),
    type: nullable(text('Kind of file system.', 'ext4'), 'where the system does not tell it'),
    read_only: nullable(
      flag('Whether nothing can be written at `mount_point`.'),
      'where the system does not tell it',
    ),
    inodes_total: nullable(count('Number of files it can hold; null where that is not fixed.')),
    inodes_free: nullable(count('How many more files it can hold; null where that is not fixed.')),
    read_bytes: nullable(
      bytes('Read from all whole disks since boot.'),
      'where the system does not count it',
    ),
    written_bytes: nullable(
      bytes('Written to all whole disks since boot.'),
      'where the system does not count it',
    ),
    read_bytes_per_second: nullable(
      bytesPerSecond('Read from all whole disks since the previous sample.'),
      'until there is an earlier sample of every disk, and where the system does not count it',
    ),
    written_bytes_per_second: nullable(
      bytesPerSecond('Written to all whole disks since the previous sample.'),
      'until there is an earlier sample of every disk, and where the system does not count it',
    ),
    pressure_some_percent: nullable(
      finePercent(
        'Share of the last 10 s in which at least one task waited for input or output (Linux PSI); null where not offered.',
      ),
    ),
    pressure_full_percent: nullable(
      finePercent(
        'Share of the last 10 s in which all tasks waited for input or output (Linux PSI); null where not offered.',
      ),
    ),
    filesystems: nullable(
      list(
        'Every real file system once, in the order of mounting; those of the network and FUSE at most 10 s old. Null ' +
          'where it cannot be read what is mounted.',
        ref(FileSystem),
      ),
    ),
    devices: nullable(
      list('Every disk, partition and stacked device; null where the system does not tell.', ref(DiskDevice)),
    ),
    implausible: implausible(),
    sampled_at: sampledAt(),
  },
  {
    $id: 'DiskStats',
    title: 'DiskStats',
    description:
      'The root file system (or that of SYSMON_DISK_PATH), all file systems and all block devices.',
  },
);
export type DiskStats = Static<typeof DiskStats>;
