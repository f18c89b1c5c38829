import { remembered, within } from '../../clock.js';
import type { Host } from '../../host/host.js';
import { admission, tooMany } from './admission.js';
import { Addresses } from './addresses.js';
import { serverProcesses, type ServerProcess } from './find.js';
import { ServerMemory } from './memory.js';
import { questionsOf } from './kinds.js';
import { namedPorts } from './named-ports.js';
import { RunnerPoller, type Get } from './poller.js';
import type { Unreachable } from './reachable.js';
import { lasting, onlyKnown, type RunnerLive, type RunnerReading } from './reading.js';
import { queueAtMost, socketsOf, type SocketsOf } from './sockets.js';

/** How long a reading is shared by those who ask one after the other, ms. */
const sharedFor = 400;
/** How old connections may be that are counted, ms. */
const queueAge = 1_900;
/** How long servers are waited for, ms: each has a second. */
const longestWait = 1_200;
/** How long a server that has ended is told of, ms. */
const goneFor = 60_000;
/** How long a server that does not listen yet is taken to be loading its model, s. */
const longestLoading = 600;

type Live = RunnerLive & Pick<RunnerReading, 'namedAs'>;

interface Kept {
  poller: RunnerPoller;
  reading: RunnerReading;
  goneAt: number | null;
}

/** Finds the servers of models of this machine and asks each what it does. One for all who read them. */
export class ModelServers {
  readonly #host: Host;
  readonly #find: () => Promise<ServerProcess[]>;
  readonly #sockets: SocketsOf;
  readonly #addresses: Addresses;
  readonly #memory: ServerMemory;
  readonly #named: ReadonlyMap<number, string>;
  #kept = new Map<string, Kept>();

  /**
   * The servers that there are, and those that have ended in the last minute, by their start. Throws a Failure where
   * processes are not told.
   */
  readonly read: () => Promise<readonly RunnerReading[]>;

  constructor(host: Host) {
    this.#host = host;
    this.#find = serverProcesses(host);
    this.#sockets = socketsOf(host);
    this.#addresses = new Addresses(host, this.#sockets);
    this.#memory = new ServerMemory(host);
    this.#named = namedPorts(host.modelServers);
    this.read = remembered(host.clock, sharedFor, () => this.#read());
  }

  /** How many requests may wait at a port of a server that is not asked here, as Ollama's; null where that is not told. */
  queueAtMost(port: number, known: { own: number; busy: number }): number | null {
    return queueAtMost(this.#sockets(queueAge), port, known);
  }

  async #read(): Promise<readonly RunnerReading[]> {
    const servers = (await this.#find()).sort((one, other) => one.start - other.start);
    const keys = new Set(servers.map(keyOf));
    this.#memory.keep(keys);
    this.#addresses.keep(keys);
    this.#markGone(keys);
    const isAsked = admission();
    const readings = servers.map((server) => this.#readOne(server, isAsked(server)));
    const read = await Promise.all(readings);
    return [...read, ...[...this.#kept.values()].filter(isGone).map(({ reading }) => reading)];
  }

  async #readOne(server: ServerProcess, isAsked: boolean): Promise<RunnerReading> {
    const key = keyOf(server);
    const poller = this.#kept.get(key)?.poller ?? this.#pollerOf(server);
    const live = isAsked ? await this.#live(key, server, poller) : { ...tooMany, namedAs: null };
    const reading = { ...factsOf(server), ...this.#memory.of(key, server), ...live };
    this.#kept.set(key, { poller, reading, goneAt: null });
    return reading;
  }

  #pollerOf(server: ServerProcess): RunnerPoller {
    return new RunnerPoller({ clock: this.#host.clock, questions: questionsOf(server) });
  }

  async #live(key: string, server: ServerProcess, poller: RunnerPoller): Promise<Live> {
    if (poller.isLeftAlone) return { ...poller.live, namedAs: null };
    const at = this.#addresses.of(key, server);
    const isThere = 'address' in at;
    const namedAs = !isThere && !at.isSilent ? null : this.#namedAs(server);
    if (!isThere) return { ...this.#unreachable(server, poller, at), namedAs };
    if (namedAs !== null) return { ...askedByName, namedAs };
    const get: Get = (path, limits) => this.#host.askLocal({ ...at, path, ...limits });
    const live = await within(this.#host.clock, longestWait, poller.poll(get), () => poller.live);
    if (live.state === 'unreachable') this.#addresses.doubt(key);
    return { ...live, namedAs };
  }

  /** Ollama's own are asked as such, whatever the settings name. */
  #namedAs({ command, isOllamas }: ServerProcess): string | null {
    return isOllamas || command.port === null ? null : (this.#named.get(command.port) ?? null);
  }

  /** A server that has not listened yet is loading its model. */
  #unreachable(server: ServerProcess, poller: RunnerPoller, why: Unreachable): RunnerLive {
    const { reason, remedy, isSilent } = why;
    const age = server.startedAt === null ? 0 : this.#host.clock.epoch() / 1000 - server.startedAt;
    const isLoading = isSilent && !poller.hasAnswered && age < longestLoading;
    return onlyKnown(isLoading ? 'loading' : 'unreachable', { ...lasting(poller.live), reason, remedy });
  }

  /** Those that are not among `keys` any more have ended, and are told of for a while. */
  #markGone(keys: ReadonlySet<string>): void {
    const now = this.#host.clock.monotonic();
    for (const [key, kept] of this.#kept) {
      if (keys.has(key)) continue;
      if (kept.goneAt === null) this.#kept.set(key, { ...kept, goneAt: now, reading: ended(kept.reading) });
      else if (now - kept.goneAt >= goneFor) this.#kept.delete(key);
    }
  }
}

/** The number of a process is given anew, its start within it is not. */
function keyOf({ pid, start }: ServerProcess): string {
  return `${pid}/${start}`;
}

function isGone({ goneAt }: Kept): boolean {
  return goneAt !== null;
}

function factsOf(server: ServerProcess) {
  const { command, parent } = server;
  return {
    ...{ pid: server.pid, startTicks: server.start, startedAt: server.startedAt },
    ...{ kind: command.kind, model: command.model, alias: command.alias, port: command.port },
    ...{ userId: server.userId, parentPid: parent?.pid ?? null, swapped: server.swapped },
    ...{ isOllamas: server.isOllamas, isOrphan: server.isOrphan },
  };
}

function ended(reading: RunnerReading): RunnerReading {
  const now = onlyKnown('gone', { ...lasting(reading), reason: 'its process has ended' });
  return { ...reading, ...now, memory: null, memorySource: null, swapped: null };
}

const askedByName = onlyKnown('unreachable', {
  reason: 'it is asked by the name that the settings have for it',
});
