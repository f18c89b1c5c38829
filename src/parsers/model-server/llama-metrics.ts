import { parsePrometheusText } from '../prometheus-text.js';

/** What llama-server has counted since it started; null for what it does not tell. Counters move at a request's end. */
export interface LlamaMetrics {
  generatedTokens: number | null;
  generatingSeconds: number | null;
  /** Without those that were there already. */
  promptTokens: number | null;
  promptSeconds: number | null;
  requestsProcessing: number | null;
  /** Requests that wait for a slot. */
  requestsDeferred: number | null;
}

const names = {
  generatedTokens: 'llamacpp:tokens_predicted_total',
  generatingSeconds: 'llamacpp:tokens_predicted_seconds_total',
  promptTokens: 'llamacpp:prompt_tokens_total',
  promptSeconds: 'llamacpp:prompt_seconds_total',
  requestsProcessing: 'llamacpp:requests_processing',
  requestsDeferred: 'llamacpp:requests_deferred',
} as const;
const wanted = new Set<string>(Object.values(names));

/**
 * llama-server's `GET /metrics` (https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md), which is there
 * with `--metrics` only; null when the body holds none of it.
 */
export function parseLlamaMetrics(text: string): LlamaMetrics | null {
  const values = new Map<string, number>();
  for (const { name, value } of parsePrometheusText(text, wanted)) if (value >= 0) values.set(name, value);
  if (values.size === 0) return null;
  const valueOf = (field: keyof LlamaMetrics) => values.get(names[field]) ?? null;
  return {
    generatedTokens: valueOf('generatedTokens'),
    generatingSeconds: valueOf('generatingSeconds'),
    promptTokens: valueOf('promptTokens'),
    promptSeconds: valueOf('promptSeconds'),
    requestsProcessing: valueOf('requestsProcessing'),
    requestsDeferred: valueOf('requestsDeferred'),
  };
}
