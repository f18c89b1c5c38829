import type { Frame } from '../../../src/sampling/channel.js';
import { compressed, type Block } from './gzip.js';

/** The forms a stream is written in. */
export type FormName = 'event' | 'line';

/** A body of `/stats` in every form in which it is sent: each is made once, when it is first asked for. */
export class StreamFrame implements Frame {
  readonly id: number;
  readonly #previous: number | null;
  /** One buffer for all: a server-sent event, in which the line is found. */
  readonly #texts: Record<FormName, Buffer>;
  /** By the form: compressed by itself, and for those who have been sent the previous frame right before it. */
  readonly #alone = new Map<FormName, Block>();
  readonly #following = new Map<FormName, Block>();

  /** `previous` is the id of the frame that was made before it. */
  constructor(id: number, body: Uint8Array, previous: number | null) {
    this.id = id;
    this.#previous = previous;
    const head = Buffer.from(`id: ${id}\ndata: `);
    const event = Buffer.concat([head, body, Buffer.from('\n\n')]);
    this.#texts = { event, line: event.subarray(head.length, -1) };
  }

  /** How much memory it takes with what has been made of it. */
  get bytes(): number {
    const blocks = [...this.#alone.values(), ...this.#following.values()];
    return blocks.reduce((sum, { bytes }) => sum + bytes.length, this.#texts.event.length);
  }

  /** As it is. */
  text(form: FormName): Uint8Array {
    return this.#texts[form];
  }

  /** Compressed, for one whose text ends with the frame `before` in the same form; null for whom it does not. */
  block(form: FormName, before: StreamFrame | null): Block {
    const isNext = before !== null && before.id === this.#previous;
    const known = isNext ? this.#following : this.#alone;
    const block = known.get(form) ?? compressed(this.text(form), isNext ? before.text(form) : undefined);
    known.set(form, block);
    return block;
  }
}
