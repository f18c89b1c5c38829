import { Failure } from '../failures.js';
import type { Host } from '../host/host.js';
import { mountOf, parseMountinfo } from '../parsers/mountinfo.js';
import type { Reader } from './reader.js';

/** One file system, in bytes, counted as `df` counts. */
export interface DiskReading {
  mountPoint: string;
  device: string | null;
  type: string | null;
  total: number;
  used: number;
  /** What an unprivileged user can still write. */
  free: number;
  inodes: number | null;
  inodesFree: number | null;
  readOnly: boolean | null;
}

/**
 * Reads the file system that holds `path` by statfs(2). Only of file systems that live on this machine's own
 * devices or memory is it certain that they answer; all others are asked through a helper process.
 */
export function diskReader(host: Host, path: string): Reader<DiskReading> {
  return async () => {
    const mounts = parseMountinfo(host.proc.text('self/mountinfo') ?? '');
    const mount = mountOf(mounts, path);
    const mayHang = mount === null || !localTypes.has(mount.type);
    const size = await host.root.fileSystem(path, { mayHang });
    if (size.total === 0) throw new Failure('unsupported', `the file system at ${path} has no size`);
    return {
      mountPoint: mount?.mountPoint ?? path,
      device: mount?.device ?? null,
      type: mount?.type ?? null,
      total: size.total,
      used: size.total - size.free,
      free: size.available,
      // btrfs and others have no fixed number of inodes and say 0.
      inodes: size.inodes === 0 ? null : size.inodes,
      inodesFree: size.inodes === 0 ? null : size.inodesFree,
      readOnly: mount?.readOnly ?? null,
    };
  };
}

const localTypes = new Set([
  ...['ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'zfs', 'f2fs', 'jfs', 'bcachefs', 'reiserfs', 'nilfs2'],
  ...['vfat', 'exfat', 'ntfs3', 'iso9660', 'udf', 'squashfs', 'erofs', 'overlay', 'tmpfs', 'ramfs', 'rootfs'],
]);
