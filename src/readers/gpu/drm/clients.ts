import { pause } from '../../../clock.js';
import { asFailure, Failure } from '../../../failures.js';
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

/** A file of a graphics driver that a program has open. */
interface OpenNode {
  pid: number;
  fd: string;
  /** `renderD128` */
  node: string;
}

/** The files of graphics drivers that one program has open, and why there may be more. */
interface Look {
  open: OpenNode[];
  refused: Failure | null;
}

/** A scan lets everything else of this service go on after so many ms. */
const slice = 4;

/** How long the drivers may take to tell of their clients, ms; of all together, since they are asked at one time. */
const deadline = 500;

/** A program that had no card open is looked at again in every so many scans, and where the last was this long ago, ms. */
const rounds = 6;
const longAgo = 30_000;

/**
 * Looks for files below /dev/dri that programs have open. Only links are read to find them, which no driver can hold;
 * what the drivers tell of those that were found is read in a helper, in one go. Programs without any are looked at
 * again in turns, a sixth of them in every scan: it is the many others that make a scan dear.
 */
export function drmClientScanner(host: Host): () => Promise<DrmScan> {
  const quiet = new Map<number, Quiet>();
  let round = 0;
  let last = -Infinity;
  return async () => {
    round += 1;
    const looksAtAll = host.clock.monotonic() - last >= longAgo;
    last = host.clock.monotonic();
    const names = host.proc.listAnswer('');
    if (names instanceof Failure) return { clients: new Map(), hidden: unseen(names) };
    const pids = names
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
    const due = pids.filter((pid) => looksAtAll || !quiet.has(pid) || (pid + round) % rounds === 0);
    const looks = await looksAt(host, due);
    const answers = await clientsOf(
      host,
      [...looks.values()].flatMap(({ open }) => open),
    );
    const clients = new Map<string, DrmClient>();
    const refusals: Failure[] = [];
    for (const [pid, { open, refused }] of looks) {
      const own = open.map((one) => answers.get(one) ?? null);
      const found = own.flatMap((one) => (one === null || one instanceof Failure ? [] : [one]));
      const refusal = refused ?? own.find((one) => one instanceof Failure) ?? null;
      if (refusal !== null) refusals.push(refusal);
      // What may not be seen stays so; what failed may come back at any time.
      if (found.length > 0 || (refusal !== null && refusal.code !== 'no_permission')) quiet.delete(pid);
      else quiet.set(pid, refusal ?? 'without');
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

async function looksAt(host: Host, pids: readonly number[]): Promise<Map<number, Look>> {
  const looks = new Map<number, Look>();
  let sliceEnd = host.clock.monotonic() + slice;
  for (const pid of pids) {
    if (host.clock.monotonic() >= sliceEnd) {
      await pause(host.clock, 0);
      sliceEnd = host.clock.monotonic() + slice;
    }
    looks.set(pid, lookAt(host, pid));
  }
  return looks;
}

const nodes = '/dev/dri/';

function lookAt(host: Host, pid: number): Look {
  const look: Look = { open: [], refused: null };
  const names = host.proc.listAnswer(`${pid}/fd`);
  if (names instanceof Failure) return { ...look, refused: names };
  for (const fd of names) {
    const target = host.proc.linkAnswer(`${pid}/fd/${fd}`);
    if (target instanceof Failure) look.refused ??= target;
    else if (target?.startsWith(nodes) === true)
      look.open.push({ pid, fd, node: target.slice(nodes.length) });
  }
  return look;
}

/** What the drivers tell of these files: null of one that is not of a driver that counts, and of what was closed meanwhile. */
async function clientsOf(
  host: Host,
  open: readonly OpenNode[],
): Promise<Map<OpenNode, DeviceAnswer<DrmClient>>> {
  const paths = open.map(({ pid, fd }) => `${pid}/fdinfo/${fd}`);
  const texts = await host.proc.deviceTexts(paths, deadline).catch(asFailure);
  const at = host.clock.monotonic();
  return new Map(
    open.map((one, index) => {
      const text = texts instanceof Failure ? texts : (texts[index] ?? null);
      return [one, text === null || text instanceof Failure ? text : clientOf(host, one, text, at)];
    }),
  );
}

function clientOf(host: Host, { pid, node }: OpenNode, text: string, at: number): DeviceAnswer<DrmClient> {
  const parsed = parseDrmFdinfo(text);
  if (parsed.clientId === null) return null;
  const device = parsed.pciAddress ?? deviceOf(host, node);
  if (device === null || device instanceof Failure) return device;
  const program = parseSysfsText(host.proc.optional(`${pid}/comm`));
  return { pid, program, device, at, parsed };
}

/** `ffe40000.gpu` of `renderD128`, for drivers whose cards are on no PCI bus. */
function deviceOf(host: Host, node: string): DeviceAnswer<string> {
  const target = host.sys.linkAnswer(`class/drm/${node}/device`);
  return typeof target === 'string' ? (target.split('/').at(-1) ?? null) : target;
}
