import type { Mount } from './mountinfo.js';

/** What a process can see of its surroundings that tells whether it runs in a container. */
export interface ContainerSigns {
  /** There is `/.dockerenv`. */
  dockerFile: boolean;
  /** `/run/.containerenv` of Podman and its relatives; null when there is none. */
  podmanFile: string | null;
  /** `/run/systemd/container`, where systemd keeps the word its container gave it; null when there is none. */
  systemdFile: string | null;
  /** There is a service account of Kubernetes. */
  kubernetesFolder: boolean;
  /** `/proc/self/cgroup`. */
  cgroup: string;
  /** The mounts of this process. */
  mounts: readonly Mount[];
  /** What the links in `/proc/self/ns` point to (`pid:[4026531836]`) by name; null for one that cannot be read. */
  namespaces: ReadonlyMap<string, string | null>;
}

/** The container a process runs in, and what shows it. */
export interface Container {
  /** `docker`, `podman`, `kubernetes`, `lxc`, …; null when nothing names it. */
  runtime: string | null;
  evidence: string[];
}

/**
 * The first namespaces of a Linux kernel have fixed numbers
 * (https://github.com/torvalds/linux/blob/master/include/uapi/linux/nsfs.h).
 */
const initialNamespaces: Record<string, string> = {
  cgroup: '4026531835',
  pid: '4026531836',
  uts: '4026531838',
  ipc: '4026531839',
};

/** The namespaces asked for. Those of mounts and users are left out: services outside of containers have them too. */
export const parsedNamespaces = Object.keys(initialNamespaces);

/**
 * The container of these signs; null outside of one. A mark alone is no proof, because disks of virtual machines
 * are made of container images and keep their marks: something must also set the process apart from the machine.
 */
export function parseContainer(signs: ContainerSigns): Container | null {
  const marks = marksOf(signs);
  const root = rootSign(signs.mounts);
  const own = parsedNamespaces.filter((name) => hasOwnNamespace(signs, name) === true);
  const untold = parsedNamespaces.some((name) => hasOwnNamespace(signs, name) === null);
  // One alone of the others is also had by sandboxed services.
  const apart = root !== null || untold || own.includes('pid') || own.length > 1;
  const layered = root !== null && (untold || own.includes('pid'));
  if (!(marks.length > 0 && apart) && !layered) return null;
  const namespaces = own.map((name) => `this process has a namespace of its own: ${name}`);
  const evidence = [...marks.map(({ sign }) => sign), ...(root === null ? [] : [root]), ...namespaces];
  return { runtime: marks[0]?.runtime ?? null, evidence };
}

/** Whether this namespace (`pid`, `uts`, …) is another than the machine's first; null when that cannot be told. */
export function hasOwnNamespace(signs: Pick<ContainerSigns, 'namespaces'>, name: string): boolean | null {
  const number = /^\w+:\[(\d+)\]$/.exec(signs.namespaces.get(name) ?? '')?.[1];
  return number === undefined ? null : number !== initialNamespaces[name];
}

function marksOf(signs: ContainerSigns): { runtime: string; sign: string }[] {
  const found: [runtime: string | null, sign: string][] = [
    [signs.kubernetesFolder ? 'kubernetes' : null, 'there is /run/secrets/kubernetes.io'],
    [signs.dockerFile ? 'docker' : null, 'there is /.dockerenv'],
    [signs.podmanFile === null ? null : podmanEngine(signs.podmanFile), 'there is /run/.containerenv'],
    [systemdWord(signs.systemdFile), 'there is /run/systemd/container'],
    [runtimeInPath(signs.cgroup), 'its control group is named after a container'],
    [runtimeInPath(rootText(signs.mounts)), 'the root directory is kept by a container engine'],
    [signs.mounts.some(({ type }) => type === 'fuse.lxcfs') ? 'lxc' : null, 'files of /proc come from lxcfs'],
  ];
  return found.flatMap(([runtime, sign]) => (runtime === null ? [] : [{ runtime, sign }]));
}

/** `engine="podman-4.3.1"`; Buildah leaves it out. */
function podmanEngine(text: string): string {
  return /^engine="?([a-z]+)/m.exec(text)?.[1] ?? 'podman';
}

function systemdWord(text: string | null): string | null {
  return /^[\w.-]+/.exec(text?.trim() ?? '')?.[0] ?? null;
}

function rootOf(mounts: readonly Mount[]): Mount | undefined {
  return mounts.findLast(({ mountPoint }) => mountPoint === '/');
}

/** Where the root directory lies in its file system, and what it is made of. */
function rootText(mounts: readonly Mount[]): string {
  const root = rootOf(mounts);
  return root === undefined ? '' : `${root.root} ${root.superOptions}`;
}

const runtimePaths: [RegExp, string][] = [
  [/\/kubepods|\/kubelet\//, 'kubernetes'],
  [/\/docker[/-]/, 'docker'],
  [/\/libpod-|\/containers\/storage\//, 'podman'],
  [/\/crio-/, 'cri-o'],
  [/io\.containerd\.|\/cri-containerd/, 'containerd'],
  [/\/lxc(?:\.payload[./]|\/)/, 'lxc'],
  [/\/machine\.slice\/systemd-nspawn/, 'systemd-nspawn'],
];

function runtimeInPath(text: string): string | null {
  return runtimePaths.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** What is strange about the root directory; null on a machine's own disk. */
function rootSign(mounts: readonly Mount[]): string | null {
  if (rootOf(mounts)?.type === 'overlay') return 'the root directory is made of layers (overlay)';
  return runtimeInPath(rootText(mounts)) === null
    ? null
    : 'the root directory is a folder of a container engine';
}
