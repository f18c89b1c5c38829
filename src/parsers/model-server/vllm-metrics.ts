import { parsePrometheusText, type PrometheusSample } from '../prometheus-text.js';

/** What vLLM tells of itself, of all its engines together; null for what it does not. */
export interface VllmMetrics {
  /** The names under which its models are served, each once. */
  models: string[];
  requestsRunning: number | null;
  requestsWaiting: number | null;
  /** Tokens of prompts that were processed, a counter. */
  promptTokens: number | null;
  /** Tokens that were generated, a counter that moves with each step. */
  generatedTokens: number | null;
  /** Requests that ended well, a counter. */
  requestsFinished: number | null;
  /** How full the cache of the fullest engine is, 0 to 1. */
  cacheUsage: number | null;
}

const running = 'vllm:num_requests_running';
const waiting = 'vllm:num_requests_waiting';
const prompt = 'vllm:prompt_tokens_total';
const generated = 'vllm:generation_tokens_total';
const finished = 'vllm:request_success_total';
/** As it is called since version 0.10, and before. */
const usage = ['vllm:kv_cache_usage_perc', 'vllm:gpu_cache_usage_perc'];
const wanted = new Set([running, waiting, prompt, generated, finished, ...usage]);

/**
 * vLLM's `GET /metrics` (https://docs.vllm.ai/en/stable/usage/metrics/); null when the body holds none of it. Each engine
 * has a series of its own, finished requests have one for each reason too.
 */
export function parseVllmMetrics(text: string): VllmMetrics | null {
  const samples = parsePrometheusText(text, wanted).filter(({ value }) => value >= 0);
  if (samples.length === 0) return null;
  const names = samples.map(({ labels }) => labels.get('model_name') ?? '');
  const shares = samples.filter(({ name }) => usage.includes(name)).map(({ value }) => value);
  return {
    models: [...new Set(names)].filter((name) => name !== ''),
    requestsRunning: sumOf(samples, running),
    requestsWaiting: sumOf(samples, waiting),
    promptTokens: sumOf(samples, prompt),
    generatedTokens: sumOf(samples, generated),
    requestsFinished: sumOf(samples, finished),
    cacheUsage: shares.reduce<number | null>((fullest, share) => Math.max(fullest ?? 0, share), null),
  };
}

function sumOf(samples: readonly PrometheusSample[], name: string): number | null {
  const values = samples.filter((sample) => sample.name === name).map(({ value }) => value);
  const sum = values.reduce((total, value) => total + value, 0);
  return values.length === 0 || !Number.isFinite(sum) ? null : sum;
}
