import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { problemTexts } from '../problem-texts.js';
import { sendProblem } from './errors.js';
import { peerAddress } from './peer-address.js';
import { requestCounts } from './request-counts.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answered however often it is asked: supervisors ask for health, and must hear the truth. */
    unlimited?: true;
    /** Set by the guarded scope, which counts by itself when it knows whose key it is. */
    guarded?: true;
  }
  interface FastifyInstance {
    limits: {
      /** Counts a request against its key, else its address; gives the answer when that has spent its minute. */
      client: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;
      /** Counts a request without a valid key against its address; whether it was answered with 429. */
      failedKeys: (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>;
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
    await app.register(rateLimit, { global: false, timeWindow: minute, store: requestCounts(clock) });
    const perClient = app.createRateLimit({ max: perMinute, keyGenerator: clientOf });
    const perFailure = app.createRateLimit({ max: failuresPerMinute, keyGenerator: addressOf });
    app.decorate('limits', {
      client: async (request, reply) =>
        perMinute === 0 ? undefined : limitClient(perClient, request, reply),
      failedKeys: (request, reply) => limitFailures(perFailure, request, reply),
    });
    if (perMinute === 0) return;
    const perAddress = app.createRateLimit({ max: perMinute, keyGenerator: addressOf });
    app.addHook('onRequest', async (request, reply) => {
      const { guarded, unlimited } = request.routeOptions.config;
      if (guarded !== true && unlimited !== true) return limitClient(perAddress, request, reply);
    });
  },
  { name: 'limits', dependencies: ['keys', 'cross-origin'] },
);

async function limitClient(limiter: Limiter, request: FastifyRequest, reply: FastifyReply) {
  const { max, remaining, seconds, isExceeded } = await counted(limiter, request);
  void reply.headers({
    'ratelimit-limit': max,
    'ratelimit-remaining': remaining,
    'ratelimit-reset': seconds,
  });
  if (!isExceeded) return undefined;
  const who = request.key === null ? 'address' : 'key';
  const { code, detail } = problemTexts.rateLimited(who, max, seconds);
  return sendProblem(reply.header('retry-after', seconds), 429, code, detail);
}

async function limitFailures(limiter: Limiter, request: FastifyRequest, reply: FastifyReply) {
  const { max, remaining, seconds, isExceeded } = await counted(limiter, request);
  if (remaining === 0 && !isExceeded) {
    // Once a minute and address: whoever guesses does not fill the log.
    request.log.warn(
      { ip: request.ip },
      `${max} requests without a valid key within a minute; more are refused`,
    );
  }
  if (!isExceeded) return false;
  const detail = `too many requests without a valid key from this address; ask again in ${seconds} s`;
  sendProblem(reply.header('retry-after', seconds), 429, 'too_many_failed_keys', detail);
  return true;
}

/** One request more in the budget that is its own. */
async function counted(limiter: Limiter, request: FastifyRequest) {
  const found = await limiter(request);
  if (found.isAllowed) throw new Error('no client is exempt from the limits');
  return { ...found, seconds: found.ttlInSeconds };
}

/** Who counts as one client: a key, else an address. */
export function clientOf(request: FastifyRequest): string {
  return request.key === null ? addressOf(request) : `key ${request.key.name}`;
}

/** Of IPv6 the network that one customer has (/64). A peer at a unix socket has no address. */
function addressOf(request: FastifyRequest): string {
  const address = peerAddress(request);
  return address === null ? 'unix' : normalizeIP(address);
}
