import { Type, type Static } from '@sinclair/typebox';
import fp from 'fastify-plugin';
import { onlyParameter, Stats, statsDomainNames, statsDomains } from '../../../schemas/stats.js';
import { okAnswer, requestProblems, sendCurrent } from '../../core/domain/data-route.js';
import { Snapshot } from '../../core/domain/snapshot.js';

const Query = Type.Object({ only: Type.Optional(onlyParameter) }, { additionalProperties: false });

/** So many choices of domains are put together once for all who ask for the same; every further one for each request. */
const mostParts = 16;

/** `/stats`: all domains at once. */
export const stats = fp(
  (app, _, done) => {
    const { catalogue } = app.monitor;
    const entries = new Map(
      Object.entries(statsDomains).map(([name, schema]) => [name, catalogue.get(schema)]),
    );
    const whole = new Snapshot(app, entries, new Set(statsDomainNames));
    const parts = new Map<string, Snapshot>();
    const partOf = (only: string): Snapshot => {
      const part = parts.get(only) ?? new Snapshot(app, entries, new Set<string>(only.split(',')));
      if (parts.size < mostParts) parts.set(only, part);
      return part;
    };
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
      ({ query: { only } }, reply) => {
        const snapshot = only === undefined ? whole : partOf(only);
        return sendCurrent(
          reply,
          () => snapshot.fresh(),
          () => snapshot.current(),
        );
      },
    );
    done();
  },
  { name: 'views/stats', dependencies: ['guard', ...statsDomainNames] },
);
