import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { documentation } from '../plugins/core/documentation.js';
import { answerClientError, answerFrameworkError, errors } from '../plugins/core/errors.js';
import { monitor } from '../plugins/core/monitor.js';
import { memory } from '../plugins/domains/memory.js';
import { ollama } from '../plugins/domains/ollama.js';
import type { Host } from './host/host.js';
import type { Settings } from './settings.js';

/** The whole service, not listening yet: core, then every domain, then every view. */
export async function buildApp(options: {
  settings: Settings;
  host: Host;
  logger?: FastifyBaseLogger;
}): Promise<FastifyInstance> {
  const app = Fastify({
    ...(options.logger === undefined ? {} : { loggerInstance: options.logger }),
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerClientError,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: 'array', allErrors: false } },
  });
  await app.register(errors);
  await app.register(monitor, options);
  await app.register(documentation);

  await app.register(async (data) => {
    await data.register(memory);
    await data.register(ollama);
  });
  return app;
}
