import { Type, type Static } from '@sinclair/typebox';
import type { FastifyReply } from 'fastify';
import fp from 'fastify-plugin';
import { Stats, statsDomains, type StatsDomain } from '../../schemas/stats.js';
import { Failure, type Trouble } from '../../src/failures.js';
import type { Entry, Shown } from '../../src/sampling/catalogue.js';
import { bytesOf, dataProblems, okAnswer, sendJson } from '../core/data-route.js';
import { withinPatience } from '../core/patience.js';

const domainNames = Object.keys(statsDomains) as StatsDomain[];

const Query = Type.Object(
  {
    only: Type.Optional(
      Type.String({
        description: `The domains wanted, separated by commas: ${domainNames.join(', ')}. The others are null.`,
        examples: ['cpu,gpu'],
        pattern: `^(${domainNames.join('|')})(,(${domainNames.join('|')}))*$`,
      }),
    ),
  },
  { additionalProperties: false },
);

/** How long one slow domain may hold up all the others, ms; after that it is null and named in `problems`. */
const patience = 2_000;

/** `/stats`: all domains at once. */
export const stats = fp((app, _, done) => {
  const { catalogue, clock } = app.monitor;
  const entries = new Map(domainNames.map((name) => [name, catalogue.get(name)]));
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
        response: { 200: okAnswer(Stats), ...dataProblems },
      },
    },
    async (request, reply) => {
      const wanted = new Set(request.query.only?.split(',') ?? domainNames);
      const asked = [...entries].filter(([name]) => wanted.has(name));
      const shown = new Map(
        await Promise.all(
          asked.map(async ([name, entry]) => [name, await withinPatience(clock, entry, patience)] as const),
        ),
      );
      return sendJson(reply, statsBytes(entries, shown, clock.epoch(), reply));
    },
  );
  done();
});

/** The body, made of the very bytes that the domains' own routes send. */
function statsBytes(
  entries: Map<StatsDomain, Entry>,
  shown: Map<StatsDomain, Shown>,
  now: number,
  reply: FastifyReply,
): Buffer {
  const parts: (string | Buffer)[] = [];
  const troubles: Trouble[] = [];
  let oldest = now;
  for (const [name, entry] of entries) {
    const domain = shown.get(name);
    const bytes = domain === undefined ? null : bytesOrFailure(entry, domain, reply);
    parts.push(`${parts.length === 0 ? '{' : ','}"${name}":`, Buffer.isBuffer(bytes) ? bytes : 'null');
    if (bytes instanceof Failure) troubles.push(troubleOf(name, bytes));
    else if (domain?.ok === true) {
      troubles.push(...domain.troubles);
      oldest = Math.min(oldest, domain.epoch);
    }
  }
  const tail = { sampled_at: new Date(oldest).toISOString(), problems: troubles };
  parts.push(`,${JSON.stringify(tail).slice(1)}`);
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}

/** A body that does not fit its schema is a fault of that domain alone, and must not take the others with it. */
function bytesOrFailure(entry: Entry, shown: Shown, reply: FastifyReply): Buffer | Failure {
  if (!shown.ok) return shown.failure;
  try {
    return bytesOf(entry, shown, reply);
  } catch (thrown) {
    reply.log.error({ err: thrown, domain: entry.name }, 'a body does not fit its schema');
    return new Failure('failed', `${entry.name} cannot be shown; the log of the service says more`, {
      cause: thrown,
    });
  }
}

function troubleOf(domain: string, failure: Failure): Trouble {
  return { domain, code: failure.code, detail: failure.message, remedy: failure.remedy };
}
