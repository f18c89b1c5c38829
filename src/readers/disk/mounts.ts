import type { Host } from '../../host/host.js';
import { liesIn, parseMountinfo, type Mount } from '../../parsers/mountinfo.js';
import { recognised } from '../../recognised.js';
import { ownView, type OwnViewNow } from '../container/own-view.js';
import { flagsAreDoubtful, isReadOnlyHere, kernelTypes } from './read-only.js';

/** A mount of the host as this process can use it. */
export interface HostMount extends Mount {
  /** Whether nothing can be written at this place, by the file system itself or by its mount there. */
  readOnlyHere: boolean;
  /** Something was mounted over it, so that its place now shows another file system. */
  hidden: boolean;
  /** Asking for its size may wait for ever: it, or what lies on the way to it, is a network or FUSE file system. */
  mayHang: boolean;
  /** Whether it can be reached below SYSMON_ROOT: false for what a container was not given, null when not known. */
  reachable: boolean | null;
}

/**
 * Gives the host's mounts, in the order of mounting; the same array as long as nothing was mounted or unmounted,
 * since parsing hundreds of them takes longer than all else. Inside a container (SYSMON_ROOT) they are those of the
 * host's first process where that can be seen, else this process's own below SYSMON_ROOT, that prefix taken off. Null where
 * neither can be read.
 */
export function mountsReader(host: Host, view: OwnViewNow = ownView(host)): () => HostMount[] | null {
  const inContainer = host.rootPath !== '/';
  const areDoubtful = recognised(flagsAreDoubtful);
  const first = recognised(parseMountinfo);
  const mounts = recognised((own: readonly Mount[] | null, ofFirst: readonly Mount[]) =>
    hostMounts(own, ofFirst, host.rootPath),
  );
  return () => {
    const { mounts: own, mountsAreTold } = view();
    const isFirstNeeded = inContainer || areDoubtful(own);
    const text = isFirstNeeded ? host.proc.optional('1/mountinfo', 'names') : null;
    if (!mountsAreTold && text === null) return null;
    return mounts(mountsAreTold ? own : null, first(text ?? ''));
  };
}

type JudgedMount = Omit<HostMount, 'reachable' | 'readOnlyHere'>;

function hostMounts(own: readonly Mount[] | null, first: readonly Mount[], rootPath: string): HostMount[] {
  const believed = (mount: JudgedMount) => mount.readOnly || mount.mountReadOnly;
  if (own === null) {
    return judged(first).map((mount) => ({ ...mount, readOnlyHere: believed(mount), reachable: null }));
  }
  if (rootPath === '/') {
    const isReadOnly = isReadOnlyHere(own, first);
    return judged(own).map((mount) => ({ ...mount, readOnlyHere: isReadOnly(mount), reachable: true }));
  }
  if (first.length === 0 || sameView(first, own)) return below(judged(own), rootPath);
  const standing = judged(own).filter(({ hidden }) => !hidden);
  const reached = new Map(standing.map((mount) => [mount.mountPoint, mount.deviceNumber]));
  return judged(first).map((mount) => ({
    ...mount,
    readOnlyHere: believed(mount),
    reachable: reached.get(within(rootPath, mount.mountPoint)) === mount.deviceNumber,
  }));
}

/** Numbers of mounts are never used twice, so one in common means that both see the same. */
function sameView(a: readonly Mount[], b: readonly Mount[]): boolean {
  const ids = new Set(a.map(({ id }) => id));
  return b.some(({ id }) => ids.has(id));
}

/** A container is mostly given the machine's root read-only, which says nothing of the machine. */
function below(own: readonly JudgedMount[], rootPath: string): HostMount[] {
  return own
    .filter(({ mountPoint }) => liesIn(mountPoint, rootPath))
    .map((mount) => {
      const mountPoint = mount.mountPoint.slice(rootPath.length) || '/';
      return { ...mount, mountPoint, readOnlyHere: mount.readOnly, reachable: true };
    });
}

