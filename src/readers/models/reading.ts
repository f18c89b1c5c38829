import type { Implausible } from '../../bounds.js';
import type { ModelRunnerReading } from '../model-servers/model-runner-reading.js';

/** A server of models beside the Ollama of `/stats/ollama`. */
export interface ModelServerReading {
  id: string;
  /** Null while it is not known. */
  kind: 'ollama' | 'llama-server' | 'vllm' | null;
  /** Where it is asked; null when it is not. */
  url: string | null;
  /** Whether the settings name it: then it should be there. */
  isNamed: boolean;
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
  /** Why servers may be missing; null when all processes were seen. */
  reason: string | null;
  implausible: readonly Implausible[];
}

/** The one model of a server that tells nothing of it but what its process does. */
export function servedBy(runner: ModelRunnerReading, name: string | null): ServedModel {
  const untold = { digest: null, parameterSize: null, size: null, sizeVram: null };
  return { name, ...untold, contextLength: runner.contextLength, runner };
}
