import { isJsonObject, jsonNumber, parsedJson } from '../json.js';

/** Whether a model server can answer. */
export interface ModelServerHealth {
  state: 'ok' | 'loading' | 'error';
  /** How much of the model is loaded, 0 to 1; only Ollama's own runner tells it. */
  progress: number | null;
}

/**
 * `GET /health` of llama-server (https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md) and of Ollama's
 * own runner, whatever the status of the answer; null when the body is neither. llama-server loading a model answers 503
 * with an error of that name; Ollama's runner numbers its states, 0 and 1 ready and busy, 2 and 3 started and loading.
 */
export function parseModelServerHealth(text: string): ModelServerHealth | null {
  const body = parsedJson(text);
  if (!isJsonObject(body)) return null;
  const { status, error } = body;
  if (isJsonObject(error)) return { state: stateOf(error['message']) ?? 'error', progress: null };
  const state = stateOf(status);
  return state === null ? null : { state, progress: shareOf(body['progress']) };
}

function stateOf(told: unknown): ModelServerHealth['state'] | null {
  if (typeof told === 'number')
    return told === 0 || told === 1 ? 'ok' : told === 2 || told === 3 ? 'loading' : 'error';
  if (typeof told !== 'string') return null;
  // Busy in all its slots is well too.
  if (/^(?:ok|no slot available)$/i.test(told)) return 'ok';
  return /^loading model/i.test(told) ? 'loading' : 'error';
}

function shareOf(told: unknown): number | null {
  const share = jsonNumber(told);
  return share !== null && share >= 0 && share <= 1 ? share : null;
}
