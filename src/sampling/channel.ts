import type { Clock } from '../clock.js';

/** What a channel sends at one moment. */
export interface Frame {
  /** When it was made, ms since 1970; it grows from frame to frame. */
  readonly id: number;
  /** How many bytes of memory it takes just now, with what was made of it to be sent. */
  readonly bytes: number;
}

/** Somebody who is sent the frames of a channel. */
export interface Listener<F extends Frame> {
  frame(frame: F): void;
  /** The kept frames it has missed, the oldest first. */
  replay(frames: readonly F[]): void;
  /** `count` frames after the one of `since` (its id) are gone. */
  missed(count: number, since: number): void;
}

export interface ChannelOptions<F extends Frame> {
  clock: Clock;
  /** How often a frame is made, ms. */
  interval: number;
  /** How long after each point of the grid of intervals, ms: what is read at that point shall be in. */
  delay: number;
  /** Makes the body of a frame. Never rejects. */
  make: () => Promise<Uint8Array>;
  /** Makes a frame of a body; `previous` is the id of the frame that was made before it. */
  frame: (id: number, body: Uint8Array, previous: number | null) => F;
  /** How many bytes of past frames may be kept just now. */
  keepBytes: () => number;
}

/** A greeting may show a frame so old, ms: one reading ago and its delay. */
const freshFor = 2_000;

/** So many listeners are sent a frame, and one so many frames, without a pause. */
const batch = 50;

/** Makes a frame every interval, once for all who listen, and keeps the last ones for those who come back. */
export class Channel<F extends Frame> {
  readonly #options: ChannelOptions<F>;
  /** With the id of the last frame each was sent; it is endless for one who is still being sent what was missed. */
  readonly #listeners = new Map<Listener<F>, number>();
  readonly #stored: F[] = [];
  #newest: { frame: F; at: number } | null = null;
  #making: Promise<F> | null = null;
  #cancel: (() => void) | null = null;
  /** When the next frame is due, in ms of the monotonic clock. */
  #due = -Infinity;
  #ticking = false;
  #stopped = false;

  constructor(options: ChannelOptions<F>) {
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
  subscribe(listener: Listener<F>, since: number | null): () => void {
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
  #replay(listener: Listener<F>, since: number): boolean {
    const stored = this.#stored.filter(({ id }) => id > since);
    const next = stored[0]?.id ?? this.#options.clock.epoch();
    // Between two kept frames nothing is missing, however far the wall clock jumped there.
    const isStored = this.#stored.some(({ id }) => id === since);
    const gap = isStored ? 0 : Math.round((next - since) / this.#options.interval) - 1;
    if (gap > 0) listener.missed(gap, since);
    this.#catchUp(listener, stored);
    return gap <= 0 || stored.length > 0;
  }

  /** Sends kept frames, and what is kept after them meanwhile: to compress hundreds takes longer than others shall wait. */
  #catchUp(listener: Listener<F>, frames: readonly F[]): void {
    const some = frames.slice(0, batch);
    const last = some.at(-1)?.id ?? 0;
    const isAll = some.length === frames.length;
    this.#listeners.set(listener, isAll ? last : Infinity);
    listener.replay(some);
    if (isAll) return;
    this.#options.clock.setTimer(1, () => {
      if (!this.#listeners.has(listener)) return;
      this.#catchUp(
        listener,
        this.#stored.filter(({ id }) => id > last),
      );
    });
  }

  async #sendNewest(listener: Listener<F>): Promise<void> {
    const { clock, interval } = this.#options;
    const newest = this.#newest;
    const isFresh = newest !== null && clock.monotonic() - newest.at <= Math.min(interval, freshFor);
    const frame = isFresh ? newest.frame : await this.#make();
    // The first one is sent even where a word about missing ones has not been read yet.
    if ((this.#listeners.get(listener) ?? Infinity) >= frame.id) return;
    this.#listeners.set(listener, frame.id);
    listener.replay([frame]);
  }

  #send(listener: Listener<F>, frame: F): void {
    const last = this.#listeners.get(listener);
    if (last === undefined || last >= frame.id) return;
    this.#listeners.set(listener, frame.id);
    listener.frame(frame);
  }

  #make(): Promise<F> {
    this.#making ??= this.#makeNew().finally(() => {
      this.#making = null;
    });
    return this.#making;
  }

  async #makeNew(): Promise<F> {
    const { clock, make } = this.#options;
    const body = await make();
    const previous = this.#newest?.frame.id ?? null;
    const frame = this.#options.frame(Math.max(clock.epoch(), (previous ?? 0) + 1), body, previous);
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
  #deliver(frame: F, listeners: readonly Listener<F>[], from: number): void {
    for (const listener of listeners.slice(from, from + batch)) this.#send(listener, frame);
    const next = from + batch;
    if (next < listeners.length) this.#options.clock.setTimer(1, () => this.#deliver(frame, listeners, next));
  }

  #keep(frame: F): void {
    this.#stored.push(frame);
    const limit = this.#options.keepBytes();
    // Counted anew each time: what is made of a frame later on takes memory too.
    let kept = this.#stored.reduce((sum, { bytes }) => sum + bytes, 0);
    while (kept > limit && this.#stored.length > 1) kept -= this.#stored.shift()?.bytes ?? 0;
  }
}
