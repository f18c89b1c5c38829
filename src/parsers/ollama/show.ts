import { isJsonObject, jsonCount, jsonText, parsedJson } from '../json.js';

/** A model as Ollama knows it: where its file is, and what its cache of keys and values is reckoned from. */
export interface OllamaShow {
  /** The path in the first FROM of its Modelfile, which is what its runner is given; null where that is no path. */
  modelPath: string | null;
  family: string | null;
  quantization: string | null;
  /** What it is for, such as `completion` and `embedding`; null before Ollama 0.6.4. */
  capabilities: string[] | null;
  architecture: string | null;
  parameters: number | null;
  /** Tokens it was trained with. */
  contextLength: number | null;
  layers: number | null;
  embeddingLength: number | null;
  /** One number, or one for each layer. */
  feedForwardLength: number | number[] | null;
  headCount: number | number[] | null;
  headCountKv: number | number[] | null;
  /** Null where they are the embedding divided by the heads. */
  keyLength: number | null;
  valueLength: number | null;
  /** Tokens that the layers with a sliding window see. */
  slidingWindow: number | null;
  expertCount: number | null;
}

/** More layers has no model. */
const mostLayers = 4_096;

/**
 * Ollama's `POST /api/show` (https://docs.ollama.com/api/show), with GGUF's names in `model_info`
 * (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md); null when the body is not that answer. Lists are null in it
 * unless `verbose` is asked for, so that a model with other heads in each layer tells none.
 */
export function parseOllamaShow(text: string): OllamaShow | null {
  const body = parsedJson(text);
  if (!isJsonObject(body) || !('modelfile' in body || 'model_info' in body)) return null;
  const details = isJsonObject(body['details']) ? body['details'] : {};
  const info = isJsonObject(body['model_info']) ? body['model_info'] : {};
  const architecture = jsonText(info['general.architecture']);
  const told = (name: string): unknown => (architecture === null ? null : info[`${architecture}.${name}`]);
  return {
    modelPath: pathIn(body['modelfile']),
    family: jsonText(details['family']),
    quantization: jsonText(details['quantization_level']),
    capabilities: textsOf(body['capabilities']),
    architecture,
    parameters: jsonCount(info['general.parameter_count']),
    contextLength: jsonCount(told('context_length')),
    layers: jsonCount(told('block_count')),
    embeddingLength: jsonCount(told('embedding_length')),
    feedForwardLength: perLayer(told('feed_forward_length')),
    headCount: perLayer(told('attention.head_count')),
    headCountKv: perLayer(told('attention.head_count_kv')),
    keyLength: jsonCount(told('attention.key_length')),
    valueLength: jsonCount(told('attention.value_length')),
    slidingWindow: jsonCount(told('attention.sliding_window')),
    expertCount: jsonCount(told('expert_count')),
  };
}

/** Comments begin with `#`; what a further FROM names is a projector or an adapter. */
function pathIn(modelfile: unknown): string | null {
  if (typeof modelfile !== 'string') return null;
  const [, source = ''] = /^FROM[ \t]+(\S.*)$/m.exec(modelfile) ?? [];
  const path = source.trimEnd().replace(/^"(.*)"$/, '$1');
  return /^(?:\/|[A-Za-z]:\\)/.test(path) ? path : null;
}

function perLayer(told: unknown): number | number[] | null {
  if (!Array.isArray(told)) return jsonCount(told);
  const counts = told.map(jsonCount).filter((count) => count !== null);
  return counts.length === told.length && counts.length > 0 && counts.length <= mostLayers ? counts : null;
}

function textsOf(told: unknown): string[] | null {
  return Array.isArray(told) && told.every((one) => typeof one === 'string') ? told : null;
}
