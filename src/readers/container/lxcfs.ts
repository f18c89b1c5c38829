import type { Host } from '../../host/host.js';
import type { Mount } from '../../parsers/mountinfo.js';

/**
 * Whether this file of /proc (`meminfo`) is one that LXC has put over the kernel's (lxcfs): it shows the share of the
 * machine that the container was given. With SYSMON_PROC it may be the kernel's all the same.
 */
export function isFromLxcfs({ proc, own }: Host, mounts: readonly Mount[], file: string): boolean {
  const place = `/proc/${file}`;
  if (!mounts.some(({ mountPoint, type }) => mountPoint === place && type === 'fuse.lxcfs')) return false;
  return proc.identity(file)?.inode === own.identity(`proc/${file}`)?.inode;
}
