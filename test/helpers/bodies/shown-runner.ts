import type { OllamaModel, Runner, ServedModel, Stats } from '../../../dashboard/stats.js';

/** A runner as the page is given it: what a test does not name is not known. */
export function shownRunner(told: Partial<Runner> = {}): Runner {
  return {
    ...{ state: 'idle', reason: null, remedy: null, source: null, pid: null, started_at: null },
    ...{ loaded_percent: null, slots_busy: null, slots_total: null, requests_waiting: null },
    ...{ tokens_per_second: null, prompt_tokens_per_second: null, context_used: null, context_length: null },
    ...{ generated_tokens_at_least: null, requests_at_least: null, missed_requests_at_least: null },
    ...{ memory_bytes: null, memory_source: null, cards: null },
    ...told,
  };
}

/** A model of Ollama. */
export function shownModel(told: Partial<OllamaModel> = {}): OllamaModel {
  return {
    ...{ name: null, size_gb: null, vram_gb: null, processor: null, expires_at: null, model: null },
    ...{ digest: null, format: null, family: null, families: null, parameter_size: null, quantization: null },
    ...{ context_length: null, size_bytes: null, vram_bytes: null, cpu_percent: null, gpu_percent: null },
    ...{ expires_in_seconds: null, keeps_forever: null, runner: shownRunner() },
    ...told,
  };
}

/** A model of any server. */
export function servedModel(told: Partial<ServedModel> = {}): ServedModel {
  return {
    ...{ server: 'http://127.0.0.1:8080', kind: 'llama-server', name: null, digest: null },
    ...{ parameter_size: null, context_length: null, size_bytes: null, vram_bytes: null },
    ...{ runner: shownRunner(), ...told },
  };
}

/** A frame with this Ollama; its other domains could not be read. */
export function frameWith(ollama: Partial<NonNullable<Stats['ollama']>> | null): Stats {
  const sampled_at = '2026-03-14T09:26:53.589Z';
  const quiet = { models: [], loading: [], orphans: [], running_models: 0, queue_at_most: null };
  const body = {
    ...{ ...quiet, available: true, state: 'ok' as const, reason: null, remedy: null, version: '0.33.0' },
    ...{ url: 'http://127.0.0.1:11434', implausible: [], sampled_at },
  };
  return {
    ...{
      cpu: null,
      memory: null,
      disk: null,
      gpu: null,
      network: null,
      host: null,
      problems: [],
      sampled_at,
    },
    ollama: ollama === null ? null : { ...body, ...ollama },
  };
}
