import { Failure } from '../../failures.js';
import type { Host } from '../../host/host.js';
import { hasOwnNamespace, type ContainerSigns } from '../../parsers/container.js';
import type { Mount } from '../../parsers/mountinfo.js';
import { mountOf } from '../../parsers/mountinfo.js';
import { hostOfUrl, isLoopback } from '../../parsers/network-address.js';
import { isFromLxcfs } from '../container/lxcfs.js';
import { networkView } from '../container/network.js';
import { processesHiddenByContainer, processesHiddenByMount } from '../container/processes.js';

/** One thing of the machine that is not seen from here, why, and what would show it. */
export interface LimitedView {
  /** A domain (`network`, `processes`, …), or a field of `/stats/host`. */
  what: string;
  reason: string;
  remedy: string;
}

const mountRoot =
  "Mount the machine's root directory and name it: docker run -v /:/host:ro,rslave -e SYSMON_ROOT=/host " +
  '-e SYSMON_PROC=/host/proc -e SYSMON_SYS=/host/sys.';
const mountProc = 'docker run --pid=host, or -v /proc:/host/proc:ro -e SYSMON_PROC=/host/proc.';

/** What this container hides of the machine; for a process that is known to run in one. */
export function limitedView(host: Host, signs: ContainerSigns): LimitedView[] {
  const hidden = processesHiddenByContainer(host, signs);
  return [
    ...rootView(host, signs),
    ...nameView(host, signs),
    ...(hidden === null ? [] : [{ what: 'processes', ...hidden }]),
    ...networkLimits(host),
    ...replacedFiles(host, signs),
    ...deviceView(host),
  ];
}

/** What hides something of the machine in a container and outside of one. */
export function hiddenAnywhere(host: Host, mounts: readonly Mount[]): LimitedView[] {
  const hidden = processesHiddenByMount(host, mounts);
  return hidden === null ? [] : [{ what: 'processes', ...hidden }];
}

/** Whether the tree below SYSMON_ROOT is another than this container's own. */
function seesMachineRoot({ root, own }: Host): boolean {
  const [shown, mine] = [root, own].map((tree) => tree.identity(''));
  return shown?.device !== mine?.device || shown?.inode !== mine?.inode;
}

function rootView(host: Host, { mounts }: ContainerSigns): LimitedView[] {
  const about = (reason: string): LimitedView[] =>
    ['disk', 'operating_system', 'users'].map((what) => ({ what, reason, remedy: mountRoot }));
  if (!seesMachineRoot(host)) {
    const type = mountOf(mounts, '/')?.type;
    return about(`the root directory is this container's own${type === undefined ? '' : ` (${type})`}`);
  }
  const names = host.root.listAnswer('etc');
  if (names instanceof Failure) return about(`${names.message}, below SYSMON_ROOT`);
  return names.length === 0 ? about('there is no system at SYSMON_ROOT: nothing is mounted there') : [];
}

/** The kernel tells the name of the reader's own namespace, even through the machine's /proc. */
function nameView(host: Host, signs: ContainerSigns): LimitedView[] {
  if (hasOwnNamespace(signs, 'uts') === false || machineName(host) !== null) return [];
  const reason = 'the name is that of this container, which has a namespace of its own for it (uts)';
  return [{ what: 'hostname', reason, remedy: `docker run --uts=host. Or: ${mountRoot}` }];
}

/** The machine's name as its own files tell it; null where only the container's files are seen. */
export function machineName(host: Host): string | null {
  if (!seesMachineRoot(host)) return null;
  const name = host.root.optional('etc/hostname')?.trim() ?? '';
  return name === '' ? null : name;
}

function networkLimits(host: Host): LimitedView[] {
  const { countersAreTheMachines, linksAreTheSame, isOwn } = networkView(host);
  const limits: LimitedView[] = [];
  if (countersAreTheMachines === false) {
    const reason = 'the counters are those of this container, which has a network of its own';
    const remedy = `docker run --network=host (hostNetwork in Kubernetes). Or ${mountProc}`;
    limits.push({ what: 'network', reason, remedy });
  }
  if (!linksAreTheSame) {
    const reason = "state, speed and MTU of the interfaces are not seen: /sys shows this container's own";
    const remedy = 'docker run -v /sys:/host/sys:ro -e SYSMON_SYS=/host/sys.';
    limits.push({ what: 'network', reason, remedy });
  }
  if (isOwn !== true || !isLoopback(hostOfUrl(host.ollama.url) ?? '')) return limits;
  const reason = `${host.ollama.url} is this container itself, which has a network of its own`;
  const remedy =
    'docker run --network=host, or --add-host=host.docker.internal:host-gateway ' +
    '-e OLLAMA_HOST=http://host.docker.internal:11434.';
  return [...limits, { what: 'ollama', reason, remedy }];
}

const share = 'what this container was given, not the machine';
const lxcFiles: Readonly<Record<string, { what: string; shows: string }>> = {
  stat: { what: 'cpu', shows: share },
  cpuinfo: { what: 'cpu', shows: share },
  meminfo: { what: 'memory', shows: share },
  swaps: { what: 'memory', shows: share },
  diskstats: { what: 'disk', shows: share },
  uptime: {
    what: 'uptime_seconds',
    shows: 'how long this container has run; when the machine was started is told beside it',
  },
  loadavg: { what: 'load_average', shows: 'the tasks of this container, not those of the machine' },
};

/** LXC puts files of its own over those of /proc, with the share of the machine that the container was given. */
function replacedFiles(host: Host, { mounts }: ContainerSigns): LimitedView[] {
  const found = Object.entries(lxcFiles).filter(([file]) => isFromLxcfs(host, mounts, file));
  return found.map(([file, { what, shows }]) => ({
    what,
    reason: `/proc/${file} comes from lxcfs: it shows ${shows}`,
    remedy: 'Run the service on the machine itself, or mount its /proc and name it in SYSMON_PROC.',
  }));
}

function deviceView({ sys }: Host): LimitedView[] {
  const names = sys.listAnswer('class');
  if (!(names instanceof Failure) && names.length > 0) return [];
  const why = names instanceof Failure ? names.message : '/sys is empty here';
  const reason = `${why}: sensors, GPUs and network links are not seen`;
  return [{ what: 'sensors', reason, remedy: 'docker run -v /sys:/host/sys:ro -e SYSMON_SYS=/host/sys.' }];
}
