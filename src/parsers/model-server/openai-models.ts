import { isJsonObject, jsonCount, jsonText, parsedJson } from '../json.js';

/** One model as servers with OpenAI's interface list it; null for what only another server tells. */
export interface OpenAiModel {
  id: string;
  ownedBy: string | null;
  /** How many parameters it has (llama-server). */
  parameters: number | null;
  /** Its weights in memory, bytes (llama-server). */
  size: number | null;
  /** Tokens it was trained with (llama-server). */
  trainedContextLength: number | null;
  /** Tokens of a request at most (vLLM). */
  contextLength: number | null;
}

/**
 * `GET /v1/models` (https://platform.openai.com/docs/api-reference/models) of llama-server, which adds `meta`, and of vLLM,
 * which adds `max_model_len`; null when the body is not that answer.
 */
export function parseOpenAiModels(text: string): OpenAiModel[] | null {
  const body = parsedJson(text);
  const listed = isJsonObject(body) ? body['data'] : null;
  if (!Array.isArray(listed)) return null;
  const models = listed.map(parseModel).filter((model) => model !== null);
  return models.length === listed.length ? models : null;
}

function parseModel(model: unknown): OpenAiModel | null {
  if (!isJsonObject(model)) return null;
  const id = jsonText(model['id']);
  if (id === null) return null;
  const meta = isJsonObject(model['meta']) ? model['meta'] : {};
  return {
    id,
    ownedBy: jsonText(model['owned_by']),
    parameters: jsonCount(meta['n_params']),
    size: jsonCount(meta['size']),
    trainedContextLength: jsonCount(meta['n_ctx_train']),
    contextLength: jsonCount(model['max_model_len']),
  };
}
