import { isJsonObject, jsonNumber, parsedJson } from '../json.js';

/** One loaded model as Ollama tells it; null for what is missing, empty or of another type than documented. Whether a number can be is for its bound to say. */
export interface OllamaPsModel {
  name: string | null;
  model: string | null;
  /** Memory it takes altogether, bytes. */
  size: number | null;
  /** The part of it in GPU memory, bytes; 0 where versions before 0.1.42 leave it out. */
  sizeVram: number | null;
  digest: string | null;
  format: string | null;
  family: string | null;
  families: string[] | null;
  parameterSize: string | null;
  quantization: string | null;
  /** Tokens; null before Ollama 0.10.0 and while the model is still loading. */
  contextLength: number | null;
  /** As it stands there: RFC 3339 with up to nine decimals and an offset, not checked here. */
  expiresAt: string | null;
}

/**
 * Ollama's `GET /api/ps` (https://docs.ollama.com/api/ps): the loaded models in Ollama's order, latest expiry
 * first; null when the body is not that answer.
 */
export function parseOllamaPs(text: string): OllamaPsModel[] | null {
  const body = parsedJson(text);
  if (!isJsonObject(body) || !('models' in body)) return null;
  // Go writes an empty list that was never filled as null.
  const models = body['models'] ?? [];
  if (!Array.isArray(models)) return null;
  const parsed = models.map(parseModel).filter((model) => model !== null);
  return parsed.length === models.length ? parsed : null;
}

function parseModel(model: unknown): OllamaPsModel | null {
  if (!isJsonObject(model)) return null;
  const details = isJsonObject(model['details']) ? model['details'] : {};
  const contextLength = jsonNumber(model['context_length']);
  return {
    name: filledText(model['name']),
    model: filledText(model['model']),
    size: jsonNumber(model['size']),
    sizeVram: 'size_vram' in model ? jsonNumber(model['size_vram']) : 0,
    digest: filledText(model['digest']),
    format: filledText(details['format']),
    family: filledText(details['family']),
    families: textList(details['families']),
    parameterSize: filledText(details['parameter_size']),
    quantization: filledText(details['quantization_level']),
    contextLength: contextLength === 0 ? null : contextLength,
    expiresAt: filledText(model['expires_at']),
  };
}

function filledText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function textList(value: unknown): string[] | null {
  const isTextList = Array.isArray(value) && value.every((item) => typeof item === 'string');
  return isTextList ? value : null;
}
