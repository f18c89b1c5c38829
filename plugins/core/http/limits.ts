import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { NamedKey } from '../../../src/access/key-lines.js';
import { problemTexts } from '../problem-texts.js';
import { sendProblem } from './errors.js';
import { peerAddress } from './peer-address.js';
import { RequestCounts, requestCountsStore } from './request-counts.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answered however often it is asked: supervisors ask for health, and must hear the truth. */
    unlimited?: true;
    /** Set by the guarded scope, which counts by itself when it knows whose key it is. */
    guarded?: true;
  }
  interface FastifyInstance {
    limits: {
      /** Counts a request against its key, else its address; goes on at once, or answers when that has spent its minute. */
      client: (request: FastifyRequest, reply: FastifyReply, next: () => void) => void;
      /**
       * Counts one more request of a client that `client` has let pass: the headers that say what is left of its minute,
       * names and values in turn; null, and nothing is counted, where `client` has to judge it.
       */
      again: (client: string) => readonly string[] | null;
      /** Counts a request without a valid key against its address; goes on, or answers when there were too many. */
      failedKeys: (request: FastifyRequest, reply: FastifyReply, next: (error?: Error) => void) => void;
    };
  }
}

const minute = 60_000;
/** Requests without a valid key that one address may make a minute. */
const failuresPerMinute = 20;

type Limiter = ReturnType<FastifyInstance['createRateLimit']>;

/**
 * How often one client may ask. Decorates the instance with `limits`, which the guarded scope calls, and counts
 * everything else (documents, unknown paths) by address in a budget of its own.
 */
export const limits = fp(
  async (app) => {
    const { clock, settings } = app.monitor;
    const { rateLimit: perMinute } = settings;
    await app.register(rateLimit, { global: false, timeWindow: minute, store: requestCountsStore(clock) });
    const perFailure = app.createRateLimit({ max: failuresPerMinute, keyGenerator: addressOf });
    // The package would have each request wait for three promises, a tenth of all that it costs.
    const clients = new RequestCounts(clock);
    app.decorate('limits', {
      client: (request, reply, next) => {
        const count = () => ({ ...clients.count(clientOf(request), minute), max: perMinute });
        if (perMinute === 0 || !refusesClient(request, reply, count())) next();
      },
      again: (client) => {
        if (perMinute === 0) return [];
        const count = clients.countAgain(client, perMinute);
        return count === null ? null : headersOf(budgetOf(count, perMinute));
      },
      failedKeys: (request, reply, next) => {
        const goOn = (count: Count) => {
          if (!refusesFailure(request, reply, count)) next();
        };
        counted(perFailure, request).then(goOn, next);
      },
    });
    if (perMinute === 0) return;
    const perAddress = app.createRateLimit({ max: perMinute, keyGenerator: addressOf });
    app.addHook('onRequest', (request, reply, next) => {
      const { guarded, unlimited } = request.routeOptions.config;
      if (guarded === true || unlimited === true) next();
      else {
        const goOn = (count: Count) => {
          if (!refusesClient(request, reply, count)) next();
        };
        counted(perAddress, request).then(goOn, next);
      }
    });
  },
  { name: 'limits', dependencies: ['keys', 'cross-origin'] },
);

/** One request more in the budget that is its own. */
async function counted(limiter: Limiter, request: FastifyRequest): Promise<Count> {
  const found = await limiter(request);
  if (found.isAllowed) throw new Error('no client is exempt from the limits');
  const { max, remaining, ttl, isExceeded } = found;
  return { max, ttl, current: isExceeded ? max + 1 : max - remaining };
}

/** What one has asked for in this minute. */
interface Count {
  /** Requests, the present one included. */
  current: number;
  max: number;
  /** Until the minute is over, ms. */
  ttl: number;
}

/** What is left of a minute, as texts of headers. */
interface Budget {
  limit: string;
  remaining: string;
  reset: string;
}

function budgetOf({ current, ttl }: Omit<Count, 'max'>, max: number): Budget {
  return {
    limit: String(max),
    remaining: String(Math.max(0, max - current)),
    reset: String(Math.ceil(ttl / 1000)),
  };
}

function headersOf({ limit, remaining, reset }: Budget): string[] {
  return ['ratelimit-limit', limit, 'ratelimit-remaining', remaining, 'ratelimit-reset', reset];
}

/** Tells a client what is left of its minute; whether nothing is, which is then its answer. */
function refusesClient(request: FastifyRequest, reply: FastifyReply, { current, max, ttl }: Count): boolean {
  const seconds = Math.ceil(ttl / 1000);
  const { limit, remaining, reset } = budgetOf({ current, ttl }, max);
  void reply.headers({
    'ratelimit-limit': limit,
    'ratelimit-remaining': remaining,
    'ratelimit-reset': reset,
  });
  if (current <= max) return false;
  const who = request.key === null ? 'address' : 'key';
  const { code, detail } = problemTexts.rateLimited(who, max, seconds);
  sendProblem(reply.header('retry-after', seconds), 429, code, detail);
  return true;
}

/** Whether there were too many without a valid key, which is then the answer. */
function refusesFailure(
  { ip, log }: FastifyRequest,
  reply: FastifyReply,
  { current, max, ttl }: Count,
): boolean {
  // Once a minute and address: whoever guesses does not fill the log.
  if (current === max)
    log.warn({ ip }, `${max} requests without a valid key within a minute; more are refused`);
  if (current <= max) return false;
  const seconds = Math.ceil(ttl / 1000);
  const detail = `too many requests without a valid key from this address; ask again in ${seconds} s`;
  sendProblem(reply.header('retry-after', seconds), 429, 'too_many_failed_keys', detail);
  return true;
}

/** Who counts as one client: a key, else an address. */
export function clientOf(request: FastifyRequest): string {
  return request.key === null ? addressOf(request) : holderOf(request.key);
}

/** A text that is put together anew for each request is hashed anew as well. */
const holders = new WeakMap<NamedKey, string>();

function holderOf(key: NamedKey): string {
  const known = holders.get(key);
  if (known !== undefined) return known;
  const holder = `key ${key.name}`;
  holders.set(key, holder);
  return holder;
}

/** Of IPv6 the network that one customer has (/64). A peer at a unix socket has no address. */
function addressOf(request: FastifyRequest): string {
  const address = peerAddress(request);
  return address === null ? 'unix' : normalizeIP(address);
}
