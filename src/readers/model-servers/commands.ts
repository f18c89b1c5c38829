import type { Host } from '../../host/host.js';
import { parseRunnerCommand, type RunnerCommand } from '../../parsers/model-server/runner-command.js';
import { parseCmdline, parseThreadGroup } from '../../parsers/proc/pid-files.js';
import { pidsNow, type Pids } from './pids.js';

/** What is known of one process between two looks. */
interface Seen {
  /** When it was first seen, and when it is looked at again, of the clock's `monotonic()`, ms. */
  firstAt: number;
  dueAt: number;
  /** Null for what is no server of models. */
  found: Found | null;
}

/** The command of a process that is a server of models. */
export interface Found {
  command: RunnerCommand;
  /** The program, as it was called. */
  program: string;
}

/** How much of a command line is read, characters: a chat template may stand in it. */
const longestLine = 2 ** 15;
/** No path is longer, characters. */
const longestArgument = 4_096;
/** The longest that a process is believed to be the program that it was, ms. */
const longestBelief = 60_000;
/** Of a process that has just been seen. */
const shortestBelief = 500;
/** How many new processes are looked at in one go: where thousands come and go each second, most are gone the next time. */
const mostNew = 300;

/**
 * Finds the servers of models among all processes by their command lines. Each is read when it is first seen, soon again
 * while it is young (what is started is the one who starts it first, execve(2)), and then every minute, some at a time:
 * so one that has become another program, or has the number of one that ended, is found too.
 */
export class Commands {
  readonly #host: Host;
  readonly #pids: () => Pids;
  #seen = new Map<string, Seen>();

  constructor(host: Host) {
    this.#host = host;
    this.#pids = pidsNow(host);
  }

  /** The servers that there are now, by the number of their process. Throws a Failure where processes are not told. */
  async now(): Promise<Map<string, Found>> {
    const at = this.#host.clock.monotonic();
    const { numbers, areAll } = this.#pids();
    const isFirst = this.#seen.size === 0;
    if (areAll) this.#seen = new Map(numbers.flatMap((pid) => entryOf(this.#seen, pid)));
    // Given anew, they are those of other processes.
    else for (const pid of numbers) this.#seen.delete(pid);
    const anew = numbers.filter((pid) => !this.#seen.has(pid)).slice(0, isFirst ? Infinity : mostNew);
    const due = [...this.#seen].filter(([, { dueAt }]) => at >= dueAt).map(([pid]) => pid);
    const toRead = [...anew, ...due];
    const texts: (string | null)[] = [];
    const paths = toRead.map((pid) => `${pid}/cmdline`);
    await this.#host.proc.visitTexts(paths, (_, text) => texts.push(text));
    for (const [index, pid] of toRead.entries()) {
      // What was there when this began to look may have run for long.
      const firstAt = this.#seen.get(pid)?.firstAt ?? (isFirst ? -Infinity : at);
      const pause = isFirst ? longestBelief * shareOf(pid) : belief(at - firstAt) * (0.75 + shareOf(pid) / 4);
      this.#seen.set(pid, { firstAt, dueAt: at + pause, found: this.#foundIn(pid, texts[index] ?? null) });
    }
    return serversOf(this.#seen);
  }

  /** What a process is that is no more what it was when it was looked at; null for what is no server of models. */
  again(pid: string): Found | null {
    const found = this.#foundIn(pid, this.#host.proc.optional(`${pid}/cmdline`));
    const at = this.#host.clock.monotonic();
    this.#seen.set(pid, { firstAt: at, dueAt: at + belief(0), found });
    return found;
  }

  #foundIn(pid: string, text: string | null): Found | null {
    const args = text === null ? null : parseCmdline(text, longestLine);
    if (args === null) return null;
    const command = parseRunnerCommand(args.map((arg) => arg.slice(0, longestArgument)));
    if (command === null) return null;
    // A thread has the command line of its process.
    const leader = parseThreadGroup(this.#host.proc.optional(`${pid}/status`) ?? '');
    return leader !== null && leader !== Number(pid) ? null : { command, program: args[0] ?? '' };
  }
}

function entryOf(seen: ReadonlyMap<string, Seen>, pid: string): [pid: string, seen: Seen][] {
  const entry = seen.get(pid);
  return entry === undefined ? [] : [[pid, entry]];
}

/** How long a process of this age is believed to be what it was, ms. */
function belief(age: number): number {
  return Math.min(longestBelief, Math.max(shortestBelief, age));
}

/** Those that were first seen together are not all due together. */
function shareOf(pid: string): number {
  return (Number(pid) % 64) / 64;
}

function serversOf(seen: ReadonlyMap<string, Seen>): Map<string, Found> {
  const servers = new Map<string, Found>();
  for (const [pid, { found }] of seen) if (found !== null) servers.set(pid, found);
  return servers;
}
