import { isJsonObject, jsonCount, jsonText, parsedJson } from '../json.js';

/** What llama-server was started with; null for what it does not tell. */
export interface LlamaProps {
  totalSlots: number | null;
  modelPath: string | null;
  modelAlias: string | null;
  /** Tokens that one request may fill. */
  contextLength: number | null;
}

/**
 * llama-server's `GET /props` (https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md); null when the body
 * is not that answer. The template of chats, which may hold what its owner wrote, is not taken.
 */
export function parseLlamaProps(text: string): LlamaProps | null {
  const body = parsedJson(text);
  if (!isJsonObject(body) || !('total_slots' in body || 'model_path' in body)) return null;
  const settings = body['default_generation_settings'];
  return {
    totalSlots: jsonCount(body['total_slots']),
    modelPath: jsonText(body['model_path']),
    modelAlias: jsonText(body['model_alias']),
    contextLength: isJsonObject(settings) ? jsonCount(settings['n_ctx']) : null,
  };
}
