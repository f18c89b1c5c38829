import { Type, type Static } from '@sinclair/typebox';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { onlyParameter, Stats, statsDomainNames, statsDomains } from '../../../schemas/stats.js';
import { intervalParameter, StreamLag } from '../../../schemas/stream.js';
import { ref } from '../../../schemas/units.js';
import { Channels, type Subscription } from '../../../src/sampling/channels.js';
import { preferredType } from '../../core/http/accept.js';
import { preferredCoding } from '../../core/http/content-encoding.js';
import { requestProblems } from '../../core/domain/data-route.js';
import { problemAnswer, wholeHeader } from '../../core/documents/documented.js';
import { sendProblem } from '../../core/http/errors.js';
import { varyBy } from '../../core/http/prepared-answer.js';
import { durationOf } from '../../core/http/query-values.js';
import { problemTexts } from '../../core/problem-texts.js';
import { Snapshot } from '../../core/domain/snapshot.js';
import { StreamClient } from './client.js';
import { StreamClients } from './clients.js';
import { gzip, identity } from './coding.js';
import { jsonLines, serverSentEvents } from './format.js';
import { StreamFrame } from './frame.js';

const Query = Type.Object(
  { interval: Type.Optional(intervalParameter), only: Type.Optional(onlyParameter) },
  { additionalProperties: false },
);
type Query = Static<typeof Query>;

/** Of all that may be open, how many one key, else one address, may have: many people may share either. */
const shareOfOne = 0.75;
const longestInterval = 3_600_000;
/** How long after the readings are started a frame is made of them, ms. */
const settling = 100;

const types = ['text/event-stream', 'application/x-ndjson', 'application/jsonl'] as const;

const lines = {
  type: 'string',
  description:
    'One body of `/stats` a line (the schema `Stats`). Missing frames show as a gap in `sampled_at`.',
  'x-line': ref(Stats),
};

/** `/stats/stream`: what `/stats` shows, again and again, one producer for any number of clients. */
export const stream = fp(
  (app, _, done) => {
    const { clock, settings } = app.monitor;
    const channels = new Channels<StreamFrame>(clock);
    const { streams } = settings;
    const concurrency = { total: streams, perClient: Math.max(1, Math.ceil(streams * shareOfOne)) };
    const clients = new StreamClients(clock);
    app.addSchema(StreamLag);
    app.addHook('preClose', (closed) => {
      clients.finish();
      channels.stop();
      closed();
    });
    app.get<{ Querystring: Query }>(
      '/stats/stream',
      { config: { concurrency }, schema: routeSchema },
      (request, reply) => {
        const interval = intervalOf(request.query, settings.interval);
        if (interval === null) return refuseInterval(reply, request.query.interval ?? '');
        const since = lastEventId(request);
        if (since === undefined) return refuseId(reply);
        const type = preferredType(request.headers.accept, types);
        void reply.headers({
          'content-type': `${type}; charset=utf-8`,
          'cache-control': 'private, no-store, no-transform',
          'x-accel-buffering': 'no',
        });
        varyBy(reply, 'Accept, Accept-Encoding');
        const coding = preferredCoding(request.headers['accept-encoding'], ['gzip', 'identity']);
        if (coding === 'gzip') void reply.header('content-encoding', coding);
        if (request.method === 'HEAD') return reply.send('');
        // It may have nothing to say for an hour: StreamClients sees whether its client reads, the system whether it is there.
        request.raw.socket.setTimeout(0);
        request.raw.socket.setKeepAlive(true, 30_000);
        const client = new StreamClient(
          type === types[0] ? serverSentEvents : jsonLines,
          coding === 'gzip' ? gzip() : identity,
          clock,
        );
        clients.add(client, () =>
          request.log.info({ ip: request.ip }, 'a stream was cut: its client does not read'),
        );
        app.onceKeyIsGone(request, reply, () => client.finish());
        const only = statsDomainNames.filter((name) => request.query.only?.split(',').includes(name) ?? true);
        const subscription = () => subscriptionOf(app, interval, only);
        client.once('close', channels.subscribe(`${interval} ${only.join()}`, subscription, client, since));
        return reply.send(client);
      },
    );
    done();
  },
  { name: 'views/stream', dependencies: ['guard', ...statsDomainNames] },
);

