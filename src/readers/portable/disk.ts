import { Failure } from '../../failures.js';
import type { Host } from '../../host/host.js';
import { noPressure } from '../../parsers/proc/pressure.js';
import { knownNumber, knownPositive, knownText } from '../../parsers/systeminformation.js';
import type { DiskReading, FileSystemReading } from '../disk/reader.js';
import type { Reader } from '../reader.js';

type FileSystem = Awaited<ReturnType<Host['portable']['fsSize']>>[number];

/** The file system that holds `path` on macOS, Windows and the BSDs, through systeminformation. */
export function portableDiskReader(host: Host, path: string): Reader<DiskReading> {
  return async () => {
    const systems = await host.portable.fsSize();
    const found = holderOf(systems, host.platform, path);
    if (found === null) throw new Failure('absent', `no file system of this machine holds ${path}`);
    const total = knownPositive(found.size);
    const free = knownNumber(found.available);
    const used = total === null || free === null ? null : usedOf(host.platform, found, total, free);
    if (total === null || free === null || used === null) {
      throw new Failure('failed', `the system does not tell the size of ${found.mount}`);
    }
    return {
      mountPoint: found.mount,
      device: knownText(found.fs),
      type: knownText(found.type),
      total,
      used,
      free,
      inodes: null,
      inodesFree: null,
      readOnly: readOnly(host.platform, found),
      fileSystems: systems.flatMap((system) => fileSystem(host.platform, system)),
      // The library knows counters of single devices nowhere but on Linux.
      devices: null,
      pressure: noPressure,
    };
  };
}

/** One of all file systems; none for what the library cannot tell the size of. */
function fileSystem(platform: NodeJS.Platform, system: FileSystem): FileSystemReading[] {
  const total = knownPositive(system.size);
  const available = knownNumber(system.available);
  const used = total === null || available === null ? null : usedOf(platform, system, total, available);
  if (total === null || available === null || used === null) return [];
  return [
    {
      mountPoint: system.mount,
      alsoMountedAt: [],
      device: knownText(system.fs),
      type: knownText(system.type),
      readOnly: readOnly(platform, system),
      pool: poolOf(system),
      state: 'ok',
      reason: null,
      size: { total, free: Math.max(0, total - used), available, inodes: 0, inodesFree: 0 },
    },
  ];
}

/** The volumes of an APFS container are slices of the disk that macOS makes of it: `/dev/disk3s5` is of `disk3`. */
function poolOf({ type, fs }: FileSystem): string | null {
  if (type.toLowerCase() !== 'apfs') return null;
  return /^\/dev\/(disk\d+)s\d/.exec(fs)?.[1] ?? null;
}

/** The file system whose mount point is the longest beginning of the path; of several the last one mounted. */
function holderOf(
  systems: readonly FileSystem[],
  platform: NodeJS.Platform,
  path: string,
): FileSystem | null {
  const wanted = comparable(platform, path);
  let found: { system: FileSystem; length: number } | null = null;
  for (const system of systems) {
    const mount = comparable(platform, system.mount);
    if (wanted.startsWith(mount) && mount.length >= (found?.length ?? 0)) {
      found = { system, length: mount.length };
    }
  }
  return found?.system ?? null;
}

/** A path with one slash at its end; on Windows `/` and what follows mean the drive C. */
function comparable(platform: NodeJS.Platform, path: string): string {
  if (platform !== 'win32') return `${path.replace(/\/+$/, '')}/`;
  const slashed = path.toLowerCase().replaceAll('\\', '/');
  return `${(slashed.startsWith('/') ? `c:${slashed}` : slashed).replace(/\/+$/, '')}/`;
}

/**
 * The volumes of an APFS container share its space: `/` is the sealed system of a few gigabytes, and what fills
 * the container is on others. Used is therefore what is not free for any of them.
 */
function usedOf(platform: NodeJS.Platform, found: FileSystem, total: number, free: number): number | null {
  return platform === 'darwin' && found.type === 'APFS' ? Math.max(0, total - free) : knownNumber(found.used);
}

/**
 * The library says "not writable" also where it found no answer: on macOS for what is no device, and on Windows
 * it says "writable" for that.
 */
function readOnly(platform: NodeJS.Platform, { rw, fs }: FileSystem): boolean | null {
  if (rw === null) return null;
  if (platform === 'win32') return rw ? null : true;
  return !rw && platform === 'darwin' && !fs.startsWith('/') ? null : !rw;
}
