import type { TObject } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { DomainReadiness, Liveness, Readiness } from '../../../schemas/health.js';
import { version } from '../../../src/package.js';
import { shownAs } from '../../core/domain/rounding.js';
import { noQuery, okAnswer, requestProblems } from '../../core/domain/data-route.js';

/** `/health/live` and `/health/ready`, for supervisors and load balancers. */
export const health = fp(
  (app, _, done) => {
    const startedAt = app.monitor.clock.monotonic();
    for (const schema of [Liveness, DomainReadiness, Readiness]) app.addSchema(schema);
    app.get(
      '/health/live',
      { config: { unlimited: true }, schema: describe('Live', 'Whether the process answers', Liveness) },
      (): Liveness => {
        const uptime = (app.monitor.clock.monotonic() - startedAt) / 1000;
        return { state: 'ok', version, uptime_seconds: shownAs('seconds', uptime) };
      },
    );
    const ready = describe('Ready', 'Whether there are values to give', Readiness);
    const response = {
      ...ready.response,
      503: { ...okAnswer(Readiness), description: 'Not ready; `state` and `domains` say why.' },
    };
    app.get('/health/ready', { config: { unlimited: true }, schema: { ...ready, response } }, (__, reply) => {
      const body = readiness(app);
      return reply.code(body.state === 'ok' ? 200 : 503).send(body);
    });
    done();
  },
  { name: 'views/health', dependencies: ['core'] },
);

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

/** What a service that measures a machine must be able to tell; all else may be missing on a sound one. */
const needed = new Set(['cpu', 'memory', 'disk']);

function readiness({ monitor: { schedule, clock, settings } }: FastifyInstance): Readiness {
  const domains = schedule.alwaysRead.map((sampler): DomainReadiness => {
    const { name } = sampler;
    const latest = sampler.latest();
    if (latest === null) return { name, readable: false, state: null, age_seconds: null };
    const age = shownAs('seconds', (clock.monotonic() - latest.at) / 1000);
    return { name, readable: latest.ok, state: latest.ok ? 'ok' : latest.failure.code, age_seconds: age };
  });
  // Three missed readings are no longer an accident; a domain that times out is asked up to 30 s later than usual.
  const limit = (3 * settings.idleInterval) / 1000 + 30;
  return { state: stateOf(domains, limit), domains };
}

function stateOf(domains: DomainReadiness[], limit: number): Readiness['state'] {
  if (domains.some(({ age_seconds }) => age_seconds === null)) return 'starting';
  if (domains.some(({ age_seconds }) => age_seconds !== null && age_seconds > limit)) return 'stalled';
  return domains.some(({ name, readable }) => needed.has(name) && !readable) ? 'unreadable' : 'ok';
}
