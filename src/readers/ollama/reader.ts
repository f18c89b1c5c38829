import type { Implausible, Tell } from '../../bounds.js';
import { seldom } from '../../clock.js';
import { asFailure, Failure } from '../../failures.js';
import type { Host, HttpAnswer, HttpSource } from '../../host/host.js';
import type { OllamaPsModel } from '../../parsers/ollama/ps.js';
import { parseOllamaVersion } from '../../parsers/ollama/version.js';
import { parseRfc3339 } from '../../parsers/rfc3339.js';
import { plausible } from '../../plausible.js';
import type { ModelRunnerReading } from '../model-servers/model-runner-reading.js';
import { isBusy, unseenRunner } from '../model-servers/model-runner.js';
import type { Reader } from '../reader.js';
import { modelBounds } from './bounds.js';
import { finding, firstOllama, type Finding, type OllamaSetting } from './finding.js';
import { RunnersOfOllama, type OllamaRunners, type SeenElsewhere } from './runners.js';

/** Ollama and its loaded models; sizes in bytes. */
export interface OllamaReading extends Found, OllamaBeside {
  /** Where it was asked, without credentials; null when it was not. */
  url: string | null;
  /** Null when it did not tell. */
  version: string | null;
  /** What it told of its models that cannot be. */
  implausible: readonly Implausible[];
}

interface Found extends Finding {
  /** Null when they could not be learnt; empty when Ollama is not there. */
  models: OllamaModelReading[] | null;
}

/** The processes of Ollama that stand in none of its lists, and how many requests may wait in it. */
export type OllamaBeside = Omit<OllamaRunners, 'ofModels'>;

/** One loaded model, and what follows from what Ollama tells of it. */
export interface OllamaModelReading extends OllamaPsModel {
  /** Ollama's own text for where the model lies; null when its sizes are not known. */
  processor: string | null;
  /** The shares in that text; null when it is "Unknown". */
  cpuPercent: number | null;
  gpuPercent: number | null;
  /** Seconds until it is unloaded, 0 when that instant has passed; null when never or not known. */
  expiresIn: number | null;
  keepsForever: boolean | null;
  runner: ModelRunnerReading;
}

const deadline = 2_000;
const maxBytes = 2 ** 20;
/** How long a version is believed, ms: it changes when Ollama is started anew, mostly with a gap between. */
const versionAge = 60_000;
/** How long after its last answer, ms: nobody saw whether it was started anew in a longer pause. */
const longestPause = 5_000;
/** The longest that an Ollama that is not there is not asked for, ms: who starts it looks whether it is seen. */
const longestAbsence = 4_000;

/**
 * Asks Ollama for its loaded models and, each minute, after each pause and over each new connection, for its
 * version. One that is not there is asked for every four
 * seconds. Never throws: not being answered is a fact about the host.
 */
export function ollamaReader(
  host: Pick<Host, 'ollama' | 'clock'>,
  seen: SeenElsewhere,
  setting: OllamaSetting = firstOllama,
): Reader<OllamaReading> {
  const { ollama, clock } = host;
  const runners = new RunnersOfOllama(host, seen);
  let known: { version: string; at: number } | null = null;
  let answeredAt = -Infinity;
  let isThere = true;

  const askVersion = async (end: number): Promise<string | null> => {
    const at = clock.monotonic();
    known = null;
    const version = versionOf(await ask(ollama, '/api/version', end - at));
    known = version === null ? null : { version, at };
    return version;
  };
  const versionKnown = (at: number): string | null =>
    known !== null && at - known.at < versionAge && at - answeredAt < longestPause ? known.version : null;
  const read = async (): Promise<OllamaReading> => {
    const start = clock.monotonic();
    const end = start + deadline;
    const before = versionKnown(start);
    const connections = ollama.connections?.();
    const asked = ask(ollama, '/api/ps', deadline);
    // Where nothing answered the last time one question is enough to see whether that is still so.
    const early = isThere && before === null ? askVersion(end) : null;
    const models = await asked;
    isThere = !(models instanceof Failure) || models.code !== 'absent';
    // The connection it kept is gone, so it may have been started anew.
    const isOther = ollama.connections?.() !== connections;
    const isToAsk = isThere && (before === null || isOther);
    const version = await (early ?? (isToAsk ? askVersion(end) : isThere ? before : null));
    if (models instanceof Failure) known = null;
    else answeredAt = clock.monotonic();
    const implausible: Implausible[] = [];
    const tell: Tell = (one) => implausible.push(one);
    const { listed: told, ...found } = finding(models, setting);
    const listed = allPossible(told, tell);
    const { ofModels, ...beside } = await runners.read(listed, tell);
    const now = clock.epoch() / 1000;
    const read = listed?.map((model, place) => modelReading(model, ofModels[place] ?? notSeen, now)) ?? null;
    return { ...found, models: read, ...beside, version, url: ollama.url, implausible };
  };
  const isNothing = ({ state }: OllamaReading) => state === 'absent';
  return seldom(clock, read, { isNothing, longest: longestAbsence });
}

