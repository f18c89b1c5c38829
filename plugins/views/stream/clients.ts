import type { Clock } from '../../../src/clock.js';
import type { StreamClient } from './client.js';

/** How often connections are looked after, ms. */
const rhythm = 15_000;

/** The open streams of this process: keeps quiet ones alive, cuts those whose reader does not read, ends all. */
export class StreamClients {
  readonly #clock: Clock;
  readonly #open = new Set<StreamClient>();
  #cancel: (() => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many are open. */
  get size(): number {
    return this.#open.size;
  }

  /** Looks after `client` until it closes; `cut` is called when its reader has not read for long. */
  add(client: StreamClient, cut: () => void): void {
    this.#open.add(client);
    client.once('close', () => {
      this.#open.delete(client);
      if (this.#open.size === 0) this.#rest();
    });
    client.once('error', cut);
    this.#cancel ??= this.#arm();
  }

  /** Ends all streams. */
  finish(): void {
    for (const client of this.#open) client.finish();
  }

  #arm(): () => void {
    return this.#clock.setTimer(rhythm, () => {
      for (const client of this.#open)
        if (client.beat()) client.destroy(new Error('the reader does not read'));
      this.#cancel = this.#open.size === 0 ? null : this.#arm();
    });
  }

  #rest(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
