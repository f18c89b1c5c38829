import { isJsonObject, parsedJson } from '../json.js';

/**
 * Ollama's `GET /api/version` (https://docs.ollama.com/api): the version, e.g. `0.33.0`; null when the body is
 * not that answer.
 */
export function parseOllamaVersion(text: string): string | null {
  const body = parsedJson(text);
  const version = isJsonObject(body) ? body['version'] : null;
  return typeof version === 'string' && version !== '' ? version : null;
}
