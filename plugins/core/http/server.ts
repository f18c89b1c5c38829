import type { Server } from 'node:http';
import {
  LogController,
  type FastifyBaseLogger,
  type FastifyHttpOptions,
  type FastifyServerFactory,
} from 'fastify';
import type { Settings } from '../../../src/settings/settings.js';
import { connectionOptions } from './connections.js';
import { answerClientError, answerFrameworkError } from './errors.js';
import { forwardingOptions } from './proxy.js';
import { isVerbose } from './request-log.js';

/** Fastify's options for this service; `serverFactory` makes the servers where TLS is spoken. */
export function serverOptions(
  settings: Settings,
  {
    logger,
    serverFactory,
  }: { logger?: FastifyBaseLogger | undefined; serverFactory?: FastifyServerFactory | undefined },
): FastifyHttpOptions<Server> {
  return {
    ...(logger === undefined ? {} : { loggerInstance: logger }),
    ...(serverFactory === undefined ? {} : { serverFactory }),
    // A logger of its own, with its number, for each request whose answer is a line of the log; else one for all.
    childLoggerFactory: (all, bindings, options) => (isVerbose(all) ? all.child(bindings, options) : all),
    logController: new LogController({ disableRequestLogging: true }),
    ...connectionOptions,
    forceCloseConnections: true,
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerClientError,
    ...forwardingOptions(settings.trustProxy),
  };
}
