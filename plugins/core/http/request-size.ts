import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { connectionOptions } from './connections.js';
import { problemTexts } from '../problem-texts.js';
import { sendProblem } from './errors.js';

const longestUrl = 4_096;

interface Excess {
  status: 400 | 413 | 414;
  code: string;
  detail: string;
}

/** Refuses what no sensible client sends before anybody looks at it. Headers beyond 16 KiB end as a 431 in Node. */
export const requestSize = fp(
  (app, _, done) => {
    app.addHook('onRequest', (request, reply, next) => {
      const excess = excessOf(request);
      if (excess === null) {
        next();
        return;
      }
      // What else comes on this connection would be the rest of what is refused.
      void reply.header('connection', 'close');
      sendProblem(reply, excess.status, excess.code, excess.detail);
    });
    done();
  },
  { name: 'request-size', dependencies: ['errors', 'security-headers'] },
);

function excessOf({ raw, url }: FastifyRequest): Excess | null {
  if (url.length > longestUrl) {
    return { status: 414, ...problemTexts.urlTooLong(longestUrl) };
  }
  if (hasLargeBody(raw.headers)) {
    const detail = `no route takes a body, and this one is longer than ${connectionOptions.bodyLimit} bytes or of unknown length`;
    return { status: 413, code: 'body_too_large', detail };
  }
  const hosts = hostsIn(raw.rawHeaders);
  // HTTP/1.0 knew no Host.
  if (hosts === 1 || (hosts === 0 && raw.httpVersion === '1.0')) return null;
  return { status: 400, code: 'bad_request', detail: 'a request has exactly one Host header' };
}

function hasLargeBody(headers: Record<string, string | string[] | undefined>): boolean {
  const length = headers['content-length'];
  if (headers['transfer-encoding'] !== undefined) return true;
  return length !== undefined && Number(length) > connectionOptions.bodyLimit;
}

/** How many there are: of two a proxy might have believed the one, and Node believes the other. */
function hostsIn(rawHeaders: readonly string[]): number {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts;
}
