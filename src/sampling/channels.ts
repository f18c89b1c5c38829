import type { Clock } from '../clock.js';
import { Channel, type ChannelOptions, type Frame, type Listener } from './channel.js';

/** What all channels together may keep for those who come back, bytes. */
const keepBytes = 16 * 2 ** 20;
/** How long a channel goes on without anybody, ms, so that one who lost the connection finds what was missed. */
const linger = 30_000;
/** So many may do so: past clients with ever new wishes must not keep the process busy. */
const mostLingering = 16;

/** What a channel carries. */
export type Subscription<F extends Frame> = Pick<ChannelOptions<F>, 'interval' | 'delay' | 'make' | 'frame'>;

/** The channels by what they carry: two who wish the same listen to the same one. */
export class Channels<F extends Frame> {
  readonly #clock: Clock;
  readonly #byKey = new Map<string, Channel<F>>();
  /** The channels nobody listens to, the oldest first, with what cancels their end. */
  readonly #lingering = new Map<string, () => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many channels there are. */
  get size(): number {
    return this.#byKey.size;
  }

  /** As `Channel.join`, in the channel called `key`; `wish` says what it carries if it has to be opened. */
  subscribe(
    key: string,
    subscription: () => Subscription<F>,
    listener: Listener<F>,
    since: number | null,
  ): () => void {
    const channel = this.#byKey.get(key) ?? this.#open(key, subscription());
    this.#lingering.get(key)?.();
    this.#lingering.delete(key);
    const leave = channel.subscribe(listener, since);
    return () => {
      leave();
      if (channel.size === 0 && this.#byKey.get(key) === channel) this.#letLinger(key);
    };
  }

  /** Ends all channels. */
  stop(): void {
    for (const key of [...this.#byKey.keys()]) this.#end(key);
  }

  #open(key: string, subscription: Subscription<F>): Channel<F> {
    const share = () => keepBytes / this.#byKey.size;
    const channel = new Channel({ ...subscription, clock: this.#clock, keepBytes: share });
    this.#byKey.set(key, channel);
    return channel;
  }

  #letLinger(key: string): void {
    this.#lingering.get(key)?.();
    this.#lingering.set(
      key,
      this.#clock.setTimer(linger, () => this.#end(key)),
    );
    const [oldest] = this.#lingering.keys();
    if (this.#lingering.size > mostLingering && oldest !== undefined) this.#end(oldest);
  }

  #end(key: string): void {
    this.#lingering.get(key)?.();
    this.#lingering.delete(key);
    this.#byKey.get(key)?.stop();
    this.#byKey.delete(key);
  }
}
