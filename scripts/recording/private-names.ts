import type { Masking } from './masking.js';

/** Where the names of this machine, its users, its groups and its servers stand. */
export interface NameSources {
  hostname: string;
  user: string;
  /** `/proc/self/mountinfo`. */
  mountinfo: string;
  /** `/proc/self/cgroup`. */
  cgroup: string;
  /** `/proc/version` and those of drivers. */
  versions: string;
}

/** Tells `masking` the private names that can only be known by their place. */
export function hidePrivateNames(masking: Masking, sources: NameSources): void {
  const labels = [sources.hostname, sources.hostname.split('.')[0] ?? ''];
  for (const name of new Set(labels)) if (!isOrdinaryHost(name)) masking.hide('host', name);
  if (!ordinaryUsers.has(sources.user)) masking.hide('user', sources.user);
  hideGroups(masking, sources.cgroup);
  for (const line of sources.mountinfo.split('\n')) hideSource(masking, line);
  // What stands in these in a form that tells it is then known in all files, whichever is masked first.
  masking.mask(`${sources.versions}\n${sources.mountinfo}`);
}

const ordinaryUsers = new Set(['', 'root', 'nobody', 'runner', 'ubuntu', 'debian', 'admin', 'user']);

function isOrdinaryHost(name: string): boolean {
  return name === '' || name.startsWith('localhost');
}

/** Names that systemd and container engines give to groups of processes. */
const ordinaryGroup =
  /\.(?:slice|service|scope|mount|socket)$|^(?:docker|kubepods|besteffort|burstable|lxc|system|user|machine|libpod|init|containerd|buildkit)|^[0-9a-f]{32,}$/;

function hideGroups(masking: Masking, cgroup: string): void {
  const paths = cgroup.split('\n').map((line) => line.split(':').slice(2).join(':'));
  const names = paths.flatMap((path) => path.split('/')).filter((name) => name !== '');
  for (const name of new Set(names)) if (!ordinaryGroup.test(name)) masking.hideFolder('group', name);
}

const networkTypes = /^(?:nfs4?|cifs|smb3|ceph|glusterfs|lustre|9p|afs|fuse\.sshfs|fuse\.glusterfs)$/;
const ordinarySource =
  /^(?:none|tmpfs|shm|udev|run|dev|overlay|systemd-\d+|proc|sysfs|devpts|mqueue|hugetlbfs|debugfs|tracefs|securityfs|cgroup2?|pstore|bpf|configfs|fusectl|binfmt_misc|efivarfs|ramfs|nsfs|portal|gvfsd-fuse|lxcfs|rootfs|\/dev\/\S+|\/dev)$/;

/** What a file system is mounted from: a server and its share, or a name somebody chose. */
function hideSource(masking: Masking, line: string): void {
  const [type = '', source = ''] = (line.split(' - ')[1] ?? '').split(' ');
  if (networkTypes.test(type)) {
    masking.hideBetweenBlanks(source, maskedShare(masking, source));
  } else if (type !== 'zfs' && source !== '' && source !== type && !ordinarySource.test(source)) {
    masking.hideBetweenBlanks(source, masking.hide('source', source));
  }
}

/** `nas.home:/export/music` as `host-1:/share-1`, `//nas/music` as `//host-1/share-1`. */
function maskedShare(masking: Masking, source: string): string {
  const share = masking.replacement('share', source, (n) => `share-${n}`);
  const windows = /^\/\/([^/]+)\//.exec(source);
  if (windows !== null) return `//${masking.hide('host', windows[1] ?? '')}/${share}`;
  const [server = ''] = source.split(':/');
  return `${masking.hide('host', server.replace(/^.*@/, ''))}:/${share}`;
}
