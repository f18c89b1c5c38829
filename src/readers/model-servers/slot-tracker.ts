import { sumOf } from '../../parsers/arithmetic.js';
import type { Slot } from '../../parsers/model-server/slots.js';
import type { FinishedRequest } from './request-end.js';
import { SlotRequest } from './slot-request.js';

/** An answer of llama-server's `/slots`, and when it was asked for and came, ms of a clock that only goes forward. */
export interface SlotsPoll {
  asked: number;
  answered: number;
  slots: readonly Slot[];
}

/** What the polls of one server so far tell. Counters begin with its first poll, and never fall. */
export interface SlotsReading {
  /** Embedding is processing prompts alone. */
  state: 'idle' | 'prompt' | 'generating';
  slotsBusy: number;
  slotsTotal: number;
  /**
   * Tokens generated in a second now, by all slots: 0 while all are idle, null while one that generates was polled once
   * only, and while none has come so far.
   */
  tokensPerSecond: number | null;
  /** Tokens of prompts processed in a second now: 0 while there are none, null while that cannot be told of one of them. */
  promptTokensPerSecond: number | null;
  /** Tokens in the fullest context that is in use; null when none is, or when it is not told. */
  contextUsed: number | null;
  /** Tokens that fit into that context, or into that of one slot when none is in use. */
  contextLength: number | null;
  generatedTokensAtLeast: number;
  requestsAtLeast: number;
  /** Of those, the ones that began and ended between two polls. */
  missedRequestsAtLeast: number;
  /** Requests of which the poll before showed that they generate and this one that they have ended. */
  finished: FinishedRequest[];
}

/** What is known of a slot: as the last poll showed it, and the request on it. */
interface Known {
  slot: Slot;
  request: SlotRequest | null;
  /** Tokens of its request that are counted already. */
  counted: number;
}

/**
 * Makes rates and counts of polls of one llama-server. What happens between two polls is not seen, so counts are lower
 * bounds. A server that was started anew needs a new tracker. It keeps no more than the last poll has slots.
 */
export class SlotTracker {
  #slots = new Map<number, Known>();
  #before = 0;
  #tokens = 0;
  #requests = 0;
  #missed = 0;
  #finished: FinishedRequest[] = [];
  /** Whether this version leaves the tokens of a request on its slot, where the next request shows them at first too. */
  #leavesDecoded = false;

  /** What a further poll adds. */
  take({ asked, answered, slots }: SlotsPoll): SlotsReading {
    const time = (asked + answered) / 2;
    const before = this.#slots;
    this.#finished = [];
    this.#leavesDecoded ||= slots.some(({ isProcessing, decoded }) => !isProcessing && (decoded ?? 0) > 0);
    this.#slots = new Map(slots.map((slot) => [slot.id, this.#follow(before.get(slot.id), slot, time)]));
    for (const [id, known] of before) if (!this.#slots.has(id)) this.#end(known, null, time);
    this.#before = time;
    return this.#reading(slots, time);
  }

  #follow(known: Known | undefined, slot: Slot, time: number): Known {
    const isSame = known?.slot.task === slot.task && !hasBegunAnew(known, slot);
    if (isSame && known.request !== null && slot.isProcessing) {
      known.request.take(slot, time);
      return this.#count({ ...known, slot }, known.request.decoded);
    }
    if (known !== undefined) this.#end(known, isSame && !slot.isProcessing ? slot : null, time);
    // One that goes on after it ended was not seen to begin.
    const isUnknown = known === undefined || (isSame && slot.task !== null);
    if (slot.isProcessing) return this.#begin(isUnknown ? null : known, slot, time);
    if (!isUnknown && slot.task !== null) this.#miss(slot);
    return { slot, request: null, counted: 0 };
  }

  #begin(known: Known | null, slot: Slot, time: number): Known {
    this.#requests += 1;
    const before =
      known === null ? null : { time: this.#before, idle: known.request === null ? known.slot : null };
    const shown = this.#leavesDecoded && before !== null ? { ...slot, decoded: 0 } : slot;
    const request = new SlotRequest(shown, time, before);
    return this.#count({ slot, request, counted: 0 }, request.decoded);
  }

  #end(known: Known, idle: Slot | null, time: number): void {
    const finished = known.request?.end(idle, time) ?? null;
    if (finished === null) return;
    this.#count(known, finished.tokens);
    this.#finished.push(finished);
  }

  /** Another request was on the idle slot than the one that was seen there. */
  #miss({ decoded }: Slot): void {
    this.#requests += 1;
    const tokens = decoded ?? 0;
    if (tokens === 0) {
      this.#missed += 1;
      return;
    }
    this.#tokens += tokens;
    this.#finished.push({ tokens, exact: true, tokensPerSecond: null, seconds: null });
  }

  /** Counts what is new of the tokens of a request. */
  #count(known: Known, tokens: number): Known {
    const counted = Math.max(known.counted, known.request?.seen(tokens) ?? 0);
    this.#tokens += counted - known.counted;
    return { ...known, counted };
  }

  #reading(slots: readonly Slot[], time: number): SlotsReading {
    const requests = [...this.#slots.values()].map(({ request }) => request).filter((one) => one !== null);
    const generating = requests.filter(({ isGenerating }) => isGenerating);
    const prompts = requests.filter(({ isGenerating }) => !isGenerating);
    const isPromptOnly = generating.length === 0 && prompts.length > 0;
    return {
      state: requests.length === 0 ? 'idle' : isPromptOnly ? 'prompt' : 'generating',
      slotsBusy: requests.length,
      slotsTotal: slots.length,
      tokensPerSecond: isPromptOnly ? null : sumOf(generating.map(({ rate }) => rate)),
      promptTokensPerSecond: sumOf(prompts.map((request) => request.promptRate(time))),
      ...fullest(slots, this.#slots),
      generatedTokensAtLeast: this.#tokens,
      requestsAtLeast: this.#requests,
      missedRequestsAtLeast: this.#missed,
      finished: this.#finished,
    };
  }
}

/** A version that does not number its requests: fewer tokens than before are those of another. */
function hasBegunAnew(known: Known, { task, decoded, isProcessing }: Slot): boolean {
  return task === null && isProcessing && known.request !== null && (decoded ?? 0) < known.request.decoded;
}

function fullest(
  slots: readonly Slot[],
  known: ReadonlyMap<number, Known>,
): Pick<SlotsReading, 'contextUsed' | 'contextLength'> {
  let contextUsed: number | null = null;
  let contextLength = slots.find((slot) => slot.contextLength !== null)?.contextLength ?? null;
  for (const slot of slots) {
    const used = known.get(slot.id)?.request?.contextUsed ?? null;
    if (used === null || used <= (contextUsed ?? -1)) continue;
    contextUsed = used;
    contextLength = slot.contextLength;
  }
  return { contextUsed, contextLength };
}
