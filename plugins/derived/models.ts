import { ModelsStats, OtherModels, type Model, type ModelServer } from '../../schemas/models.js';
import { OllamaStats, type OllamaModel, type OllamaRunner } from '../../schemas/ollama.js';
import { derived } from '../core/domain/derived.js';

/** `/stats/models`: the models of Ollama and of all other servers, in one form. */
export const models = derived({
  name: 'models',
  summary: 'Every loaded model, whichever serves it',
  description:
    'The servers of models on this machine (Ollama, llama-server, vLLM) and those named in SYSMON_MODEL_SERVERS and ' +
    'SYSMON_OLLAMA_HOSTS, with the models that they have loaded and what the process of each does just now. Found by ' +
    'their processes, on Linux; docs/models.md says what is seen of which, and what never is.',
  tag: 'Ollama',
  schema: ModelsStats,
  needs: { ollama: OllamaStats, 'other-models': OtherModels },
  combine: ({ ollama, 'other-models': others }, missing) => ({
    servers: [...(ollama === null ? [] : [serverOf(ollama)]), ...(others?.servers ?? [])],
    models: [...(ollama === null ? [] : modelsOf(ollama)), ...(others?.models ?? [])],
    reason: others === null ? (missing.get('other-models')?.message ?? null) : others.reason,
    implausible: [...(ollama?.implausible ?? []), ...(others?.implausible ?? [])],
  }),
});

function serverOf(ollama: OllamaStats): ModelServer {
  const { url, state, reason, remedy, version } = ollama;
  return {
    ...{ id: idOf(ollama), kind: 'ollama', url, state, reason, remedy, version },
    requests_waiting: ollama.queue_at_most,
  };
}

function modelsOf(ollama: OllamaStats): Model[] {
  return [
    ...ollama.models.map((model) => listed(ollama, model)),
    ...ollama.loading.map((one) => loading(ollama, one)),
  ];
}

/** Of one that is not listed yet nothing else is told. */
function loading(ollama: OllamaStats, { name, runner }: OllamaRunner): Model {
  return {
    ...{ server: idOf(ollama), kind: 'ollama', name, digest: null, parameter_size: null },
    ...{ context_length: runner.context_length, size_bytes: null, vram_bytes: null, runner },
  };
}

function listed(ollama: OllamaStats, model: OllamaModel): Model {
  return {
    ...{ server: idOf(ollama), kind: 'ollama' },
    ...{ name: model.name, digest: model.digest, parameter_size: model.parameter_size },
    ...{ context_length: model.context_length, size_bytes: model.size_bytes, vram_bytes: model.vram_bytes },
    runner: model.runner,
  };
}

function idOf({ url }: OllamaStats): string {
  return url ?? 'ollama';
}
