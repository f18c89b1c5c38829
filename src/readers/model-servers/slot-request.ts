import type { Slot } from '../../parsers/model-server/slots.js';
import { PromptProgress } from './prompt-progress.js';
import { RateWindow } from './rate-window.js';
import {
  exactlyFinished,
  lastSpeed,
  roughlyFinished,
  withPoint,
  type FinishedRequest,
  type Points,
} from './request-end.js';

/** Faster than this no slot is taken to generate whose speed is not known yet, tokens a second. */
const fastest = 1_000;

/**
 * One request on its slot, from the first poll that showed it to the one that showed it ended. The numbers are those of
 * llama.cpp (tools/server/server-context.cpp): while a token is decoded its context holds the tokens of the prompt and all
 * that were generated, between two of them one less, and that is also what stays at the end.
 */
export class SlotRequest {
  #window = new RateWindow();
  readonly #prompt: PromptProgress;
  /** When it was last known not to generate yet, ms; null when it did before anybody looked. */
  #notBefore: number | null;
  /** Tokens it had generated before anybody looked. */
  readonly #unseen: number;
  /** The count of tokens in its context that may be what the request before left, null where none is. */
  readonly #doubted: number | null;
  #points: Points | null = null;
  /** Whether every poll had the numbers of a plain generation: no context shift, no drafts, no other version's meaning. */
  #isPlain = true;
  /** As the last poll showed it. */
  #slot: Slot;

  /** `before` is the slot as it was seen without it, and when, ms; null when nobody had looked yet. */
  constructor(slot: Slot, time: number, before: { time: number; idle: Slot | null } | null) {
    const since = before?.time ?? null;
    // It shows what is left on it until its first batch.
    const isOwn = before !== null && before.idle !== null && before.idle.promptTokens !== slot.promptTokens;
    const decoded = slot.decoded ?? 0;
    const isJoined = since === null && decoded > 0;
    this.#notBefore = isJoined ? null : (since ?? time);
    this.#unseen = isJoined ? decoded : 0;
    this.#doubted = isOwn ? null : slot.promptTokens;
    this.#prompt = new PromptProgress(isOwn);
    this.#slot = slot;
    this.take(slot, time);
  }

  /** What a further poll shows of it. */
  take(slot: Slot, time: number): void {
    this.#slot = slot;
    const decoded = slot.decoded ?? 0;
    if (decoded < this.decoded) this.#beginAnew();
    if (decoded > 0) {
      this.#window.take(time, decoded);
      this.#points = withPoint(this.#points, { time, decoded });
      this.#isPlain &&= isPlain(slot, decoded);
      return;
    }
    if (this.#notBefore !== null) this.#notBefore = time;
    if (slot.promptTokens !== null)
      this.#prompt.take(time, slot.promptTokens - (slot.promptTokensCached ?? 0));
  }

  /** What was told first was still that of the request before. */
  #beginAnew(): void {
    this.#window = new RateWindow();
    this.#points = null;
    this.#isPlain = false;
  }

  get isGenerating(): boolean {
    return this.#points !== null;
  }

  /** Tokens it has generated, by the last poll. */
  get decoded(): number {
    return this.#points?.last.decoded ?? 0;
  }

  /** Of `tokens` those that were generated since somebody looks. */
  seen(tokens: number): number {
    return Math.max(0, tokens - this.#unseen);
  }

  /** Tokens generated in a second now; null while one poll alone showed it. */
  get rate(): number | null {
    return this.#window.rate();
  }

  /** Tokens of the prompt processed in a second now; null where it cannot be told. */
  promptRate(now: number): number | null {
    return this.#prompt.rate(now);
  }

  /** Tokens in its context; null while they may still be those of the request before. */
  get contextUsed(): number | null {
    const { promptTokens } = this.#slot;
    const isOwn = this.isGenerating || promptLength(this.#slot) > 0 || promptTokens !== this.#doubted;
    return isOwn ? promptTokens : null;
  }

  /**
   * What is known of it once its slot is seen without it, at a time in ms: `idle` is the slot as it left it, null when
   * another request is on it. Null when it was never seen generating.
   */
  end(idle: Slot | null, time: number): FinishedRequest | null {
    const points = this.#points;
    if (points === null) return null;
    const known = idle === null ? null : this.#exactTokens(idle, points, time);
    if (known !== null) return exactlyFinished(points, known, { begin: this.#notBefore, end: time });
    return roughlyFinished(points, Math.max(this.decoded, this.#leastTokens(idle)));
  }

  /** How many tokens it generated in all; null where that is not certain. */
  #exactTokens(idle: Slot, points: Points, time: number): number | null {
    // Versions that leave the count standing.
    if ((idle.decoded ?? 0) >= points.last.decoded) return idle.decoded;
    const tokens = this.#leastTokens(idle);
    if (tokens <= 1 || tokens < points.last.decoded) return null;
    // Had the context been full since the last poll, half of it would have been dropped unseen.
    const speed = lastSpeed(points);
    const mostInMs = speed === null ? fastest / 1000 : 2 * speed;
    const reach = (this.#slot.promptTokens ?? 0) + mostInMs * (time - points.last.time);
    return reach < (this.#slot.contextLength ?? Infinity) ? tokens : null;
  }

  /** How many tokens follow from what stayed in the context; 0 where nothing follows. */
  #leastTokens(idle: Slot | null): number {
    const left = idle?.promptTokens ?? null;
    return !this.#isPlain || left === null ? 0 : Math.max(0, left - promptLength(this.#slot) + 1);
  }
}

/** Tokens of the prompt, once it has been processed. */
function promptLength({ promptTokensCached, promptTokensProcessed }: Slot): number {
  return (promptTokensCached ?? 0) + (promptTokensProcessed ?? 0);
}

function isPlain(slot: Slot, decoded: number): boolean {
  const ahead = (slot.promptTokens ?? 0) - decoded - promptLength(slot);
  return !slot.isSpeculative && slot.promptTokens !== null && (ahead === 0 || ahead === -1);
}
