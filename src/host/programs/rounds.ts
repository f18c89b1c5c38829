import type { ProgramRound } from '../host.js';

/** A round older than so many intervals is too old, unless the program has lately been silent for longer. */
const staleAfter = 3;
/** What has lately been silent for so long may be so twice as long; of so many silences the longest counts. */
const silencesKept = 8;
/** What is older than this is too old in any case, ms. */
const oldest = 10_000;

/** What a program has printed that prints over and over: what comes between two silences is a round, or a part of one. */
export class Rounds {
  readonly #interval: number;
  /** What is no round yet. */
  #text = '';
  /** The newest at the end; the others were not too old yet when it came. */
  #rounds: { text: string; at: number }[] = [];
  #lastData: number | null = null;
  #silences: number[] = [];

  /** `interval` is how often it prints, ms. */
  constructor(interval: number) {
    this.#interval = interval;
  }

  /** A silence of so many ms ends a round. */
  get silence(): number {
    return this.#interval / 3;
  }

  /** Older than so many ms the newest round is too old: what takes long to print is not silent for good. */
  get patience(): number {
    const usual = staleAfter * this.#interval;
    return Math.min(this.longest, Math.max(usual, ...this.#silences.map((ms) => 2 * ms)));
  }

  /** Who has been silent for more ms than this will not print any more. */
  get longest(): number {
    return Math.max(oldest, staleAfter * this.#interval);
  }

  /** Length of what has come and is no round yet. */
  get pending(): number {
    return this.#text.length;
  }

  get isEmpty(): boolean {
    return this.#rounds.length === 0;
  }

  /** All rounds that are kept, one after the other. */
  get text(): string {
    return this.#rounds.map(({ text }) => text).join('');
  }

  received(text: string, now: number): void {
    const silence = this.#lastData === null ? 0 : now - this.#lastData;
    if (silence > this.silence) this.#silences = [...this.#silences, silence].slice(-silencesKept);
    this.#lastData = now;
    this.#text += text;
  }

  /** Ends the round that is under way, with its last whole line; false when there is none yet. */
  end(): boolean {
    const end = this.#text.lastIndexOf('\n') + 1;
    const at = this.#lastData;
    if (end === 0 || at === null) return false;
    const fresh = this.#rounds.filter((round) => at - round.at <= oldest);
    this.#rounds = [...fresh, { text: this.#text.slice(0, end), at }];
    this.#text = this.#text.slice(end);
    return true;
  }

  /** The newest round with what came before it; null while there is none. */
  newest(now: number): ProgramRound | null {
    const round = this.#rounds.at(-1);
    if (round === undefined) return null;
    const before = this.#rounds.slice(0, -1).filter(({ at }) => now - at <= oldest);
    return { text: round.text, age: now - round.at, earlier: before.map(({ text }) => text).join('') };
  }
}
