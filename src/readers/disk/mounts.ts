import type { Host } from '../../host/host.js';
import { liesIn, parseMountinfo, type Mount } from '../../parsers/mountinfo.js';
import { recognised } from '../../recognised.js';

/** A mount of the host as this process can use it. */
export interface HostMount extends Mount {
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
 * host's first process where that can be seen, else this process's own below SYSMON_ROOT, that prefix taken off.
 */
export function mountsReader(host: Host): () => HostMount[] {
  const inContainer = host.rootPath !== '/';
  const mounts = recognised((own: string | null, first: string) =>
    hostMounts(own === null ? null : judged(own), judged(first), host.rootPath),
  );
  return () =>
    mounts(
      host.own.optional('proc/self/mountinfo'),
      inContainer ? (host.proc.optional('1/mountinfo') ?? '') : '',
    );
}

type JudgedMount = Omit<HostMount, 'reachable'>;

function hostMounts(own: JudgedMount[] | null, first: JudgedMount[], rootPath: string): HostMount[] {
  if (own === null) return first.map((mount) => ({ ...mount, reachable: null }));
  if (rootPath === '/') return own.map((mount) => ({ ...mount, reachable: true }));
  if (first.length === 0 || sameView(first, own)) return below(own, rootPath);
  const reached = new Map(own.map((mount) => [mount.mountPoint, mount.deviceNumber]));
  return first.map((mount) => ({
    ...mount,
    reachable: reached.get(within(rootPath, mount.mountPoint)) === mount.deviceNumber,
  }));
}

/** Numbers of mounts are never used twice, so one in common means that both see the same. */
function sameView(a: readonly Mount[], b: readonly Mount[]): boolean {
  const ids = new Set(a.map(({ id }) => id));
  return b.some(({ id }) => ids.has(id));
}

function below(own: readonly JudgedMount[], rootPath: string): HostMount[] {
  return own
    .filter(({ mountPoint }) => liesIn(mountPoint, rootPath))
    .map((mount) => {
      const mountPoint = mount.mountPoint.slice(rootPath.length) || '/';
      return { ...mount, mountPoint, reachable: true };
    });
}

function within(rootPath: string, mountPoint: string): string {
  return mountPoint === '/' ? rootPath : `${rootPath}${mountPoint}`;
}

function judged(text: string): JudgedMount[] {
  const mounts = parseMountinfo(text);
  const byId = new Map(mounts.map((mount) => [mount.id, mount]));
  const standing = new Map(mounts.map((mount) => [placeOf(mount.parent, mount.mountPoint), mount]));
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
    return above.some((other) => other !== undefined && other.id !== mount.parent);
  };
  return mounts.map((mount) => {
    const way = onTheWay(mount);
    const covered = standing.has(placeOf(mount.id, mount.mountPoint));
    return {
      ...mount,
      hidden: covered || way.some(buried),
      mayHang: way.some(({ type }) => !answersAtOnce(type)),
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

/** Only of file systems of this machine's own devices and memory is it certain that they answer. */
function answersAtOnce(type: string): boolean {
  return localTypes.has(type) || kernelTypes.has(type);
}

const localTypes = new Set([
  ...['ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'zfs', 'f2fs', 'jfs', 'bcachefs', 'reiserfs', 'nilfs2'],
  ...['vfat', 'exfat', 'ntfs3', 'iso9660', 'udf', 'squashfs', 'erofs', 'overlay', 'tmpfs', 'ramfs', 'rootfs'],
]);

const kernelTypes = new Set([
  ...['proc', 'sysfs', 'devtmpfs', 'devpts', 'cgroup', 'cgroup2', 'securityfs', 'debugfs', 'tracefs', 'bpf'],
  ...['configfs', 'pstore', 'hugetlbfs', 'mqueue', 'efivarfs', 'nsfs', 'binfmt_misc', 'selinuxfs'],
]);
