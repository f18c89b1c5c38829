import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { problemTexts } from '../problem-texts.js';
import { sendProblem } from './errors.js';
import { clientOf } from './limits.js';

/** How many requests of one route may be going on at once. */
export interface Concurrency {
  /** Of all clients together. One more is a 503 with code `busy`. */
  total: number;
  /** Of one key, else of one address. One more is a 429 with code `too_many_at_once`. */
  perClient: number;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * For streams and routes whose answers are dear: `app.get('/stats/stream', { config: { atOnce: { total: 100,
     * perClient: 10 } }, … })`. A request counts from when its key has been judged until its answer has ended or
     * its connection is gone; hijacked replies are no exception.
     */
    concurrency?: Concurrency;
  }
}

/** Keeps the caps of routes that have `atOnce` in their config. Register it before any route. */
export const concurrency = fp(
  (app, _, done) => {
    app.addHook('onRoute', (route) => {
      const limit = route.config?.concurrency;
      if (limit !== undefined) route.onRequest = [...[route.onRequest ?? []].flat(), cap(limit)];
    });
    done();
  },
  { name: 'concurrency', dependencies: ['errors'] },
);

/** A hook that counts what goes on, by client. */
function cap({ total, perClient }: Concurrency) {
  const going = new Map<string, number>();
  let all = 0;
  return (request: FastifyRequest, reply: FastifyReply, next: () => void): void => {
    const client = clientOf(request);
    const theirs = going.get(client) ?? 0;
    if (theirs >= perClient) {
      const detail = `this client has ${perClient} requests of this kind going on; end one of them first`;
      sendProblem(reply.header('retry-after', 1), 429, 'too_many_at_once', detail);
      return;
    }
    if (all >= total) {
      const { code, detail } = problemTexts.busy(total);
      sendProblem(reply.header('retry-after', 1), 503, code, detail);
      return;
    }
    all += 1;
    going.set(client, theirs + 1);
    reply.raw.once('close', () => {
      all -= 1;
      const left = (going.get(client) ?? 1) - 1;
      if (left === 0) going.delete(client);
      else going.set(client, left);
    });
    next();
  };
}
