import type { Implausible, Tell } from '../../bounds.js';
import type { MemoryOnCards, ModelRunnerReading } from '../model-servers/model-runner-reading.js';
import { modelRunner } from '../model-servers/model-runner.js';
import type { RunnerReading } from '../model-servers/reading.js';
import type { ModelServers } from '../model-servers/servers.js';
import type { Reader } from '../reader.js';

/** A server of models beside the Ollama of `/stats/ollama`. */
export interface ModelServerReading {
  id: string;
  kind: 'ollama' | 'llama-server' | 'vllm';
  /** Where it is asked; null when it is not. */
  url: string | null;
  state: string;
  reason: string | null;
  remedy: string | null;
  version: string | null;
  waiting: number | null;
  models: ServedModel[];
}

/** A model that it has loaded; sizes in bytes, as the server tells them. */
export interface ServedModel {
  name: string | null;
  digest: string | null;
  parameterSize: string | null;
  contextLength: number | null;
  size: number | null;
  sizeVram: number | null;
  runner: ModelRunnerReading;
}

export interface ModelsReading {
  servers: ModelServerReading[];
  implausible: readonly Implausible[];
}

/** Reads the servers of models of this machine that are not Ollama's. */
export function modelsReader(seen: {
  servers: Pick<ModelServers, 'read'>;
  cards: MemoryOnCards;
}): Reader<ModelsReading> {
  return async () => {
    const implausible: Implausible[] = [];
    const tell: Tell = (one) => implausible.push(one);
    const processes = (await seen.servers.read()).filter(({ isOllamas }) => !isOllamas);
    const cards = processes.length === 0 ? () => null : seen.cards();
    return { servers: processes.map((process) => ofProcess(process, cards(process.pid), tell)), implausible };
  };
}

function ofProcess(
  process: RunnerReading,
  cards: ModelRunnerReading['cards'],
  tell: Tell,
): ModelServerReading {
  const name = process.alias ?? fileName(process.model);
  const runner = modelRunner(process, cards, { of: name ?? `process ${process.pid}`, tell });
  const { kind, port, state } = process;
  const url = port === null ? null : `http://127.0.0.1:${port}`;
  const isWell = state === 'idle' || state === 'prompt' || state === 'generating' || state === 'unsupported';
  const model: ServedModel = {
    ...{ name, digest: null, parameterSize: null, size: null, sizeVram: null, runner },
    contextLength: runner.contextLength,
  };
  return {
    id: url ?? `process ${process.pid}`,
    kind: kind === 'vllm' ? 'vllm' : 'llama-server',
    ...{ url, state: isWell ? 'ok' : state },
    ...(isWell ? { reason: null, remedy: null } : { reason: runner.reason, remedy: runner.remedy }),
    ...{ version: null, waiting: runner.waiting, models: [model] },
  };
}

/** `/models/qwen3-8b.gguf` → `qwen3-8b.gguf`; a repository, `Qwen/Qwen3-8B`, is the name of its model. */
function fileName(model: string | null): string | null {
  return model?.startsWith('/') === true ? model.slice(model.lastIndexOf('/') + 1) : model;
}
