import { isJsonObject, jsonCount, parsedJson } from '../json.js';

/** One slot of llama-server: a place in which it works on one request at a time. */
export interface Slot {
  id: number;
  /** Tokens that one request may fill, prompt and answer together. */
  contextLength: number | null;
  isProcessing: boolean;
  /** Whether a draft is guessed ahead and checked: then more tokens may stand in the context than were generated. */
  isSpeculative: boolean;
  /** The number of its request, on an idle slot of its last one. Null on a slot that was never used. */
  task: number | null;
  /** Tokens that stand in its context now, generated ones too; an idle slot keeps what its last request left. */
  promptTokens: number | null;
  /** Of the prompt, what was there already. */
  promptTokensCached: number | null;
  /** Of the prompt, what has been reckoned for this request. */
  promptTokensProcessed: number | null;
  /** Generated so far, 0 while the prompt is processed. Some versions leave it standing on an idle slot. */
  decoded: number | null;
}

/**
 * llama-server's `GET /slots` (https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md); null when the
 * body is not that answer. Only numbers and flags are taken, by their names: with LLAMA_SERVER_SLOTS_DEBUG=1 a slot also
 * holds the text of prompt and answer, which is nobody's business here.
 */
export function parseSlots(text: string): Slot[] | null {
  const body = parsedJson(text);
  if (!Array.isArray(body)) return null;
  const slots = body.map(parseSlot).filter((slot) => slot !== null);
  const isWhole = slots.length === body.length;
  return isWhole && new Set(slots.map(({ id }) => id)).size === slots.length ? slots : null;
}

function parseSlot(slot: unknown): Slot | null {
  if (!isJsonObject(slot)) return null;
  const id = jsonCount(slot['id']);
  const isProcessing = processing(slot['is_processing'], slot['state']);
  if (id === null || isProcessing === null) return null;
  // A list of one since 2025, before that the object itself.
  const told: unknown = slot['next_token'];
  const next: unknown = Array.isArray(told) ? told[0] : told;
  return {
    id,
    contextLength: jsonCount(slot['n_ctx']),
    isProcessing,
    isSpeculative: slot['speculative'] === true,
    // -1 where there was none, in versions before 2024-12.
    task: jsonCount(slot['id_task'] ?? slot['task_id']),
    promptTokens: jsonCount(slot['n_prompt_tokens']),
    promptTokensCached: jsonCount(slot['n_prompt_tokens_cache']),
    promptTokensProcessed: jsonCount(slot['n_prompt_tokens_processed']),
    decoded: isJsonObject(next) ? jsonCount(next['n_decoded']) : null,
  };
}

/** Older versions number their states, of which 0 is idle. */
function processing(flag: unknown, state: unknown): boolean | null {
  if (typeof flag === 'boolean') return flag;
  const number = jsonCount(state);
  return number === null ? null : number !== 0;
}
