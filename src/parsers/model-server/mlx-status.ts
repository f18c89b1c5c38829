import { isJsonObject, jsonCount, jsonNumber, parsedJson } from '../json.js';

/** What Ollama's runner for MLX tells of itself; null for what it does not. */
export interface MlxStatus {
  /** As it numbers its states; what they mean has no document. */
  status: number | null;
  progress: number | null;
  /** Tokens that one request may fill. */
  contextLength: number | null;
  /** What the model takes, bytes. */
  memory: number | null;
}

/** `GET /v1/status` of Ollama's runner for MLX (x/mlxrunner of Ollama's source); null when the body is not that answer. */
export function parseMlxStatus(text: string): MlxStatus | null {
  const body = parsedJson(text);
  if (!isJsonObject(body) || !('Status' in body)) return null;
  const progress = jsonNumber(body['Progress']);
  const contextLength = jsonCount(body['ContextLength']);
  return {
    status: jsonCount(body['Status']),
    progress: progress !== null && progress >= 0 ? progress : null,
    contextLength: contextLength === 0 ? null : contextLength,
    memory: jsonCount(body['Memory']),
  };
}
