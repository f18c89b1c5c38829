import { Type, type TObject, type TSchema } from '@sinclair/typebox';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ref } from '../../../schemas/units.js';
import type { Entry, Shown } from '../../../src/sampling/catalogue.js';
import { problemAnswer, wholeHeader } from '../documents/documented.js';
import type { ReadyBody } from '../http/repeated-requests.js';
import { problemTexts } from '../problem-texts.js';
import { JsonBody } from './json-body.js';
import type { Serialise } from './serialisers.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The domain a route shows, for its problem answers. */
    domain?: string;
  }
}

/** No query parameter is known: any is a 400, so that a typing error does not pass unseen. */
export const noQuery = Type.Object({}, { additionalProperties: false });

/** The documented problem answers of every route, public ones included. */
export const requestProblems = {
  400: problemAnswer(400, {
    description: 'The request is not understood; `detail` names what is wrong and what is allowed.',
    ...{ code: 'bad_request', detail: 'there is no query parameter "onyl"; known are: only' },
  }),
  403: problemAnswer(403, {
    description:
      'The address or the host name is not allowed, or a proxy stands before a service without keys.',
    ...problemTexts.hostNotAllowed('example.org'),
  }),
};

/** The documented problem answers of a route with data that may be missing. */
export const dataProblems = {
  ...requestProblems,
  503: {
    ...problemAnswer(503, {
      description: 'The value could not be read just now; `code` and `detail` say why.',
      ...{ code: 'timeout', detail: 'the disk did not answer within 1 s', domain: 'disk' },
    }),
    headers: { 'retry-after': wholeHeader('In how many seconds to ask again.', 'seconds') },
  },
};

/** Adds named components; one that several domains share is added by the first. */
export function addComponents(app: FastifyInstance, components: readonly TSchema[]): void {
  for (const component of components) {
    if (component.$id !== undefined && app.getSchema(component.$id) === undefined) app.addSchema(component);
  }
}

/** Registers `GET /stats/<name>`: the entry's body, or a 503 that says why there is none. */
export function dataRoute(
  app: FastifyInstance,
  entry: Entry,
  about: { summary: string; description: string; tag: string },
): void {
  app.addSchema(entry.schema);
  app.get(
    `/stats/${entry.name}`,
    {
      config: { domain: entry.name },
      schema: {
        operationId: operationId(entry.name),
        summary: about.summary,
        description: about.description,
        tags: [about.tag],
        querystring: noQuery,
        response: { 200: okAnswer(entry.schema), ...(entry.alwaysShows ? requestProblems : dataProblems) },
      },
    },
    (_, reply) =>
      sendShown(reply, entry, (shown) => {
        if (!shown.ok) throw shown.failure;
        return jsonOf(entry, shown, app.serialise);
      }),
  );
}

/** The documented answer of a route that shows `schema`. */
export function okAnswer(schema: TObject) {
  return { description: schema.description ?? '', content: { 'application/json': { schema: ref(schema) } } };
}

/** `gpu/amd` → `getGpuAmd`. */
function operationId(name: string): string {
  return `get${name.replace(/(?:^|[/_-])([a-z])/g, (_, letter: string) => letter.toUpperCase())}`;
}

/** Bodies already serialised: a body is written once a reading, whoever asks and however many. */
const serialised = new WeakMap<Shown, JsonBody>();

/** The body of `shown` as the serialiser of its schema writes it. */
export function jsonOf(entry: Entry, shown: Shown & { ok: true }, serialise: Serialise): JsonBody {
  const known = serialised.get(shown);
  if (known !== undefined) return known;
  const body = new JsonBody(serialise(entry, shown.body));
  serialised.set(shown, body);
  return body;
}

/** Answers with what `entry` shows now, as `bodyOf` writes it. */
export function sendShown<B extends object>(
  reply: FastifyReply,
  entry: Entry<B>,
  bodyOf: (shown: Shown<B>) => JsonBody,
) {
  const inMemory = () => {
    const fresh = entry.fresh();
    return fresh === null ? null : bodyOf(fresh);
  };
  return sendCurrent(reply, inMemory, () => {
    const current = entry.current();
    reply.server.prepareSerialiser(entry);
    return current.then(bodyOf);
  });
}

/** Answers with what is in memory, at once and without a promise, and where nothing is with what is read now. */
export function sendCurrent(
  reply: FastifyReply,
  inMemory: () => JsonBody | null,
  read: () => Promise<JsonBody>,
): FastifyReply | Promise<FastifyReply> {
  const send = (body: JsonBody) => sendJson(reply, body, inMemory);
  const body = inMemory();
  return body === null ? read().then(send) : send(body);
}

/** Sends ready-made JSON past Fastify's serialiser; `inMemory` has it again for the same request. */
export function sendJson(
  reply: FastifyReply,
  { content }: Pick<ReadyBody, 'content'>,
  inMemory?: () => ReadyBody | null,
): FastifyReply {
  void reply.header('content-type', 'application/json; charset=utf-8');
  return (inMemory === undefined ? reply : reply.repeatWith(inMemory)).send(content);
}

/** A hook for everything with data: numbers of a private machine that are old in a second are never stored. */
export function neverStored(_: FastifyRequest, reply: FastifyReply, next: () => void): void {
  void reply.header('cache-control', 'private, no-store');
  next();
}
