import type { Tell } from '../../bounds.js';
import { asFailure, Failure } from '../../failures.js';
import type { Host } from '../../host/host.js';
import { connectableHost, hostOfUrl, isLoopback } from '../../parsers/network-address.js';
import type { OllamaPsModel } from '../../parsers/ollama/ps.js';
import type { MemoryOnCards, ModelRunnerReading } from '../model-servers/model-runner-reading.js';
import { isBusy, modelRunner, unseenRunner } from '../model-servers/model-runner.js';
import type { RunnerReading } from '../model-servers/reading.js';
import type { ModelServers } from '../model-servers/servers.js';
import { ModelFiles, type ModelFile } from './model-files.js';
import type { Parents } from './parents.js';

/** A process of a model that Ollama does not list. */
export interface UnlistedRunner {
  /** What the model was called when it was listed; null when it was not. */
  name: string | null;
  /** Of the file of its weights; null when its path does not tell. */
  digest: string | null;
  runner: ModelRunnerReading;
}

/** The processes of one Ollama. */
export interface OllamaRunners {
  /** Of each listed model, in their order. */
  ofModels: ModelRunnerReading[];
  loading: UnlistedRunner[];
  orphans: UnlistedRunner[];
  queueAtMost: number | null;
}

/** What is known from elsewhere: the servers of this machine, and what processes hold of its cards. */
export interface SeenElsewhere {
  servers: Pick<ModelServers, 'read' | 'queueAtMost'>;
  cards: MemoryOnCards;
  /** Where there are several Ollamas. */
  parents?: Parents;
}

type Processes = readonly RunnerReading[] | Failure;

/** Finds the process of each model that an Ollama lists, and those that it does not list. */
export class RunnersOfOllama {
  readonly #url: string;
  readonly #connections: () => number;
  readonly #files: ModelFiles;
  readonly #seen: SeenElsewhere;
  /** Null of an Ollama that may be another machine's. */
  readonly #parents: Parents | null;
  /** Files whose process has been seen, so that one that is missing has ended. */
  readonly #ran = new Set<string>();

  constructor({ ollama, clock }: Pick<Host, 'ollama' | 'clock'>, seen: SeenElsewhere) {
    this.#url = ollama.url;
    this.#connections = () => ollama.openConnections?.() ?? 0;
    this.#files = new ModelFiles(ollama, clock);
    this.#seen = seen;
    this.#parents = isOfThisMachine(ollama.url) ? (seen.parents ?? null) : null;
  }

  /** `listed` is null where Ollama does not give its models. Never rejects. */
  async read(listed: readonly OllamaPsModel[] | null, tell: Tell): Promise<OllamaRunners> {
    const models = listed ?? [];
    const processes = await this.#processes();
    if (processes instanceof Failure) return this.#unseen(models, processes);
    const cards = processes.length === 0 ? noCards : this.#seen.cards();
    const isRunning = ({ isOllamas, isOrphan }: RunnerReading) => isOllamas && !isOrphan;
    const running = processes.filter(isRunning);
    const own = this.#parents?.of(this.#url, running) ?? running;
    const files = own.length === 0 && this.#ran.size === 0 ? [] : await this.#files.of(models);
    const taken = new Set<RunnerReading>();
    const ofModels = models.map((model, place) => {
      const process = this.#processOf(model, files[place], own);
      if (isProcess(process)) taken.add(process);
      return this.#runnerOf(model, process, cards, tell);
    });
    const unlisted = (process: RunnerReading): UnlistedRunner => ({
      name: process.model === null ? null : this.#files.nameOf(process.model),
      digest: digestIn(process.model),
      runner: modelRunner(process, cards(process.pid), { of: `process ${process.pid}`, tell }),
    });
    const isAlive = ({ state }: RunnerReading) => state !== 'gone';
    const isUnlisted = (one: RunnerReading) => !taken.has(one) && isAlive(one);
    const loading = listed === null ? [] : ownOf(taken, own.filter(isAlive)).filter(isUnlisted).map(unlisted);
    return {
      ...{ ofModels, loading },
      orphans: processes.filter((one) => one.isOllamas && one.isOrphan && isAlive(one)).map(unlisted),
      queueAtMost: listed === null ? null : this.#queue(ofModels, loading.length > 0),
    };
  }

