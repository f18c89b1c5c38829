import type { Clock } from '../clock.js';

/** What a channel sends at one moment. `id` is when it was made, ms since 1970; it grows from frame to frame. */
export interface Frame {
  readonly id: number;
  readonly body: Uint8Array;
}

/** Somebody who is sent the frames of a channel. */
export interface Listener {
  frame(frame: Frame): void;
  /** The kept frames it has missed, the oldest first. */
  replay(frames: readonly Frame[]): void;
  /** `count` frames after the one of `since` (its id) are gone. */
  missed(count: number, since: number): void;
}

export interface ChannelOptions {
  clock: Clock;
  /** How often a frame is made, ms. */
  interval: number;
  /** How long after each point of the grid of intervals, ms: what is read at that point shall be in. */
  delay: number;
  /** Makes the body of a frame. Never rejects. */
  make: () => Promise<Uint8Array>;
  /** How many bytes of past frames may be kept just now. */
  keepBytes: () => number;
}

/** A greeting may show a frame so old, ms: one reading ago and its delay. */
const freshFor = 2_000;

/** So many listeners are sent a frame without a pause. */
const batch = 50;

/** Makes a frame every interval, once for all who listen, and keeps the last ones for those who come back. */
export class Channel {
  readonly #options: ChannelOptions;
  /** With the id of the last frame each was sent. */
  readonly #listeners = new Map<Listener, number>();
  readonly #stored: Frame[] = [];
  #storedBytes = 0;
  #newest: { frame: Frame; at: number } | null = null;
  #making: Promise<Frame> | null = null;
  #cancel: (() => void) | null = null;
  /** When the next frame is due, in ms of the monotonic clock. */
  #due = -Infinity;
  #ticking = false;
  #stopped = false;

  constructor(options: ChannelOptions) {
    this.#options = options;
    this.#arm();
  }

  /** How many listen. */
  get size(): number {
    return this.#listeners.size;
  }

  /**
   * Sends `listener` what it has missed since the frame with the id `since`, or the newest frame, and from then on
   * every frame; the answer ends that.
   */
  subscribe(listener: Listener, since: number | null): () => void {
    this.#listeners.set(listener, 0);
    if (since === null || !this.#replay(listener, since)) void this.#sendNewest(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
    this.#listeners.clear();
  }

  /** Whether that leaves nothing to send before the next frame is due. */
  #replay(listener: Listener, since: number): boolean {
    const stored = this.#stored.filter(({ id }) => id > since);
    const next = stored[0]?.id ?? this.#options.clock.epoch();
    // Between two kept frames nothing is missing, however far the wall clock jumped there.
    const isStored = this.#stored.some(({ id }) => id === since);
    const gap = isStored ? 0 : Math.round((next - since) / this.#options.interval) - 1;
    if (gap > 0) listener.missed(gap, since);
    this.#listeners.set(listener, stored.at(-1)?.id ?? 0);
    listener.replay(stored);
    return gap <= 0 || stored.length > 0;
  }

  async #sendNewest(listener: Listener): Promise<void> {
    const { clock, interval } = this.#options;
    const newest = this.#newest;
    const isFresh = newest !== null && clock.monotonic() - newest.at <= Math.min(interval, freshFor);
    const frame = isFresh ? newest.frame : await this.#make();
    // The first one is sent even where a word about missing ones has not been read yet.
    if ((this.#listeners.get(listener) ?? Infinity) >= frame.id) return;
    this.#listeners.set(listener, frame.id);
    listener.replay([frame]);
  }

  #send(listener: Listener, frame: Frame): void {
    const last = this.#listeners.get(listener);
    if (last === undefined || last >= frame.id) return;
    this.#listeners.set(listener, frame.id);
    listener.frame(frame);
  }

  #make(): Promise<Frame> {
    this.#making ??= this.#makeNew().finally(() => {
      this.#making = null;
    });
    return this.#making;
  }

  async #makeNew(): Promise<Frame> {
    const { clock, make } = this.#options;
    const body = await make();
    const frame = { id: Math.max(clock.epoch(), (this.#newest?.frame.id ?? 0) + 1), body };
    this.#newest = { frame, at: clock.monotonic() };
    return frame;
  }

  #arm(): void {
    const { clock, interval, delay } = this.#options;
    const now = clock.monotonic();
    // A timer may fire a little early, and the same point must not come twice.
    const passed = Math.floor((Math.max(now, this.#due) - delay) / interval + 1e-6);
    this.#due = (passed + 1) * interval + delay;
    this.#cancel = clock.setTimer(Math.max(1, this.#due - now), () => void this.#tick());
  }

  async #tick(): Promise<void> {
    this.#arm();
    // One that takes longer than an interval stands for those that fall due meanwhile.
    if (this.#ticking) return;
    this.#ticking = true;
    const frame = await this.#make().finally(() => {
      this.#ticking = false;
    });
    if (this.#stopped) return;
    this.#keep(frame);
    this.#deliver(frame, [...this.#listeners.keys()], 0);
  }

  /** To a thousand listeners that takes tens of milliseconds, in which others would have to wait. */
  #deliver(frame: Frame, listeners: readonly Listener[], from: number): void {
    for (const listener of listeners.slice(from, from + batch)) this.#send(listener, frame);
    const next = from + batch;
    if (next < listeners.length) this.#options.clock.setTimer(1, () => this.#deliver(frame, listeners, next));
  }

  #keep(frame: Frame): void {
    this.#stored.push(frame);
    this.#storedBytes += frame.body.length;
    const limit = this.#options.keepBytes();
    while (this.#storedBytes > limit && this.#stored.length > 1) {
      this.#storedBytes -= this.#stored.shift()?.body.length ?? 0;
    }
  }
}
