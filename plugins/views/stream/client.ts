import { Readable } from 'node:stream';
import type { Clock } from '../../../src/clock.js';
import type { Listener } from '../../../src/sampling/channel.js';
import type { StreamCoding } from './coding.js';
import type { StreamFormat } from './format.js';
import type { StreamFrame } from './frame.js';

/** How long one who does not read is waited for, ms. */
const timeout = 30_000;
/** After so long without a frame, ms, a heartbeat is due. */
const quiet = 14_000;

/**
 * The body of an endless answer. At most one frame waits for a slow reader; those that fall due meanwhile are left
 * out and counted, so that memory does not grow and the newest is what comes next.
 */
export class StreamClient extends Readable implements Listener<StreamFrame> {
  readonly #format: StreamFormat;
  readonly #coding: StreamCoding;
  readonly #clock: Clock;
  #missed = 0;
  #lastId: number | null = null;
  #lastSent: number;
  #stuckSince: number | null = null;
  #ended = false;

  constructor(format: StreamFormat, coding: StreamCoding, clock: Clock) {
    super({ highWaterMark: 1 });
    this.#format = format;
    this.#coding = coding;
    this.#clock = clock;
    this.#lastSent = clock.monotonic();
  }

  override _read(): void {
    // Frames come when they are made, not when they are asked for.
  }

  frame(frame: StreamFrame): void {
    if (this.#waits()) {
      this.#missed += 1;
      return;
    }
    if (this.#missed > 0 && this.#lastId !== null) this.missed(this.#missed, this.#lastId);
    this.#missed = 0;
    this.#lastId = frame.id;
    this.#sendFrame(frame);
  }

  replay(frames: readonly StreamFrame[]): void {
    for (const frame of frames) this.#sendFrame(frame);
    this.#lastId = frames.at(-1)?.id ?? this.#lastId;
  }

  missed(count: number, since: number): void {
    const text = this.#format.lag(count, since);
    if (text !== null) this.#sendText(text);
  }

  /** To be called every now and then: keeps a quiet connection alive, and gives whether its reader has not read for long. */
  beat(): boolean {
    if (this.#waits()) return this.#clock.monotonic() - (this.#stuckSince ?? Infinity) >= timeout;
    const { heartbeat } = this.#format;
    if (heartbeat !== null && this.#clock.monotonic() - this.#lastSent >= quiet) this.#sendText(heartbeat);
    return false;
  }

  /** Ends it in good order, or at once when its reader does not read. */
  finish(): void {
    if (this.#waits()) this.destroy();
    if (this.#isOver()) return;
    this.#push(this.#coding.end());
    this.#ended = true;
    this.push(null);
  }

  /** Whether something given earlier has not been taken yet. */
  #waits(): boolean {
    const waits = this.readableLength > 0;
    this.#stuckSince = waits ? (this.#stuckSince ?? this.#clock.monotonic()) : null;
    return waits;
  }

  #sendFrame(frame: StreamFrame): void {
    if (!this.#isOver()) this.#push(this.#coding.frame(frame, this.#format.form));
  }

  #sendText(text: Uint8Array): void {
    if (!this.#isOver()) this.#push(this.#coding.text(text));
  }

  #push(pieces: readonly Uint8Array[]): void {
    this.#lastSent = this.#clock.monotonic();
    for (const piece of pieces) this.push(piece);
  }

  #isOver(): boolean {
    return this.#ended || this.destroyed;
  }
}
