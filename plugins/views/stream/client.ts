import { Readable } from 'node:stream';
import type { Clock } from '../../../src/clock.js';
import type { Frame, Listener } from '../../../src/sampling/channel.js';
import type { StreamFormat } from './format.js';

/** How long one who does not read is waited for, ms. */
const timeout = 30_000;
/** After so long without a frame, ms, a heartbeat is due. */
const quiet = 14_000;

/**
 * The body of an endless answer. At most one frame waits for a slow reader; those that fall due meanwhile are left
 * out and counted, so that memory does not grow and the newest is what comes next.
 */
export class StreamClient extends Readable implements Listener {
  readonly #format: StreamFormat;
  readonly #clock: Clock;
  #missed = 0;
  #lastId: number | null = null;
  #lastSent: number;
  #stuckSince: number | null = null;
  #ended = false;

  constructor(format: StreamFormat, clock: Clock) {
    super({ highWaterMark: 1 });
    this.#format = format;
    this.#clock = clock;
    this.#lastSent = clock.monotonic();
  }

  override _read(): void {
    // Frames come when they are made, not when they are asked for.
  }

  frame(frame: Frame): void {
    if (this.#waits()) {
      this.#missed += 1;
      return;
    }
    if (this.#missed > 0 && this.#lastId !== null) this.missed(this.#missed, this.#lastId);
    this.#missed = 0;
    this.#lastId = frame.id;
    this.#send(this.#format.frame(frame));
  }

  replay(frames: readonly Frame[]): void {
    for (const frame of frames) this.#send(this.#format.frame(frame));
    this.#lastId = frames.at(-1)?.id ?? this.#lastId;
  }

  missed(count: number, since: number): void {
    const bytes = this.#format.lag(count, since);
    if (bytes !== null) this.#send(bytes);
  }

  /** To be called every now and then: keeps a quiet connection alive, and gives whether its reader has not read for long. */
  beat(): boolean {
    if (this.#waits()) return this.#clock.monotonic() - (this.#stuckSince ?? Infinity) >= timeout;
    const { heartbeat } = this.#format;
    if (heartbeat !== null && this.#clock.monotonic() - this.#lastSent >= quiet) this.#send(heartbeat);
    return false;
  }

  /** Ends it in good order, or at once when its reader does not read. */
  finish(): void {
    this.#ended = true;
    if (this.#waits()) this.destroy();
    else this.push(null);
  }

  /** Whether something given earlier has not been taken yet. */
  #waits(): boolean {
    const waits = this.readableLength > 0;
    this.#stuckSince = waits ? (this.#stuckSince ?? this.#clock.monotonic()) : null;
    return waits;
  }

  #send(bytes: Uint8Array): void {
    if (this.#ended || this.destroyed) return;
    this.#lastSent = this.#clock.monotonic();
    this.push(bytes);
  }
}
