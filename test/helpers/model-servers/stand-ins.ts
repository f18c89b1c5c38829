import { json, answer, type Behaviour } from '../http/fake-ollama.js';

/** What llama-server answers (tools/server/README.md), with one slot that is busy or not. */
export function llamaServer({ isBusy = false, id = '/models/qwen3-8b.gguf' } = {}): Record<
  string,
  Behaviour
> {
  const slot = {
    ...{ id: 0, n_ctx: 8192, is_processing: isBusy, id_task: 5 },
    next_token: [{ n_decoded: isBusy ? 7 : 0 }],
  };
  return {
    '/v1/models': json({
      object: 'list',
      data: [
        {
          id,
          object: 'model',
          created: 1735142223,
          owned_by: 'llamacpp',
          meta: { n_ctx_train: 131072, size: 9 },
        },
      ],
    }),
    '/slots': json([slot]),
    '/metrics': json(
      {
        error: {
          code: 501,
          message: 'This server does not support metrics endpoint.',
          type: 'not_supported_error',
        },
      },
      501,
    ),
    '/health': json({ status: 'ok' }),
  };
}

/** What vLLM answers (docs.vllm.ai, `vllm serve` and its metrics). */
export function vllm(): Record<string, Behaviour> {
  const model = {
    id: 'Qwen/Qwen3-8B',
    object: 'model',
    owned_by: 'vllm',
    root: 'Qwen/Qwen3-8B',
    max_model_len: 40960,
  };
  const labels = '{engine="0",model_name="Qwen/Qwen3-8B"}';
  const metrics = [
    ['num_requests_running', 2],
    ['num_requests_waiting', 3],
    ['prompt_tokens_total', 1000],
    ['generation_tokens_total', 2000],
  ].map(([name, value]) => `vllm:${name}${labels} ${value}.0\n`);
  return {
    '/v1/models': json({ object: 'list', data: [model] }),
    '/metrics': answer(200, 'text/plain; version=0.0.4', metrics.join('')),
    '/health': answer(200, 'text/plain', ''),
  };
}

/** The same behind a key: what is not open to all is told to nobody else. */
export function locked(
  behaviours: Record<string, Behaviour>,
  key: string,
  open: readonly string[],
): Record<string, Behaviour> {
  const refusal = json(
    { error: { message: 'Invalid API Key', type: 'authentication_error', code: 401 } },
    401,
  );
  const guarded = Object.entries(behaviours).map(([path, behaviour]): [string, Behaviour] => [
    path,
    (response, request) => {
      const isLet = open.includes(path) || request.headers.authorization === `Bearer ${key}`;
      (isLet ? behaviour : refusal)(response, request);
    },
  ]);
  return Object.fromEntries(guarded);
}

/** The same below a path. */
export function below(prefix: string, behaviours: Record<string, Behaviour>): Record<string, Behaviour> {
  return Object.fromEntries(Object.entries(behaviours).map(([path, one]) => [`${prefix}${path}`, one]));
}