function within(rootPath: string, mountPoint: string): string {
  return mountPoint === '/' ? rootPath : `${rootPath}${mountPoint}`;
}

function judged(mounts: readonly Mount[]): JudgedMount[] {
  const byId = new Map(mounts.map((mount) => [mount.id, mount]));
  const standing = new Map(mounts.map((mount) => [placeOf(mount.parent, mount.mountPoint), mount]));
  const order = new Map(mounts.map((mount, index) => [mount, index]));
  const isLater = (one: Mount, other: Mount) => (order.get(one) ?? 0) > (order.get(other) ?? 0);
  const onTheWay = (mount: Mount): Mount[] => {
    const way = [mount];
    // A circle or an absent parent ends the way; damaged files may have either.
    for (let next = byId.get(mount.parent); next !== undefined && !way.includes(next);) {
      way.push(next);
      next = byId.get(next.parent);
    }
    return way;
  };
  const buried = (mount: Mount): boolean => {
    const above = foldersAbove(mount.mountPoint).map((folder) => standing.get(placeOf(mount.parent, folder)));
    // What was there before hides nothing: some kernels for containers name one parent for all.
    return above.some((other) => other !== undefined && other.id !== mount.parent && isLater(other, mount));
  };
  const answers = answersAtOnce(mounts);
  return mounts.map((mount) => {
    const way = onTheWay(mount);
    const covered = standing.has(placeOf(mount.id, mount.mountPoint));
    return {
      ...mount,
      hidden: covered || way.some(buried),
      mayHang: !way.every(answers),
    };
  });
}

function placeOf(parent: number, mountPoint: string): string {
  return `${parent} ${mountPoint}`;
}

/** `/a/b` → `/a`, `/`: a sibling mounted there hides what was mounted below it before. */
function foldersAbove(path: string): string[] {
  if (path === '/') return [];
  const parts = path.split('/').slice(1, -1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`).concat('/');
}

/**
 * Only of file systems of this machine's own devices and memory is it certain that they answer. A machine of containers
 * has hundreds of overlays, each of dozens of layers.
 */
function answersAtOnce(mounts: readonly Mount[]): (mount: Mount) => boolean {
  const standing = new Map(mounts.map((mount) => [mount.mountPoint, mount]));
  return (mount) => {
    if (mount.type !== 'overlay') return isLocal(mount);
    const layers = layersOf(mount).map((folder) => holderOf(standing, folder));
    // The layers of a container's own root are folders of the machine, and not to be seen from inside.
    return layers.length > 0 && layers.every((one) => one !== null && one !== mount && isLocal(one));
  };
}

/** The one of these mounts, by their places, that holds a folder. */
function holderOf(standing: ReadonlyMap<string, Mount>, folder: string): Mount | null {
  for (let place = folder; place !== ''; place = place.slice(0, place.lastIndexOf('/'))) {
    const found = standing.get(place);
    if (found !== undefined) return found;
  }
  return standing.get('/') ?? null;
}

function isLocal({ type }: Mount): boolean {
  return localTypes.has(type) || kernelTypes.has(type);
}

/** The folders that an overlay is made of. */
function layersOf({ superOptions }: Mount): string[] {
  const options = superOptions
    .split(',')
    .flatMap((option) => /^(?:lowerdir|upperdir)\+?=(.*)$/.exec(option)?.[1] ?? []);
  return options.flatMap((folders) => folders.split(':')).filter((folder) => folder.startsWith('/'));
}

const localTypes = new Set([
  ...['ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'zfs', 'f2fs', 'jfs', 'bcachefs', 'reiserfs', 'nilfs2'],
  // Not vfat: the first question for its size may read the whole table of a large card.
  ...['exfat', 'ntfs3', 'iso9660', 'udf', 'squashfs', 'erofs', 'tmpfs', 'ramfs', 'rootfs'],
]);
