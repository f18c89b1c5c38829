import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { parseLlamaMetrics } from '../../../src/parsers/model-server/llama-metrics.js';
import { parseVllmMetrics } from '../../../src/parsers/model-server/vllm-metrics.js';
import { captures, skip } from '../../helpers/machines/captures.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

const llama = `# HELP llamacpp:prompt_tokens_total Number of prompt tokens processed.
# TYPE llamacpp:prompt_tokens_total counter
llamacpp:prompt_tokens_total 9
llamacpp:prompt_seconds_total 0.014769
llamacpp:tokens_predicted_total 64
llamacpp:tokens_predicted_seconds_total 0.2295
llamacpp:predicted_tokens_seconds 0
llamacpp:requests_processing 1
llamacpp:requests_deferred 3
`;

const vllm = `# HELP vllm:num_requests_running Number of requests in model execution batches.
# TYPE vllm:num_requests_running gauge
vllm:num_requests_running{engine="0",model_name="Qwen/Qwen3-8B"} 2.0
vllm:num_requests_running{engine="1",model_name="Qwen/Qwen3-8B"} 3.0
vllm:num_requests_waiting{engine="0",model_name="Qwen/Qwen3-8B"} 4.0
vllm:num_requests_waiting_by_reason{engine="0",model_name="Qwen/Qwen3-8B",reason="capacity"} 4.0
vllm:kv_cache_usage_perc{engine="0",model_name="Qwen/Qwen3-8B"} 0.34
vllm:kv_cache_usage_perc{engine="1",model_name="Qwen/Qwen3-8B"} 0.52
vllm:prompt_tokens_total{engine="0",model_name="Qwen/Qwen3-8B"} 1.2345e+06
vllm:generation_tokens_total{engine="0",model_name="Qwen/Qwen3-8B"} 6789.0
vllm:generation_tokens_created{engine="0",model_name="Qwen/Qwen3-8B"} 1.78e+09
vllm:request_success_total{engine="0",finished_reason="stop",model_name="Qwen/Qwen3-8B"} 7.0
vllm:request_success_total{engine="0",finished_reason="length",model_name="Qwen/Qwen3-8B"} 5.0
`;

t.test('llama-server: what it counted, by its names', (t) => {
  t.strictSame(parseLlamaMetrics(llama), {
    ...{ generatedTokens: 64, generatingSeconds: 0.2295, promptTokens: 9, promptSeconds: 0.014769 },
    ...{ requestsProcessing: 1, requestsDeferred: 3 },
  });
  t.match(parseLlamaMetrics('llamacpp:tokens_predicted_total 64\n'), {
    generatedTokens: 64,
    requestsDeferred: null,
  });
  t.match(
    parseLlamaMetrics(`${llama}llamacpp:requests_deferred -1\n`),
    { requestsDeferred: 3 },
    'no count is below 0',
  );
  for (const other of ['', vllm, '{"error":{"code":501,"message":"Start it with `--metrics`"}}']) {
    t.equal(parseLlamaMetrics(other), null);
  }
  neverThrows(t, parseLlamaMetrics, llama);
  t.end();
});

t.test('vLLM: sums over engines and reasons, the fullest cache, each name once', (t) => {
  t.strictSame(parseVllmMetrics(vllm), {
    ...{ models: ['Qwen/Qwen3-8B'], requestsRunning: 5, requestsWaiting: 4, promptTokens: 1_234_500 },
    ...{ generatedTokens: 6_789, requestsFinished: 12, cacheUsage: 0.52 },
  });
  const older =
    'vllm:gpu_cache_usage_perc{model_name="a"} 0.25\nvllm:num_requests_running{model_name="b"} NaN\n';
  t.strictSame(parseVllmMetrics(older), {
    ...{ models: ['a'], requestsRunning: null, requestsWaiting: null, promptTokens: null },
    ...{ generatedTokens: null, requestsFinished: null, cacheUsage: 0.25 },
  });
  t.equal(parseVllmMetrics(llama), null);
  neverThrows(t, parseVllmMetrics, vllm);
  t.end();
});

t.test('recorded answers of llama-server', { skip }, (t) => {
  const of = (name: string) => readFileSync(join(captures, 'ollama-runner', name), 'utf8');
  t.match(parseLlamaMetrics(of('runner-metrics-optin.txt')), {
    ...{
      generatedTokens: 64,
      generatingSeconds: 0.2295,
      promptTokens: 9,
      requestsProcessing: 0,
      requestsDeferred: 0,
    },
  });
  t.equal(parseLlamaMetrics(of('runner-metrics-idle.json')), null, 'not switched on');
  t.end();
});
