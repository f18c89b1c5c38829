import { pause } from '../../../clock.js';
import { asFailure } from '../../../failures.js';
import type { Host } from '../../../host/host.js';
import { parseDrmFdinfo, type DrmFdinfo } from '../../../parsers/drm-fdinfo.js';
import { parseSysfsText } from '../../../parsers/sysfs-number.js';

/** A program that has a card open. */
export interface DrmClient {
  pid: number;
  /** Its name; null when it has ended meanwhile. */
  program: string | null;
  /** `0000:03:00.0`, or the name of a device that is not on a PCI bus. */
  device: string;
  /** When it was read, in ms of the monotonic clock. */
  at: number;
  parsed: DrmFdinfo;
}

export interface DrmScan {
  /** By device and client, each once however many files or programs share it. */
  clients: Map<string, DrmClient>;
  /** Why there may be more clients than these, a sentence; null when all were seen. */
  hidden: string | null;
}

/** Why nothing is known of a program: it may not be looked at. */
const denied = Symbol('denied');

/** What was found of a program that has no card open, as far as can be seen. */
type Quiet = 'without' | typeof denied;

/** A scan lets everything else of this service go on after so many ms. */
const slice = 4;

/** A program that had no card open is looked at again in every so many scans. */
const rounds = 6;

/**
 * Looks for files below /dev/dri that programs have open. Only links are read to find them. Programs without any
 * are looked at again in turns, a sixth of them in every scan: it is the many others that make a scan dear.
 */
export function drmClientScanner(host: Host): () => Promise<DrmScan> {
  const quiet = new Map<number, Quiet>();
  let round = 0;
  return async () => {
    round += 1;
    const clients = new Map<string, DrmClient>();
    const pids = host.proc
      .list('')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
    let sliceEnd = host.clock.monotonic() + slice;
    for (const pid of pids) {
      if (quiet.has(pid) && (pid + round) % rounds !== 0) continue;
      if (host.clock.monotonic() >= sliceEnd) {
        await pause(host.clock, 0);
        sliceEnd = host.clock.monotonic() + slice;
      }
      const found = clientsOf(host, pid);
      if (found === denied || found.length === 0) quiet.set(pid, found === denied ? denied : 'without');
      else {
        quiet.delete(pid);
        for (const client of found) {
          const key = `${client.device} ${client.parsed.clientId ?? ''}`;
          if (!clients.has(key)) clients.set(key, client);
        }
      }
    }
    forget(quiet, pids);
    return { clients, hidden: hiddenReason(host, quiet) };
  };
}

function forget(quiet: Map<number, Quiet>, pids: number[]): void {
  const living = new Set(pids);
  for (const pid of quiet.keys()) if (!living.has(pid)) quiet.delete(pid);
}

/** Only the first process tree of a machine has the kernel's own threads, and kthreadd is always its second. */
function hiddenReason(host: Host, quiet: Map<number, Quiet>): string | null {
  const second = orGone(() => host.proc.required('2/comm'), null);
  if (second !== denied && second?.trim() !== 'kthreadd') {
    return "programs outside this service's process namespace are hidden: that needs the host's pid namespace";
  }
  if (![...quiet.values()].includes(denied)) return null;
  return 'programs of other users are hidden: that needs root or CAP_SYS_PTRACE';
}

function clientsOf(host: Host, pid: number): DrmClient[] | typeof denied {
  const names = orGone(() => host.proc.requiredList(`${pid}/fd`), []);
  if (names === denied) return denied;
  return names.flatMap((fd) => {
    const target = host.proc.linkTarget(`${pid}/fd/${fd}`);
    if (target?.startsWith(nodes) !== true) return [];
    const text = host.proc.optional(`${pid}/fdinfo/${fd}`);
    if (text === null) return [];
    const parsed = parseDrmFdinfo(text);
    const node = target.slice(nodes.length);
    const device = parsed.pciAddress ?? host.sys.linkName(`class/drm/${node}/device`);
    if (device === null || parsed.clientId === null) return [];
    const program = parseSysfsText(host.proc.optional(`${pid}/comm`));
    return [{ pid, program, device, at: host.clock.monotonic(), parsed }];
  });
}

const nodes = '/dev/dri/';

/** What `get` gives; `gone` when the program ended while it was looked at. */
function orGone<T>(get: () => T, gone: T): T | typeof denied {
  try {
    return get();
  } catch (thrown) {
    return asFailure(thrown).code === 'no_permission' ? denied : gone;
  }
}
