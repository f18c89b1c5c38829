import { Type, type Static } from '@sinclair/typebox';
import fp from 'fastify-plugin';
import { onlyParameter, Stats, statsDomainNames, statsDomains } from '../../../schemas/stats.js';
import { okAnswer, requestProblems, sendJson } from '../../core/domain/data-route.js';
import { snapshotBytes } from '../../core/domain/snapshot.js';

const Query = Type.Object({ only: Type.Optional(onlyParameter) }, { additionalProperties: false });

/** `/stats`: all domains at once. */
export const stats = fp(
  (app, _, done) => {
    const { catalogue, clock } = app.monitor;
    const { problems } = app.history;
    const entries = new Map(
      Object.entries(statsDomains).map(([name, schema]) => [name, catalogue.get(schema)]),
    );
    app.addSchema(Stats);
    app.get<{ Querystring: Static<typeof Query> }>(
      '/stats',
      {
        schema: {
          operationId: 'getStats',
          summary: 'All domains at once',
          description:
            'Each domain exactly as its own route shows it. One that could not be read is null and named in ' +
            '`problems`, with everything else that is broken on the host.',
          tags: ['Overview'],
          querystring: Query,
          response: { 200: okAnswer(Stats), ...requestProblems },
        },
      },
      async (request, reply) => {
        const wanted = new Set(request.query.only?.split(',') ?? statsDomainNames);
        const { serialise } = app;
        return sendJson(
          reply,
          await snapshotBytes({ clock, log: reply.log, entries, wanted, serialise, problems }),
        );
      },
    );
    done();
  },
  { name: 'views/stats', dependencies: ['guard', ...statsDomainNames] },
);
