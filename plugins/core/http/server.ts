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
    logController: new LogController({ disableRequestLogging: true }),
    ...connectionOptions,
    forceCloseConnections: true,
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerClientError,
    ...forwardingOptions(settings.trustProxy),
  };
}
