import { percentOf } from './format.js';
import { stateWords, type StateWords } from './states.js';
import type { Models, ModelServer, OllamaModel, OllamaRunner, Runner, ServedModel, Stats } from './stats.js';

/** What a server told of a model when it was loaded; null where it does not tell. */
export interface Told {
  size: number | null;
  gpu: number | null;
  cpuPercent: number | null;
}

/** What the page shows of one model, whichever serves it. */
export interface ShownModel {
  /** What tells it from the others as long as it is shown. */
  key: string;
  name: string;
  /** What it is, in a few words. */
  about: string;
  words: StateWords;
  runner: Runner;
  /** Null of servers that tell nothing of that. */
  told: Told | null;
  /** Null of models that nobody lists, and of servers that unload nothing. */
  expiry: Pick<OllamaModel, 'expires_in_seconds' | 'keeps_forever'> | null;
  /** What history calls its tokens a second; null when it keeps none of it. */
  metric: 'ollama.tokens_per_second' | 'models.tokens_per_second' | null;
}

/** Every model: those of the stream's Ollama, what it loads and has left behind, then those of other servers. */
export function shownModels({ ollama }: Stats, others: Models | null): ShownModel[] {
  const beside = others === null ? [] : othersOf(ollama, others.models, ({ server }) => server);
  return [
    ...(ollama?.models ?? []).map(listed),
    ...(ollama?.loading ?? []).map((one) => unlisted(one, one.runner.state)),
    ...(ollama?.orphans ?? []).map((one) => unlisted(one, 'orphan')),
    ...beside.map(served),
  ];
}

/** Servers beside the stream's Ollama. */
export function otherServersOf({ ollama }: Pick<Stats, 'ollama'>, { servers }: Models): ModelServer[] {
  return othersOf(ollama, servers, ({ id }) => id);
}

function othersOf<T>(ollama: Stats['ollama'], all: readonly T[], serverOf: (one: T) => string): T[] {
  return all.filter((one) => ollama === null || serverOf(one) !== (ollama.url ?? 'ollama'));
}

const nameless = 'a model';

function listed(model: OllamaModel): ShownModel {
  const { name, digest, parameter_size, quantization, runner, size_bytes, vram_bytes, cpu_percent } = model;
  const known = name ?? digest ?? nameless;
  return {
    key: `ollama ${known} ${digest ?? ''}`,
    name: known,
    about: [parameter_size, quantization].filter((text) => text !== null).join(' · '),
    words: stateWords(runner.state),
    runner,
    told: { size: size_bytes, gpu: vram_bytes, cpuPercent: cpu_percent },
    expiry: model,
    metric: 'ollama.tokens_per_second',
  };
}

function unlisted({ name, digest, runner }: OllamaRunner, state: string): ShownModel {
  return {
    key: `${state} ${runner.pid ?? digest ?? ''}`,
    name: name ?? (digest === null ? nameless : digest.slice(0, 12)),
    about: runner.pid === null ? '' : `process ${runner.pid}`,
    ...{ words: stateWords(state), runner, told: null, expiry: null, metric: null },
  };
}

function served(model: ServedModel): ShownModel {
  const { server, kind, name, parameter_size, runner, size_bytes, vram_bytes } = model;
  const isTold = size_bytes !== null || vram_bytes !== null;
  const at = `${kind} at ${server.replace(/^https?:\/\//, '')}`;
  return {
    key: `${server} ${name ?? ''}`,
    name: name ?? nameless,
    about: [parameter_size, at].filter((text) => text !== null).join(' · '),
    words: stateWords(runner.state),
    runner,
    told: isTold ? { size: size_bytes, gpu: vram_bytes, cpuPercent: restOf(vram_bytes, size_bytes) } : null,
    expiry: null,
    metric: 'models.tokens_per_second',
  };
}

/** The share of 100 of a model that is not in GPU memory. */
function restOf(gpu: number | null, size: number | null): number | null {
  const share = percentOf(gpu, size);
  return share === null || share > 100 ? null : 100 - share;
}
