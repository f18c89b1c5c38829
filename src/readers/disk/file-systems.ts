import { remembered } from '../../clock.js';
import { asFailure, type FailureCode } from '../../failures.js';
import type { Host } from '../../host/host.js';
import { shownName } from '../../byte-names.js';
import { recognised } from '../../recognised.js';
import type { HostMount } from './mounts.js';
import type { PossibleSize } from './sizes.js';

/** One file system of the machine; sizes in bytes, null when it was not to be had for the reason given. */
export interface FileSystemReading {
  mountPoint: string;
  /** Other places that show it or a part of it (bind mounts, subvolumes). */
  alsoMountedAt: Place[];
  device: string | null;
  type: string | null;
  /** Whether nothing can be written at `mountPoint`. */
  readOnly: boolean | null;
  /** The pool whose space it shares with others (ZFS, APFS); null where it has its space to itself. */
  pool: string | null;
  /** `not_passed_through`: the container this service runs in was not given it. */
  state: 'ok' | 'not_passed_through' | FailureCode;
  reason: string | null;
  /** Null for what cannot be, too. */
  size: PossibleSize | null;
}

/** Where a file system is mounted, and whether nothing can be written there. */
export interface Place {
  mountPoint: string;
  readOnly: boolean | null;
}

/** How old the size of a file system that may hang may be, ms: asking a server every second would burden it. */
const remoteAge = 10_000;

type Requested = Pick<FileSystemReading, 'state' | 'reason' | 'size'>;

/**
 * Reads the size of every real file system among `mounts`, all at the same time. One that does not answer costs
 * only itself; those of the network and FUSE are asked every 10 s at most.
 */
export function fileSystemsReader(host: Host): (mounts: HostMount[]) => Promise<FileSystemReading[]> {
  const systemsOf = recognised(fileSystemsOf);
  const askNow = (shown: HostMount) => ask(host, shown);
  let remote = new Map<string, typeof askNow>();
  return async (mounts) => {
    const systems = systemsOf(mounts);
    const before = remote;
    remote = new Map(
      systems
        .filter(({ shown }) => shown.mayHang)
        .map(({ shown }) => keyOf(shown))
        .map((key) => [key, before.get(key) ?? remembered(host.clock, remoteAge, askNow)]),
    );
    const requested = await Promise.all(
      systems.map(({ shown }) => (remote.get(keyOf(shown)) ?? askNow)(shown)),
    );
    return systems.flatMap((system, index) => reading(system, requested[index]));
  };
}

function keyOf({ id, mountPoint }: HostMount): string {
  return `${id} ${mountPoint}`;
}

async function ask(host: Host, { mountPoint, mayHang, reachable }: HostMount): Promise<Requested> {
  if (reachable === false) return { state: 'not_passed_through', reason: notGiven, size: null };
  if (reachable === null) return { state: 'failed', reason: notKnown, size: null };
  try {
    return { state: 'ok', reason: null, size: await host.root.fileSystem(mountPoint, { mayHang }) };
  } catch (thrown) {
    const { code, message } = asFailure(thrown);
    return { state: code, reason: message, size: null };
  }
}

const notGiven =
  'not mounted in this container; mount the host’s root there with all below it (rslave), and start again';

const notKnown =
  'what is mounted in this container cannot be told: its own /proc/self/mountinfo cannot be read';

/** What has no size is no place for files; `df` leaves it out too. */
function reading(
  { shown, alsoMountedAt }: FileSystem,
  requested: Requested | undefined,
): FileSystemReading[] {
  if (requested === undefined || requested.size?.total === 0) return [];
  const { device, type } = shown;
  const facts = { device: shownName(device), type, pool: poolOf(shown) };
  return [{ ...placeOf(shown), alsoMountedAt: alsoMountedAt.map(placeOf), ...facts, ...requested }];
}

function placeOf({ mountPoint, readOnlyHere }: HostMount): Place {
  return { mountPoint: shownName(mountPoint), readOnly: readOnlyHere };
}

/** The first part of a dataset's name is the pool's. */
function poolOf({ type, device }: HostMount): string | null {
  return type === 'zfs' ? (device.split('/')[0] ?? null) : null;
}

interface FileSystem {
  shown: HostMount;
  alsoMountedAt: HostMount[];
}

/** Every real file system once, in the order of mounting, at a place where it can be written and that shows most of it. */
function fileSystemsOf(mounts: readonly HostMount[]): FileSystem[] {
  const places = new Map<string, HostMount[]>();
  for (const mount of mounts) {
    if (mount.hidden || !isReal(mount)) continue;
    places.set(mount.deviceNumber, [...(places.get(mount.deviceNumber) ?? []), mount]);
  }
  return [...places.values()].flatMap((same) => {
    const [shown, ...others] = same.toSorted(mostShownFirst);
    return shown === undefined ? [] : [{ shown, alsoMountedAt: others }];
  });
}

function mostShownFirst(a: HostMount, b: HostMount): number {
  const rank = ({ reachable, mountPoint, root, readOnlyHere }: HostMount) =>
    (reachable === true ? 0 : 8) + (mountPoint === '/' ? 0 : (readOnlyHere ? 4 : 0) + (root === '/' ? 1 : 2));
  return rank(a) - rank(b) || a.mountPoint.length - b.mountPoint.length;
}

/** What node_exporter shows, too: no file systems of the kernel's, no images, no layers of containers but the root. */
function isReal({ mountPoint, type }: HostMount): boolean {
  if (mountPoint === '/') return true;
  return !pseudoTypes.has(type) && !isImage(type, mountPoint) && !pseudoPlaces.test(mountPoint);
}

const pseudoTypes = new Set([
  ...['autofs', 'binfmt_misc', 'bpf', 'cgroup', 'cgroup2', 'configfs', 'debugfs', 'devpts', 'devtmpfs'],
  ...['efivarfs', 'erofs', 'fusectl', 'hugetlbfs', 'iso9660', 'mqueue', 'nsfs', 'overlay', 'proc', 'pstore'],
  ...['ramfs', 'rpc_pipefs', 'securityfs', 'selinuxfs', 'squashfs', 'sysfs', 'tracefs'],
  // Views of FUSE that hold no files of their own, and that only their user may ask.
  ...['fuse.gvfsd-fuse', 'fuse.lxcfs', 'fuse.portal', 'fuse.fuse-overlayfs'],
  ...['cramfs', 'romfs'],
]);

/** Images mounted by FUSE, always full: a program in one file (AppImage) names the type after itself. */
function isImage(type: string, mountPoint: string): boolean {
  return imageTypes.test(type) || (type.startsWith('fuse.') && /\/\.mount_[^/]+$/.test(mountPoint));
}

const imageTypes = /^fuse\.(?:.*\.appimage|(?:squashfuse|snapfuse|dwarfs|erofsfuse|fuseiso)[\w.]*)$/i;

const pseudoPlaces =
  /^\/(?:dev|proc|sys|run\/credentials\/.+|var\/lib\/docker\/.+|var\/lib\/containers\/storage\/.+)(?:$|\/)/;