async function ask(source: HttpSource, path: string, left: number): Promise<HttpAnswer | Failure> {
  try {
    return await source.get(path, { deadline: Math.max(1, left), maxBytes });
  } catch (thrown) {
    return asFailure(thrown);
  }
}

function versionOf(answer: HttpAnswer | Failure): string | null {
  return answer instanceof Failure || answer.status !== 200 ? null : parseOllamaVersion(answer.body);
}

const notSeen = unseenRunner('unreachable', 'its process was not looked for');

/** The reading of a failure to ask Ollama, as of one that does not answer. */
export function ollamaReadingOf(failure: Failure, known: OllamaReading | null): OllamaReading {
  const { listed: models, ...found } = finding(failure, firstOllama);
  const beside = { loading: [], orphans: [], queueAtMost: null };
  return {
    ...found,
    models: models === null ? null : [],
    ...beside,
    version: null,
    url: known?.url ?? null,
    implausible: [],
  };
}

function allPossible(models: readonly OllamaPsModel[] | null, tell: Tell): OllamaPsModel[] | null {
  return models?.map((model) => possible(model, tell)) ?? null;
}

/** A model with null for the numbers that cannot be; its shares are reckoned from the others alone. */
function possible(model: OllamaPsModel, tell: Tell): OllamaPsModel {
  return plausible(model, modelBounds, { whole: null, tell, of: model.name ?? model.model ?? 'a model' });
}

function modelReading(model: OllamaPsModel, runner: ModelRunnerReading, now: number): OllamaModelReading {
  const { expiresIn, keepsForever } = expiry(model.expiresAt, now);
  const shares = split(model.size, model.sizeVram);
  // While it is in use the instant stands still, or moves on at each look.
  return { ...model, ...shares, expiresIn: isBusy(runner) ? null : expiresIn, keepsForever, runner };
}

/** As `ollama ps` computes its column PROCESSOR (cmd/cmd.go, ListRunningHandler), in the same order. */
function split(size: number | null, vram: number | null) {
  if (vram === 0) return { processor: '100% CPU', cpuPercent: 100, gpuPercent: 0 };
  if (size === null || vram === null) return { processor: null, cpuPercent: null, gpuPercent: null };
  if (vram === size) return { processor: '100% GPU', cpuPercent: 0, gpuPercent: 100 };
  if (vram > size) return { processor: 'Unknown', cpuPercent: null, gpuPercent: null };
  const cpuPercent = Math.round(((size - vram) / size) * 100);
  const gpuPercent = 100 - cpuPercent;
  return { processor: `${cpuPercent}%/${gpuPercent}% CPU/GPU`, cpuPercent, gpuPercent };
}

/** A model that is kept forever expires in 292 years (keep_alive −1); `ollama ps` calls 20 years forever. */
const forever = 20 * 365 * 86_400;

function expiry(expiresAt: string | null, now: number) {
  const expires = parseRfc3339(expiresAt ?? '');
  if (expires === null) return { expiresIn: null, keepsForever: null };
  if (expires - now > forever) return { expiresIn: null, keepsForever: true };
  return { expiresIn: Math.max(0, expires - now), keepsForever: false };
}
