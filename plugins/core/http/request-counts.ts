import type { FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import type { Clock } from '../../../src/clock.js';

interface Window {
  /** Requests since it began. */
  count: number;
  /** When it is over, by the monotonic clock, ms. */
  end: number;
}

/** Clients that are remembered at once; addresses are cheap to come by, memory is not. */
const most = 5_000;

/** How often each client of one budget has asked in its window of time. */
export class RequestCounts {
  readonly #clock: Clock;
  readonly #capacity: number;
  readonly #windows = new Map<string, Window>();

  constructor(clock: Clock, capacity = most) {
    this.#clock = clock;
    this.#capacity = capacity;
  }

  /** Counts one request more: how many there are in the window of `length` ms now, and how many ms are left of it. */
  count(client: string, length: number): { current: number; ttl: number } {
    const now = this.#clock.monotonic();
    const known = this.#windows.get(client);
    const window = known !== undefined && known.end > now ? known : this.#begin(client, now + length);
    window.count += 1;
    return { current: window.count, ttl: window.end - now };
  }

  /** The same of one that has a window already and no more than `max` requests with this one; else null, and nothing is counted. */
  countAgain(client: string, max: number): { current: number; ttl: number } | null {
    const now = this.#clock.monotonic();
    const window = this.#windows.get(client);
    if (window === undefined || window.end <= now || window.count >= max) return null;
    window.count += 1;
    return { current: window.count, ttl: window.end - now };
  }

  #begin(client: string, end: number): Window {
    // A Map keeps its order: set anew, the oldest window stays in front.
    this.#windows.delete(client);
    const [oldest] = this.#windows.keys();
    if (this.#windows.size >= this.#capacity && oldest !== undefined) this.#windows.delete(oldest);
    const window = { count: 0, end };
    this.#windows.set(client, window);
    return window;
  }
}

/**
 * Where @fastify/rate-limit counts. Its own store gives the same object to all requests that come in one turn of the
 * event loop, so that each of them sees the count of the last; and it tells the time by itself.
 */
export function requestCountsStore(clock: Clock): FastifyRateLimitStoreCtor {
  return class Store {
    readonly #counts = new RequestCounts(clock);

    incr(
      client: string,
      tell: (error: null, count: { current: number; ttl: number }) => void,
      length: number,
    ): void {
      tell(null, this.#counts.count(client, length));
    }

    /** One for each budget. */
    child(): Store {
      return new Store();
    }
  };
}
