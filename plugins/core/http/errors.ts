import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { ProblemDetails } from '../../../schemas/problem.js';
import { Failure } from '../../../src/failures.js';
import { clientPath } from './proxy.js';

/** Seconds after which a value that could not be read is worth asking for again. */
const retryAfter = 1;

/** Every error as RFC 9457 `application/problem+json`. */
export const errors = fp(
  (app, _, done) => {
    app.setErrorHandler(answerError);
    done();
  },
  { name: 'errors', dependencies: ['proxy'] },
);

function answerError(error: FastifyError | Failure, request: FastifyRequest, reply: FastifyReply) {
  const { domain } = request.routeOptions.config;
  if (error instanceof Failure) {
    void reply.header('retry-after', retryAfter);
    const extra = { remedy: error.remedy, ...(domain === undefined ? {} : { domain }) };
    return sendProblem(reply, 503, error.code, error.message, extra);
  }
  if (error.validation !== undefined) {
    return sendProblem(reply, 400, 'bad_request', validationDetail(error, request));
  }
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) {
    return sendProblem(reply, status, clientErrorCodes[status] ?? 'bad_request', error.message);
  }
  request.log.error({ err: error, key: request.key?.name ?? null }, 'a request could not be answered');
  return sendProblem(reply, 500, 'internal', 'the service has a fault; its log says more');
}

/** The words for what Fastify itself refuses. */
const clientErrorCodes: Record<number, string> = {
  403: 'forbidden',
  413: 'body_too_large',
};

/** Sends a problem answer. Nothing of the service's own insides belongs into `detail`. */
export function sendProblem(
  reply: FastifyReply,
  status: number,
  code: string,
  detail: string,
  extra: Partial<ProblemDetails> = {},
): FastifyReply {
  const problem: ProblemDetails = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    instance: clientPath(reply.request),
    code,
    ...extra,
  };
  return reply
    .code(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'private, no-store')
    .send(Buffer.from(JSON.stringify(problem)));
}

function validationDetail(error: FastifyError, request: FastifyRequest): string {
  const [first] = error.validation ?? [];
  const known = queryParameters(request);
  const unknown = first?.params['additionalProperty'];
  if (typeof unknown === 'string') {
    const names = [...known.keys()].join(', ');
    const allowed = names === '' ? 'this route takes none' : `known are: ${names}`;
    return `there is no query parameter ${JSON.stringify(unknown)}; ${allowed}`;
  }
  const missing = first?.params['missingProperty'];
  if (typeof missing === 'string') {
    return `the query parameter ${JSON.stringify(missing)} is missing. ${known.get(missing) ?? ''}`;
  }
  const name = first?.instancePath.slice(1) ?? '';
  return `the query parameter ${JSON.stringify(name)} is not understood. ${known.get(name) ?? ''}`;
}

/** The query parameters a route takes, with what they mean. */
function queryParameters(request: FastifyRequest): Map<string, string> {
  const properties = partOf(request.routeOptions.schema?.querystring, 'properties');
  const described = (property: unknown) => {
    const description = partOf(property, 'description');
    return typeof description === 'string' ? description : '';
  };
  return new Map(
    Object.entries(properties ?? {}).map(([name, property]: [string, unknown]) => [
      name,
      described(property),
    ]),
  );
}

/** What stands under a name in something whose form is not known; undefined where it has no such part. */
function partOf(thing: unknown, name: string): unknown {
  return typeof thing === 'object' && thing !== null ? Reflect.get(thing, name) : undefined;
}

/** A path that cannot be decoded fails before any route is found; Fastify hands it here. */
export function answerFrameworkError(error: FastifyError, _: FastifyRequest, reply: FastifyReply): void {
  void sendProblem(reply, error.statusCode ?? 400, 'bad_request', error.message);
}

/** How long a client may take to read that it was not understood, ms. */
const parting = 2_000;

/** Bytes that are not HTTP, or plain HTTP where TLS is spoken: answered on the bare socket, which is closed then. */
export function answerClientError(error: Error & { code?: string }, socket: ServerResponse['socket']): void {
  if (socket === null || !socket.writable || error.code === 'ECONNRESET') {
    socket?.destroy();
    return;
  }
  const status =
    error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const title = STATUS_CODES[status] ?? 'Bad Request';
  const body = JSON.stringify({
    type: 'about:blank',
    title,
    status,
    detail:
      error.code === 'ERR_SSL_HTTP_REQUEST'
        ? 'TLS is spoken at this port: ask with https://'
        : 'the request is not valid HTTP',
    // What it asked for is not known.
    instance: '',
    code: 'bad_request',
  });
  // Its own end may never come.
  socket.setTimeout(parting, () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${isHead(error) ? '' : body}`,
  );
}

/** Whether it was a HEAD, whose answer has no body: Node gives what came as it came. */
function isHead(error: Error & { rawPacket?: unknown }): boolean {
  return Buffer.isBuffer(error.rawPacket) && error.rawPacket.toString('latin1', 0, 5) === 'HEAD ';
}
