import { pause } from '../../../clock.js';
import { Failure } from '../../../failures.js';
import type { DeviceAnswer, Host } from '../../../host/host.js';
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

/** What was found of a program that has no card open, as far as can be seen: none, or that it may not be looked at. */
type Quiet = 'without' | Failure;

/** The clients of one program, and why there may be more. */
interface Look {
  clients: DrmClient[];
  refused: Failure | null;
}

/** A scan lets everything else of this service go on after so many ms. */
const slice = 4;

/** A program that had no card open is looked at again in every so many scans, and where the last was this long ago, ms. */
const rounds = 6;
const longAgo = 30_000;

/**
 * Looks for files below /dev/dri that programs have open. Only links are read to find them. Programs without any
 * are looked at again in turns, a sixth of them in every scan: it is the many others that make a scan dear.
 */
export function drmClientScanner(host: Host): () => Promise<DrmScan> {
  const quiet = new Map<number, Quiet>();
  let round = 0;
  let last = -Infinity;
  return async () => {
    round += 1;
    const looksAtAll = host.clock.monotonic() - last >= longAgo;
    last = host.clock.monotonic();
    const clients = new Map<string, DrmClient>();
    const refusals: Failure[] = [];
    const names = host.proc.listAnswer('');
    if (names instanceof Failure) return { clients, hidden: unseen(names) };
    const pids = names
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
    let sliceEnd = host.clock.monotonic() + slice;
    for (const pid of pids) {
      if (!looksAtAll && quiet.has(pid) && (pid + round) % rounds !== 0) continue;
      if (host.clock.monotonic() >= sliceEnd) {
        await pause(host.clock, 0);
        sliceEnd = host.clock.monotonic() + slice;
      }
      const { clients: found, refused } = clientsOf(host, pid);
      if (refused !== null) refusals.push(refused);
      // What may not be seen stays so; what failed may come back at any time.
      if (found.length > 0 || (refused !== null && refused.code !== 'no_permission')) quiet.delete(pid);
      else quiet.set(pid, refused ?? 'without');
      for (const client of found) {
        const key = `${client.device} ${client.parsed.clientId ?? ''}`;
        if (!clients.has(key)) clients.set(key, client);
      }
    }
    forget(quiet, pids);
    return { clients, hidden: hiddenReason(host, [...refusals, ...quiet.values()]) };
  };
}

function forget(quiet: Map<number, Quiet>, pids: number[]): void {
  const living = new Set(pids);
  for (const pid of quiet.keys()) if (!living.has(pid)) quiet.delete(pid);
}

/** Only the first process tree of a machine has the kernel's own threads, and kthreadd is always its second. */
function hiddenReason(host: Host, found: readonly Quiet[]): string | null {
  const second = host.proc.textAnswer('2/comm');
  if (!(second instanceof Failure) && second?.trim() !== 'kthreadd') {
    return "programs outside this service's process namespace are hidden: that needs the host's pid namespace";
  }
  const refusals = [second, ...found].filter((one) => one instanceof Failure);
  const failed = refusals.find(({ code }) => code !== 'no_permission');
  if (failed !== undefined) return unseen(failed);
  if (refusals.length === 0) return null;
  return 'programs of other users are hidden: that needs root or CAP_SYS_PTRACE';
}

function unseen({ message }: Failure): string {
  return `not all programs can be seen: ${message}`;
}

function clientsOf(host: Host, pid: number): Look {
  const names = host.proc.listAnswer(`${pid}/fd`);
  if (names instanceof Failure) return { clients: [], refused: names };
  const found = names.map((fd) => clientOf(host, pid, fd));
  return {
    clients: found.flatMap((one) => (one === null || one instanceof Failure ? [] : [one])),
    refused: found.find((one) => one instanceof Failure) ?? null,
  };
}

/** Null where the file is not one of a graphics driver that counts, and where it was closed meanwhile. */
function clientOf(host: Host, pid: number, fd: string): DrmClient | null | Failure {
  const target = host.proc.linkAnswer(`${pid}/fd/${fd}`);
  if (target === null || target instanceof Failure) return target;
  if (!target.startsWith(nodes)) return null;
  const text = host.proc.textAnswer(`${pid}/fdinfo/${fd}`);
  if (text === null || text instanceof Failure) return text;
  const parsed = parseDrmFdinfo(text);
  if (parsed.clientId === null) return null;
  const device = parsed.pciAddress ?? deviceOf(host, target.slice(nodes.length));
  if (device === null || device instanceof Failure) return device;
  const program = parseSysfsText(host.proc.optional(`${pid}/comm`));
  return { pid, program, device, at: host.clock.monotonic(), parsed };
}

const nodes = '/dev/dri/';

/** `ffe40000.gpu` of `renderD128`, for drivers whose cards are on no PCI bus. */
function deviceOf(host: Host, node: string): DeviceAnswer<string> {
  const target = host.sys.linkAnswer(`class/drm/${node}/device`);
  return typeof target === 'string' ? (target.split('/').at(-1) ?? null) : target;
}
