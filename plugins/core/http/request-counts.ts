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

/**
 * Where @fastify/rate-limit counts. Its own store gives the same object to all requests that come in one turn of the
 * event loop, so that each of them sees the count of the last; and it tells the time by itself.
 */
export function requestCounts(clock: Clock, capacity = most): FastifyRateLimitStoreCtor {
  return class RequestCounts {
    readonly #windows = new Map<string, Window>();

    incr(
      client: string,
      callback: (error: null, result: { current: number; ttl: number }) => void,
      length: number,
    ): void {
      const now = clock.monotonic();
      const known = this.#windows.get(client);
      const window = known !== undefined && known.end > now ? known : this.#begin(client, now + length);
      window.count += 1;
      callback(null, { current: window.count, ttl: window.end - now });
    }

    /** One for each budget. */
    child(): RequestCounts {
      return new RequestCounts();
    }

    #begin(client: string, end: number): Window {
      // A Map keeps its order: set anew, the oldest window stays in front.
      this.#windows.delete(client);
      const [oldest] = this.#windows.keys();
      if (this.#windows.size >= capacity && oldest !== undefined) this.#windows.delete(oldest);
      const window = { count: 0, end };
      this.#windows.set(client, window);
      return window;
    }
  };
}