const routeSchema = {
  operationId: 'getStatsStream',
  summary: 'What /stats shows, again and again',
  description:
    'An endless answer: a frame every `interval`, its data being the body of `/stats` at that moment. Any number ' +
    'of clients costs one reading. A client that reads too slowly loses frames and is told how many; one that ' +
    'does not read for half a minute is cut. As server-sent events, or with `Accept: application/x-ndjson` as one ' +
    'JSON document a line, for `curl -N … >> monitor.log`. With `Accept-Encoding: gzip` a frame takes a tenth of its ' +
    'bytes or less, and comes as soon as any other. While a stream is open its domains are read at their ' +
    'interval. (In Swagger UI, "Execute" shows the first frames.)',
  tags: ['Overview'],
  querystring: Query,
  headers: {
    type: 'object',
    properties: {
      'last-event-id': {
        type: 'string',
        description:
          'The `id` of the last frame seen, sent by EventSource itself when it comes back: what was missed is sent ' +
          'first, as far as it is kept (the last minutes); what is gone is told by a `lag` event.',
      },
    },
  },
  response: {
    200: {
      description: 'Frames without end.',
      content: {
        'text/event-stream': {
          schema: {
            type: 'string',
            description:
              'Server-sent events. A frame is an event without a name (`onmessage`): `id` is when it was made, in ' +
              'milliseconds since 1970, `data` the body of `/stats` (the schema `Stats`). An event named `lag` says ' +
              'that frames are missing (the schema `StreamLag`). Comments come every 15 s while there is nothing ' +
              'else to send.',
            'x-event-data': { message: ref(Stats), lag: ref(StreamLag) },
          },
        },
        'application/x-ndjson': { schema: lines },
        'application/jsonl': { schema: lines },
      },
    },
    ...requestProblems,
    503: {
      ...problemAnswer(503, {
        description: 'As many streams are open as are served.',
        ...problemTexts.busy(2000),
      }),
      headers: { 'retry-after': wholeHeader('In how many seconds to ask again.', 'seconds') },
    },
  },
};

function subscriptionOf(app: FastifyInstance, interval: number, only: string[]): Subscription<StreamFrame> {
  const { catalogue } = app.monitor;
  const entries = new Map(
    Object.entries(statsDomains).map(([name, schema]) => [name, catalogue.get(schema)]),
  );
  const snapshot = new Snapshot(app, entries, new Set<string>(only));
  return {
    interval,
    delay: Math.min(settling, interval / 4),
    make: async () => Buffer.from((await snapshot.current()).text),
    frame: (id, body, previous) => new StreamFrame(id, body, previous),
  };
}

/** In ms; null when it is longer than can be had. */
function intervalOf({ interval }: Query, shortest: number): number | null {
  const requested = durationOf(interval ?? '') ?? shortest;
  return requested > longestInterval ? null : Math.max(shortest, requested);
}

/** The id of the last frame a client has seen; null when it comes for the first time, undefined when it is none. */
function lastEventId(request: FastifyRequest): number | null | undefined {
  const text = request.headers['last-event-id'];
  if (text === undefined || text === '') return null;
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function refuseInterval(reply: FastifyReply, given: string) {
  const detail = `the query parameter "interval" is ${JSON.stringify(given)}, which is longer than 1h, the longest there is`;
  return sendProblem(reply, 400, 'bad_request', detail);
}

function refuseId(reply: FastifyReply) {
  const detail = 'the header Last-Event-ID must be the id of a frame of this stream: a whole number';
  return sendProblem(reply, 400, 'bad_request', detail);
}
