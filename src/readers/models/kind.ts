import { Failure } from '../../failures.js';
import { parseLlamaMetrics } from '../../parsers/model-server/llama-metrics.js';
import { parseOpenAiModels, type OpenAiModel } from '../../parsers/model-server/openai-models.js';
import { parseSlots } from '../../parsers/model-server/slots.js';
import { parseVllmMetrics } from '../../parsers/model-server/vllm-metrics.js';
import type { HttpAnswer } from '../../host/host.js';
import { isLocked, loading, unexpected, type Ask } from '../model-servers/questions.js';
import type { RunnerLive } from '../model-servers/reading.js';

/** What a server is, and the models that it lists; none where it does not list them. */
export interface Recognised {
  kind: 'llama-server' | 'vllm';
  models: readonly OpenAiModel[];
}

/** What each kind says of whose its models are. Ollama names the publisher, of its own library mostly. */
const owners: Readonly<Record<string, Recognised['kind'] | 'ollama'>> = {
  llamacpp: 'llama-server',
  vllm: 'vllm',
  library: 'ollama',
};

/**
 * Asks a server what it is: mostly its list of models says so, else what it tells of its work. Gives what it does while
 * it is loading its model and tells nothing more. Throws a Failure where it is none of those that are known.
 */
export async function kindOf(ask: Ask): Promise<Recognised | RunnerLive> {
  const list = await ask('/v1/models');
  const isLoading = loading(list);
  if (isLoading !== null) return isLoading;
  const models = (list.status === 200 ? parseOpenAiModels(list.body) : null) ?? [];
  const owner = models.map(({ ownedBy }) => owners[ownedBy ?? '']).find((one) => one !== undefined);
  if (owner === 'ollama') throw isOllama;
  if (owner !== undefined) return { kind: owner, models };
  const metrics = await ask('/metrics');
  const told = metrics.status === 200 ? metrics.body : '';
  if (parseVllmMetrics(told) !== null) return { kind: 'vllm', models };
  if (parseLlamaMetrics(told) !== null) return { kind: 'llama-server', models };
  const slots = await ask('/slots');
  const hasSlots = slots.status === 200 && (parseSlots(slots.body) ?? []).length > 0;
  if (hasSlots) return { kind: 'llama-server', models };
  throw unknown(list, [metrics, slots]);
}

const isOllama = new Failure('malformed', 'an Ollama answers there', {
  remedy: 'name it in SYSMON_OLLAMA_HOSTS instead',
});

function unknown(list: HttpAnswer, others: readonly HttpAnswer[]): Failure {
  const locked = [list, ...others].find(({ status }) => isLocked(status));
  if (locked !== undefined) return wantsKey(locked.status);
  if (list.status !== 200 && list.status !== 404) return unexpected('/v1/models', list);
  return new Failure('malformed', 'what answers there is no llama-server and no vLLM, as far as it tells');
}

/** Of a server that does not tell what is asked without a key that it knows. */
export function wantsKey(status = 401): Failure {
  return new Failure(
    'no_permission',
    `it tells what it does only to those who have its API key (status ${status})`,
  );
}
