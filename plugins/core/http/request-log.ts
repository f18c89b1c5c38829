import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { clientPath, prefixOf, protocolOf } from './proxy.js';

/** One log line for each answer, at level debug: a service that is polled every second would fill a log. */
export const requestLog = fp(
  (app, _, done) => {
    if (isVerbose(app.log)) {
      app.addHook('onResponse', (request, reply, hookDone) => {
        request.log.debug(answerFacts(request, reply), 'answered');
        hookDone();
      });
    }
    done();
  },
  { name: 'request-log', dependencies: ['proxy'] },
);

/** Whether each answer has a line. */
export function isVerbose({ level }: FastifyBaseLogger): boolean {
  return level === 'debug' || level === 'trace';
}

/** Who asked for what (the name of the key, never the key), as the client sees it, behind a trusted proxy too; `peer` is who holds the connection. */
function answerFacts(request: FastifyRequest, reply: FastifyReply) {
  return {
    ip: request.ip,
    peer: request.raw.socket.remoteAddress,
    key: request.key?.name ?? null,
    protocol: protocolOf(request),
    host: request.host,
    prefix: prefixOf(request),
    method: request.method,
    path: clientPath(request),
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime * 10) / 10,
  };
}
