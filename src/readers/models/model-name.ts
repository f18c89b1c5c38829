import type { ModelServerReading } from './reading.js';

/**
 * What a model is called: `/models/qwen3-8b.gguf` → `qwen3-8b.gguf`; a repository, `Qwen/Qwen3-8B`, is the name of its
 * model. vLLM knows a model by the whole of what it lists.
 */
export function modelName(told: string | null, kind: ModelServerReading['kind']): string | null {
  return kind !== 'vllm' && told?.startsWith('/') === true ? told.slice(told.lastIndexOf('/') + 1) : told;
}
