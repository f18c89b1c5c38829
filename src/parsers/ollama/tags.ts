import { isJsonObject, jsonText, parsedJson } from '../json.js';

/**
 * Ollama's `GET /api/tags` (https://docs.ollama.com/api/tags): the digest that each name of a model stands for now; null
 * when the body is not that answer.
 */
export function parseOllamaTags(text: string): Map<string, string> | null {
  const body = parsedJson(text);
  const models = isJsonObject(body) && 'models' in body ? (body['models'] ?? []) : null;
  if (!Array.isArray(models)) return null;
  const digests = new Map<string, string>();
  for (const model of models) {
    if (!isJsonObject(model)) continue;
    const name = jsonText(model['name']);
    const digest = jsonText(model['digest']);
    if (name !== null && digest !== null) digests.set(name, digest);
  }
  return digests;
}
