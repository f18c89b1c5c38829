import { believed } from '../../clock.js';
import type { Host } from '../../host/host.js';
import type { RunnerCommand } from '../../parsers/model-server/runner-command.js';
import { parseCmdline, parseEffectiveUser } from '../../parsers/proc/pid-files.js';
import { parsePidMemory } from '../../parsers/proc/pid-memory.js';
import { parseProcPidStat, type ProcPidStat } from '../../parsers/proc/pid-stat.js';
import { parseProcStat } from '../../parsers/proc/stat.js';
import { Commands, type Found } from './commands.js';

/** A process that is a server of models. Its number and its start tell it from every other one. */
export interface ServerProcess {
  pid: number;
  /** Ticks of 1/100 s from the start of the machine. */
  start: number;
  /** Seconds since 1970; null where the machine's start is not told. */
  startedAt: number | null;
  command: RunnerCommand;
  /** The user with whose rights it acts; null where that is not told. */
  userId: number | null;
  parent: ServerParent | null;
  /** Whether Ollama started it. */
  isOllamas: boolean;
  /** Ollama started it and is gone: no Ollama knows of it. */
  isOrphan: boolean;
  /** Memory it has, shared or not, and what of it was swapped out, bytes. */
  resident: number | null;
  swapped: number | null;
}

/** The process that started a server, or has adopted it. */
export interface ServerParent {
  pid: number;
  userId: number | null;
  /** It is `ollama serve`. */
  isOllama: boolean;
}

/** What is remembered of a server. */
interface Known {
  start: number;
  name: string;
  parent: ServerParent | null;
  parentUntil: number;
  isOllamas: boolean;
}

/** How long a parent is believed to be the program, and of the user, that it was, ms: its number it keeps. */
const parentAge = 30_000;
/** How long the machine's start is believed, ms: it moves when the clock is set. */
const bootAge = 60_000;

/**
 * Finds the processes of this machine that are servers of models: llama-server, the runners of Ollama, vLLM. A process
 * that another of them has started to serve the same port is a part of that one.
 */
export function serverProcesses(host: Host): () => Promise<ServerProcess[]> {
  const commands = new Commands(host);
  const boot = believed(host.clock, bootAge, () => parseProcStat(host.proc.optional('stat') ?? '').bootTime);
  let known = new Map<string, Known>();

  const processOf = (pid: string, found: Found): ServerProcess | null => {
    const stat = parseProcPidStat(host.proc.optional(`${pid}/stat`) ?? '');
    const status = host.proc.optional(`${pid}/status`);
    if (stat === null || status === null || isEnded(stat)) return null;
    const before = known.get(pid);
    const isSame = before === undefined || (before.start === stat.start && before.name === stat.name);
    // Another process of that number, or another program.
    const now = isSame ? found : commands.again(pid);
    if (now === null) return null;
    const facts = knownOf(host, stat, now, before);
    known.set(pid, facts);
    if (isSearch(now, facts)) return null;
    const bootTime = boot();
    return {
      ...{ pid: stat.pid, start: stat.start, command: now.command, parent: facts.parent },
      startedAt: bootTime === null ? null : bootTime + stat.start / 100,
      userId: parseEffectiveUser(status),
      isOllamas: facts.isOllamas,
      isOrphan: facts.isOllamas && facts.parent?.isOllama !== true,
      ...parsePidMemory(status),
    };
  };

  return async () => {
    const servers = await commands.now();
    known = new Map([...known].filter(([pid]) => servers.has(pid)));
    const processes = [...servers].map(([pid, found]) => processOf(pid, found));
    return withoutParts(processes.filter((one) => one !== null));
  };
}

/** A zombie, or one that is being taken away. */
function isEnded({ state }: ProcPidStat): boolean {
  return ['Z', 'X', 'x'].includes(state);
}

function knownOf(host: Host, stat: ProcPidStat, found: Found, before: Known | undefined): Known {
  const { start, name } = stat;
  const now = host.clock.monotonic();
  const isSame = before?.start === start;
  const isChild = isSame && before.parent?.pid === stat.parent && now < before.parentUntil;
  const parent = isChild ? before.parent : parentOf(host, stat.parent);
  const parentUntil = isChild ? before.parentUntil : now + parentAge;
  // Whom it was started by is not told any more once that one has ended.
  const isOllamas = (isSame && before.isOllamas) || parent?.isOllama === true || isOllamasOwn(found);
  return { start, name, parent, parentUntil, isOllamas };
}

/** Kinds that Ollama alone starts, and the llama-server that is installed with it. */
function isOllamasOwn({ command: { kind }, program }: Found): boolean {
  return kind === 'ollama-runner' || kind === 'mlx' || program.includes('/lib/ollama/');
}

/** Ollama starts its llama-server without a model to see which graphics cards there are. */
function isSearch({ command }: Found, { parent }: Known): boolean {
  return command.kind === 'llama-server' && command.model === null && parent?.isOllama === true;
}

function parentOf({ proc }: Host, pid: number): ServerParent | null {
  if (pid === 0) return null;
  const args = parseCmdline(proc.optional(`${pid}/cmdline`) ?? '') ?? [];
  const program = (args[0] ?? '').replace(/^.*\//, '');
  return {
    pid,
    userId: parseEffectiveUser(proc.optional(`${pid}/status`) ?? ''),
    isOllama: program === 'ollama' && (args[1] === 'serve' || args[1] === 'start'),
  };
}

/** Workers that look like the server they belong to are not servers of their own. */
function withoutParts(servers: ServerProcess[]): ServerProcess[] {
  const byPid = new Map(servers.map((one) => [one.pid, one]));
  return servers.filter(({ command, parent }) => {
    const above = parent === null ? undefined : byPid.get(parent.pid)?.command;
    return above?.kind !== command.kind || above.port !== command.port;
  });
}
