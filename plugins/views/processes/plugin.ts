import { Type, type Static } from '@sinclair/typebox';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { ProcessesStats, type Process } from '../../../schemas/processes.js';
import { int64 } from '../../../schemas/units.js';
import type { Shown } from '../../../src/sampling/catalogue.js';
import { addComponents, dataProblems, jsonOf, okAnswer, sendShown } from '../../core/domain/data-route.js';

const orders = {
  cpu: ({ cpu_usage_percent }: Process) => cpu_usage_percent,
  memory: ({ memory_bytes }: Process) => memory_bytes,
  gpu_memory: ({ gpu_memory_bytes }: Process) => gpu_memory_bytes,
};
type Order = keyof typeof orders;

const Query = Type.Object(
  {
    sort: Type.Optional(
      Type.Unsafe<Order>(
        Type.String({
          description: 'By what the greatest stand first: cpu, memory or gpu_memory.',
          enum: Object.keys(orders),
          default: 'cpu',
        }),
      ),
    ),
    limit: Type.Optional(
      int64({
        description: 'How many processes are shown at most: 1 to 10000.',
        minimum: 1,
        maximum: 10_000,
        default: 20,
      }),
    ),
  },
  { additionalProperties: false },
);

type Body = Shown<ProcessesStats> & { ok: true };

/** How many different requests of one sample are kept. */
const storedCuts = 16;

/** `/stats/processes`: the greatest processes of one shared sample; no request starts a scan of its own. */
export const processesView = fp(
  (app, _, done) => {
    addComponents(app, [ProcessesStats]);
    const entry = app.monitor.catalogue.get(ProcessesStats);
    const cuts = new WeakMap<Body, Map<string, Body>>();
    app.get<{ Querystring: Static<typeof Query> }>(
      '/stats/processes',
      {
        config: { domain: 'processes' },
        preValidation: limitAsNumber,
        schema: {
          operationId: 'getProcesses',
          summary: 'Processes by CPU, memory or GPU memory',
          description:
            'The greatest processes by what `sort` says. `cpu_usage_percent` is of one CPU, over the time since the previous ' +
            'sample. Command lines are shown only when SYSMON_PROCESS_ARGS is on. Processes are read only while ' +
            'somebody asks, every two seconds at most. On Linux from /proc.',
          tags: ['Host'],
          querystring: Query,
          response: { 200: okAnswer(ProcessesStats), ...dataProblems },
        },
      },
      ({ query: { sort = 'cpu', limit = 20 } }, reply) => {
        const key = `${sort} ${limit}`;
        return sendShown(reply, entry, (shown) => {
          if (!shown.ok) throw shown.failure;
          const stored = cuts.get(shown) ?? new Map<string, Body>();
          cuts.set(shown, stored);
          const cut = stored.get(key) ?? { ...shown, body: greatest(shown.body, sort, limit) };
          if (stored.size < storedCuts) stored.set(key, cut);
          return jsonOf(entry, cut, app.serialise);
        });
      },
    );
    done();
  },
  { name: 'views/processes', dependencies: ['guard', 'processes'] },
);

/** Digits alone are a number: Ajv's own conversion would take `0x10`, `1e400` and `-Infinity` for one too. */
function limitAsNumber({ query }: FastifyRequest, _: unknown, next: () => void): void {
  if (typeof query === 'object' && query !== null && 'limit' in query) {
    const { limit } = query;
    if (typeof limit === 'string' && /^\d{1,9}$/.test(limit)) query.limit = Number(limit);
  }
  next();
}

/** What is not known stands last; equals stand in the order of their pids. */
function greatest(body: ProcessesStats, sort: Order, limit: number): ProcessesStats {
  const value = orders[sort];
  const ordered = body.processes.toSorted((a, b) => (value(b) ?? -1) - (value(a) ?? -1) || a.pid - b.pid);
  return { ...body, processes: ordered.slice(0, limit) };
}
