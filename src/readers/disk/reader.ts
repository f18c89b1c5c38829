import { shownName } from '../../byte-names.js';
import { Failure } from '../../failures.js';
import type { Host } from '../../host/host.js';
import { mountOf } from '../../parsers/mountinfo.js';
import { parseProcPressure, type Pressure } from '../../parsers/proc/pressure.js';
import { devicesReader, type DiskDeviceReading } from './devices.js';
import { fileSystemsReader, type FileSystemReading } from './file-systems.js';
import { mountsReader, type HostMount } from './mounts.js';
import { soundSize } from './sizes.js';
import type { OwnViewNow } from '../container/own-view.js';
import type { Reader } from '../reader.js';

export type { DiskDeviceReading, FileSystemReading };

/** The file system of one path in bytes, counted as `df` counts, and all file systems and block devices. */
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
  /** Whether nothing can be written at `mountPoint`. */
  readOnly: boolean | null;
  /** Null where it cannot be read what is mounted. */
  fileSystems: FileSystemReading[] | null;
  /** Null where the system does not tell. */
  devices: DiskDeviceReading[] | null;
  /** How much tasks waited for input and output. */
  pressure: Pressure;
}

/**
 * Reads the file system that holds `path` and all others by statfs(2), and `/proc/diskstats`. Only of file systems
 * that live on this machine's own devices or memory is it certain that they answer; all others are asked through
 * a helper process. That `path` does not answer is a Failure.
 */
export function diskReader(host: Host, path: string, view?: OwnViewNow): Reader<DiskReading> {
  const mountsNow = mountsReader(host, view);
  const fileSystems = fileSystemsReader(host);
  const devices = devicesReader(host);
  return async () => {
    const mounts = mountsNow();
    const [own, all] = await Promise.all([
      pathReading(host, path, mounts ?? []),
      mounts === null ? null : fileSystems(mounts),
    ]);
    return {
      ...own,
      fileSystems: all,
      devices: devices(),
      pressure: parseProcPressure(host.proc.optional('pressure/io') ?? ''),
    };
  };
}

const remedy = 'Name a place of a file system that holds files in SYSMON_DISK_PATH.';

async function pathReading(host: Host, path: string, mounts: HostMount[]) {
  const visible = mounts.filter(({ hidden }) => !hidden);
  const mount = mountOf(visible, path);
  // A path that is no mount point itself may be a symbolic link to anywhere.
  const mayHang = mount === null || mount.mayHang || mount.mountPoint !== path;
  const told = await host.root.fileSystem(path, { mayHang });
  if (told.total === 0) throw new Failure('absent', `the file system at ${path} has no size`, { remedy });
  const size = soundSize(told, path);
  return {
    mountPoint: shownName(mount?.mountPoint ?? path),
    device: mount === null ? null : shownName(mount.device),
    type: mount?.type ?? null,
    total: size.total,
    used: size.total - size.free,
    free: size.available,
    // btrfs and others have no fixed number of inodes and say 0.
    inodes: size.inodes === 0 ? null : size.inodes,
    inodesFree: size.inodes === 0 ? null : size.inodesFree,
    readOnly: mount?.readOnlyHere ?? null,
  };
}