  async #processes(): Promise<Processes> {
    try {
      return await this.#seen.servers.read();
    } catch (thrown) {
      return asFailure(thrown);
    }
  }

  #unseen(models: readonly OllamaPsModel[], { message, remedy }: Failure): OllamaRunners {
    const ofModels = models.map(() => unseenRunner('unreachable', message, remedy));
    return { ofModels, loading: [], orphans: [], queueAtMost: null };
  }

  /** The process of a model, else why there is none. */
  #processOf(
    { name, model }: OllamaPsModel,
    file: ModelFile | undefined,
    own: readonly RunnerReading[],
  ): RunnerReading | ModelRunnerReading {
    // MLX is told the name of the model.
    const byName = own.filter(
      (one) => one.kind === 'mlx' && one.model !== null && one.model === (name ?? model),
    );
    if (byName[0] !== undefined) return byName[0];
    if (file === undefined) return this.#elsewhere();
    if (!('path' in file)) return unseenRunner('unreachable', `its process cannot be told: ${file.reason}`);
    const found = own.filter((one) => one.model === file.path);
    const alive = found.filter(({ state }) => state !== 'gone');
    if (alive.length > 1 && new Set(alive.map(({ parentPid }) => parentPid)).size > 1) return ofSeveral;
    const process = alive.at(-1) ?? found.at(-1);
    if (process !== undefined) {
      if (alive.length > 0) this.#parents?.found(this.#url, process);
      this.#ran.add(file.path);
      return process;
    }
    return this.#ran.has(file.path) ? ended : this.#elsewhere();
  }

  /** A model without a process of this machine. */
  #elsewhere(): ModelRunnerReading {
    return isOfThisMachine(this.#url) ? hidden : away;
  }

  #runnerOf(
    { name, model }: OllamaPsModel,
    process: RunnerReading | ModelRunnerReading,
    cards: ReturnType<MemoryOnCards>,
    tell: Tell,
  ): ModelRunnerReading {
    if (!isProcess(process)) return process;
    return modelRunner(process, cards(process.pid), { of: name ?? model ?? 'a model', tell });
  }

  /** The kernel takes milliseconds to list its connections, so they are looked at only when something is worked on. */
  #queue(runners: readonly ModelRunnerReading[], isLoading: boolean): number | null {
    const port = Number(new URL(this.#url).port);
    const unseen = runners.filter(({ state }) => state === 'unreachable').length;
    const isHidden = unseen > 0 && unseen === runners.length;
    if (!(port > 0) || !isOfThisMachine(this.#url) || isHidden) return null;
    const busy = runners.filter(isBusy);
    if (busy.length === 0 && unseen === 0 && !isLoading) return 0;
    const answered = busy.reduce((sum, { slotsBusy }) => sum + (slotsBusy ?? 1), 0);
    return this.#seen.servers.queueAtMost(port, { own: this.#connections(), busy: answered });
  }
}

/**
 * Of the processes of all Ollamas those of this one, which has started `taken`. Where it has started none that it lists,
 * only one that is being loaded may be its, and only if there is no other Ollama whose it could be.
 */
function ownOf(taken: ReadonlySet<RunnerReading>, all: readonly RunnerReading[]): readonly RunnerReading[] {
  const parents = new Set([...taken].map(({ parentPid }) => parentPid));
  if (parents.size > 0) return all.filter(({ parentPid }) => parents.has(parentPid));
  const isSingle = new Set(all.map(({ parentPid }) => parentPid)).size === 1;
  return isSingle ? all.filter(({ state }) => state === 'loading') : [];
}

/** Whether what listens there is a process of this machine for certain. */
export function isOfThisMachine(url: string): boolean {
  return isLoopback(connectableHost(hostOfUrl(url) ?? ''));
}

function isProcess(found: RunnerReading | ModelRunnerReading): found is RunnerReading {
  return 'startTicks' in found;
}

const noCards = () => null;

const hidden = unseenRunner(
  'unreachable',
  'its process is not seen from here',
  'let this service see the processes of the machine: in a container with pid: host, or the machine’s /proc at SYSMON_PROC',
);
const away = unseenRunner(
  'unreachable',
  'Ollama is asked at another address than this machine’s own, and its process is not seen from here',
  'run this service where Ollama runs',
);
const ended = unseenRunner(
  'gone',
  'its process has ended; Ollama lists the model until it is asked for again',
);
const ofSeveral = unseenRunner(
  'unreachable',
  'several Ollamas run this model, and which process is whose is not told',
);

/** `…/blobs/sha256-a970…` → `a970…`. */
function digestIn(path: string | null): string | null {
  return /\/sha256-([0-9a-f]{64})$/.exec(path ?? '')?.[1] ?? null;
}
