import type { Mount } from '../../parsers/mountinfo.js';

/**
 * Whether this process's mounts may be read-only where the machine's are not: a service that systemd protects
 * (ProtectSystem=, ReadOnlyPaths=) has read-only copies of them.
 */
export function flagsAreDoubtful(own: readonly Mount[]): boolean {
  return own.some((mount) => isByMountAlone(mount) && !kernelTypes.has(mount.type));
}

/**
 * Tells of this process's own mounts whether nothing can be written there, for the machine. The file system's own
 * flag holds everywhere. That of a single mount is taken from the machine's first process (`first`), which nobody
 * protects and which has all but what was mounted here alone; where that one's mounts cannot be read, it is believed as
 * long as these are not copies made for this service: marked so by the kernel, or with a read-only root.
 */
export function isReadOnlyHere(own: readonly Mount[], first: readonly Mount[]): (mount: Mount) => boolean {
  const ofFirst = new Set(first.filter(({ mountReadOnly }) => mountReadOnly).map(placeOf));
  const known = new Set(first.map(({ deviceNumber }) => deviceNumber));
  const root = own.findLast(({ mountPoint }) => mountPoint === '/');
  const isProtected = root !== undefined && (root.isCopy || isByMountAlone(root));
  return (mount) => {
    if (mount.readOnly) return true;
    if (!mount.mountReadOnly) return false;
    if (first.length === 0) return !isProtected;
    return ofFirst.has(placeOf(mount)) || !known.has(mount.deviceNumber);
  };
}

function isByMountAlone({ readOnly, mountReadOnly }: Mount): boolean {
  return mountReadOnly && !readOnly;
}

function placeOf({ deviceNumber, root, mountPoint }: Mount): string {
  return `${deviceNumber} ${root} ${mountPoint}`;
}

/** File systems of the kernel's own, which hold no files of anybody. */
export const kernelTypes: ReadonlySet<string> = new Set([
  ...['proc', 'sysfs', 'devtmpfs', 'devpts', 'cgroup', 'cgroup2', 'securityfs', 'debugfs', 'tracefs', 'bpf'],
  ...['configfs', 'pstore', 'hugetlbfs', 'mqueue', 'efivarfs', 'nsfs', 'binfmt_misc', 'selinuxfs'],
]);
