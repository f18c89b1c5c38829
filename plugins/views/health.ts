import type { TObject } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { DomainReadiness, Liveness, Readiness } from '../../schemas/health.js';
import { version } from '../../src/version.js';
import { noQuery, okAnswer, requestProblems } from '../core/data-route.js';

/** `/health/live` and `/health/ready`, for supervisors and load balancers. */
export const health = fp((app, _, done) => {
  const startedAt = app.monitor.clock.monotonic();
  for (const schema of [Liveness, DomainReadiness, Readiness]) app.addSchema(schema);
  app.get(
    '/health/live',
    { config: { unlimited: true }, schema: describe('Live', 'Whether the process answers', Liveness) },
    (): Liveness => {
      const uptime = (app.monitor.clock.monotonic() - startedAt) / 1000;
      return { status: 'ok', version, uptime_seconds: Number(uptime.toFixed(3)) };
    },
  );
  const ready = describe('Ready', 'Whether there are values to give', Readiness);
  const response = {
    ...ready.response,
    503: { ...okAnswer(Readiness), description: 'Not ready; `status` says why.' },
  };
  app.get('/health/ready', { config: { unlimited: true }, schema: { ...ready, response } }, (__, reply) => {
    const body = readiness(app);
    return reply.code(body.status === 'ok' ? 200 : 503).send(body);
  });
  done();
});

function describe(name: string, summary: string, schema: TObject) {
  return {
    operationId: `getHealth${name}`,
    summary,
    description: `${summary}: 200, else 503. Needs no key.`,
    tags: ['Health'],
    security: [],
    querystring: noQuery,
    response: { 200: okAnswer(schema), ...requestProblems },
  };
}

function readiness(app: FastifyInstance): Readiness {
  const { schedule, clock, settings } = app.monitor;
  const domains = schedule.alwaysRead.map((sampler) => {
    const latest = sampler.latest();
    const age = latest === null ? null : Number(((clock.monotonic() - latest.at) / 1000).toFixed(3));
    return { name: sampler.name, readable: latest?.ok ?? false, age_seconds: age };
  });
  const starting = domains.some(({ age_seconds }) => age_seconds === null);
  // Three missed readings are no longer an accident; a domain that times out is asked up to 30 s later than usual.
  const limit = (3 * settings.idleInterval) / 1000 + 30;
  const stalled = domains.some(({ age_seconds }) => age_seconds !== null && age_seconds > limit);
  return { status: starting ? 'starting' : stalled ? 'stalled' : 'ok', domains };
}
