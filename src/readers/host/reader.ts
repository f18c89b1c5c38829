import { atOnce, believed, remembered } from '../../clock.js';
import type { Host } from '../../host/host.js';
import type { Container, ContainerSigns } from '../../parsers/container.js';
import { parseOsRelease } from '../../parsers/os-release.js';
import { parseProcFileNr, type FileHandles } from '../../parsers/proc/file-nr.js';
import { parseProcLoadavg } from '../../parsers/proc/loadavg.js';
import { parseProcStat } from '../../parsers/proc/stat.js';
import { parseProcUptime } from '../../parsers/proc/uptime.js';
import type { Login } from '../../parsers/utmp.js';
import { loggedInUsers } from './users.js';
import { boardOf } from './board.js';
import { hiddenAnywhere, limitedView, machineName, type LimitedView } from './limited-view.js';
import type { Reader } from '../reader.js';
import type { OwnViewNow } from '../container/own-view.js';
import { containerNow, containerSigns } from '../container/signs.js';

/** Which machine this is. */
export interface HostReading {
  hostname: string | null;
  /** With its version: `Debian GNU/Linux 12 (bookworm)`. */
  operatingSystem: string | null;
  kernel: string | null;
  /** `linux`, `darwin`, `win32`, … */
  platform: string;
  architecture: string | null;
  /** The machine or its main board, as its firmware names it: `Raspberry Pi 4 Model B Rev 1.5`. */
  board: string | null;
  uptimeSeconds: number | null;
  /** Milliseconds since 1970. */
  bootEpoch: number | null;
  loadAverage: [number, number, number] | null;
  /** How the kernel was built, `#1 SMP Debian …`; the NIS domain; os-release by its names. Null elsewhere. */
  kernelBuild: string | null;
  domainName: string | null;
  osRelease: ReadonlyMap<string, string> | null;
  fileHandles: FileHandles | null;
  /** Who is logged in; null where nobody keeps account of it. */
  users: Omit<Login, 'pid'>[] | null;
  /** The container this service runs in; null outside of one. */
  container: Container | null;
  /** What is hidden of the machine. */
  limitedView: LimitedView[];
}

/** Reads names and versions from `/proc/sys/kernel` and os-release, and times from `/proc`. */
export function hostReader(host: Host, view?: OwnViewNow): Reader<HostReading> {
  const signs = containerSigns(host, view);
  const containerKnown = containerNow(host, signs);
  const boardKnown = believed(host.clock, boardAge, () => boardOf(host));
  const namesKnown = believed(host.clock, namesAge, (container: Container | null) =>
    namesOf(host, container),
  );
  const limitsKnown = believed(host.clock, namesAge, (container: Container | null, seen: ContainerSigns) =>
    limits(host, container, seen),
  );
  const usersNow = atOnce(remembered(host.clock, usersAge, () => loggedInUsers(host)));
  const readingWith = (users: HostReading['users']): HostReading => {
    const container = containerKnown();
    return {
      ...namesKnown(container),
      platform: host.platform,
      architecture: host.architecture,
      board: boardKnown(),
      uptimeSeconds: parseProcUptime(host.proc.optional('uptime') ?? ''),
      loadAverage: parseProcLoadavg(host.proc.optional('loadavg') ?? ''),
      fileHandles: parseProcFileNr(host.proc.optional('sys/fs/file-nr') ?? ''),
      users,
      container,
      limitedView: limitsKnown(container, signs()),
    };
  };
  return () => {
    const users = usersNow();
    return users instanceof Promise ? users.then(readingWith) : readingWith(users);
  };
}

/** How long the name of the board is believed, ms: it does not change, but may not have been readable. */
const boardAge = 60_000;
/** How long it is believed what the machine is called and runs, and what is not seen of it, ms. */
const namesAge = 10_000;
/** How long it is believed who is logged in, ms. */
const usersAge = 5_000;

/** What changes only when an administrator changes it, and the start of the machine, when its clock is set. */
function namesOf(host: Host, container: Container | null) {
  const release = osRelease(host);
  const { bootTime } = parseProcStat(host.proc.optional('stat') ?? '');
  return {
    hostname: hostname(host, container),
    operatingSystem: release.get('PRETTY_NAME') ?? release.get('NAME') ?? null,
    kernel: line(host.proc.optional('sys/kernel/osrelease')),
    bootEpoch: bootTime === null ? null : bootTime * 1000,
    kernelBuild: line(host.proc.optional('sys/kernel/version')),
    domainName: line(host.proc.optional('sys/kernel/domainname')),
    osRelease: release,
  };
}

function limits(host: Host, container: Container | null, signs: ContainerSigns): LimitedView[] {
  const hidden = container === null ? [] : limitedView(host, signs);
  return [...hidden, ...hiddenAnywhere(host, signs.mounts)];
}

/** Through the machine's /proc too, the kernel tells a container the container's own name. */
function hostname(host: Host, container: Container | null): string | null {
  const name = container === null ? null : machineName(host);
  return name ?? line(host.proc.optional('sys/kernel/hostname')) ?? line(host.root.optional('etc/hostname'));
}

function osRelease(host: Host): Map<string, string> {
  return parseOsRelease(
    host.root.optional('etc/os-release') ?? host.root.optional('usr/lib/os-release') ?? '',
  );
}

function line(text: string | null): string | null {
  const first = text?.split('\n', 1)[0]?.trim() ?? '';
  return first === '' ? null : first;
}
