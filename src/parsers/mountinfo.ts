/** One mounted file system. */
export interface Mount {
  mountPoint: string;
  /** The folder within the file system that is mounted here: `/`, or another for a bind mount. */
  root: string;
  /** What is mounted: a device, a server's path, or a word. */
  device: string;
  /** `ext4`, `nfs4`, `fuse.sshfs`, … */
  type: string;
  readOnly: boolean;
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
    const [root, mountPoint, options] = left.split(' ').slice(3, 6);
    const [type, device, superOptions = ''] = right?.split(' ') ?? [];
    if (
      root === undefined ||
      mountPoint === undefined ||
      options === undefined ||
      type === undefined ||
      device === undefined
    )
      return [];
    const readOnly = hasOption(options, 'ro') || hasOption(superOptions, 'ro');
    return [
      {
        mountPoint: unescaped(mountPoint),
        root: unescaped(root),
        device: unescaped(device),
        type,
        readOnly,
        superOptions,
      },
    ];
  });
}

/** The mount that holds `path`: the longest mount point it lies in, the last one where several are equal. */
export function mountOf(mounts: readonly Mount[], path: string): Mount | null {
  let found: Mount | null = null;
  for (const mount of mounts) {
    const holds =
      mount.mountPoint === '/' || path === mount.mountPoint || path.startsWith(`${mount.mountPoint}/`);
    if (holds && mount.mountPoint.length >= (found?.mountPoint.length ?? 0)) found = mount;
  }
  return found;
}

function hasOption(options: string, option: string): boolean {
  return options.split(',').includes(option);
}

/** Blanks, tabs, line ends and backslashes are written as three octal digits. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
}
