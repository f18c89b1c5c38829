/** One mounted file system. */
export interface Mount {
  /** The kernel's number of this mount, no two alike at one time; and of the mount it stands on. */
  id: number;
  parent: number;
  /** `8:1`: the same for all mounts of one file system. */
  deviceNumber: string;
  /** Which folder of the file system is shown: `/` unless it is a part of it (a bind mount, a subvolume). */
  root: string;
  mountPoint: string;
  /** What is mounted: a device, a server's path, or a word. */
  device: string;
  /** `ext4`, `nfs4`, `fuse.sshfs`, … */
  type: string;
  /** By the file system itself, for everybody. */
  readOnly: boolean;
  /** By this one mount of it, which may be that of some programs alone, such as a protected service. */
  mountReadOnly: boolean;
  /** It follows a mount of which it is a copy: of those of another mount namespace (`master:` of its optional fields). */
  isCopy: boolean;
  /** Options of the file system: its controllers for a cgroup, its layers for an overlay. */
  superOptions: string;
}

/**
 * `/proc/<pid>/mountinfo` (proc_pid_mountinfo(5)), in the order of mounting: what is mounted later over the same
 * place hides what was there.
 */
export function parseMountinfo(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [left = '', right] = line.split(' - ');
    const [id, parent, deviceNumber, root, mountPoint, options, ...optional] = left.split(' ');
    const [type, device, superOptions = ''] = right?.split(' ') ?? [];
    if (root === undefined || mountPoint === undefined || options === undefined) return [];
    if (type === undefined || device === undefined || !isWhole(id) || !isWhole(parent)) return [];
    const readOnly = { readOnly: hasOption(superOptions, 'ro'), mountReadOnly: hasOption(options, 'ro') };
    const isCopy = optional.some((field) => field.startsWith('master:'));
    const place = { id: Number(id), parent: Number(parent), deviceNumber: deviceNumber ?? '' };
    const names = { root: unescaped(root), mountPoint: unescaped(mountPoint), device: unescaped(device) };
    return [{ ...place, ...names, type, ...readOnly, isCopy, superOptions }];
  });
}

function isWhole(text: string | undefined): boolean {
  return /^\d{1,15}$/.test(text ?? '');
}

/** The mount that holds `path`: the longest mount point it lies in, the last one where several are equal. */
export function mountOf<M extends Mount>(mounts: readonly M[], path: string): M | null {
  let found: M | null = null;
  for (const mount of mounts) {
    if (liesIn(path, mount.mountPoint) && mount.mountPoint.length >= (found?.mountPoint.length ?? 0))
      found = mount;
  }
  return found;
}

/** Whether `path` is `folder` or lies in it. */
export function liesIn(path: string, folder: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}

function hasOption(options: string, option: string): boolean {
  return options.split(',').includes(option);
}

/** Blanks, tabs, line ends and backslashes are written as three octal digits. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
}
