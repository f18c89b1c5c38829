import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { atOnce } from '../plugins/core/http/concurrency.js';
import {
  capConnections,
  connectionLimit,
  connectionOptions,
  passOverExpectations,
} from '../plugins/core/http/connections.js';
import { crossOrigin } from '../plugins/core/http/cross-origin.js';
import { documentation } from '../plugins/core/documents/documentation.js';
import { doors } from '../plugins/core/http/access-control.js';
import { answerClientError, answerFrameworkError, errors } from '../plugins/core/http/errors.js';
import { guarded } from '../plugins/core/http/guarded.js';
import { keys } from '../plugins/core/http/keys.js';
import { limits } from '../plugins/core/http/limits.js';
import { monitor } from '../plugins/core/domain/monitor.js';
import { serialisers } from '../plugins/core/domain/serialisers.js';
import { past } from '../plugins/core/domain/history.js';
import { notFound } from '../plugins/core/http/not-found.js';
import { forwardingOptions, proxy } from '../plugins/core/http/proxy.js';
import { requestLog } from '../plugins/core/http/request-log.js';
import { requestSize } from '../plugins/core/http/request-size.js';
import { securityHeaders } from '../plugins/core/http/security-headers.js';
import { capUnderWay } from '../plugins/core/http/under-way.js';
import { gpu } from '../plugins/derived/gpu.js';
import { processes } from '../plugins/derived/processes.js';
import { summary } from '../plugins/derived/summary.js';
import { cpu } from '../plugins/domains/cpu/plugin.js';
import { disk } from '../plugins/domains/disk/plugin.js';
import { isClaimed, vendors, vendorSchemas, wrongVendors } from '../plugins/domains/gpu/vendors.js';
import { host } from '../plugins/domains/host/plugin.js';
import { memory } from '../plugins/domains/memory/plugin.js';
import { network } from '../plugins/domains/network/plugin.js';
import { ollama } from '../plugins/domains/ollama/plugin.js';
import { processTable } from '../plugins/domains/processes/plugin.js';
import { sensors } from '../plugins/domains/sensors/plugin.js';
import { dashboard } from '../plugins/views/dashboard/plugin.js';
import { health } from '../plugins/views/health/plugin.js';
import { history } from '../plugins/views/history/plugin.js';
import { metrics } from '../plugins/views/metrics/plugin.js';
import { processesView } from '../plugins/views/processes/plugin.js';
import { stats } from '../plugins/views/stats/plugin.js';
import { stream } from '../plugins/views/stream/plugin.js';
import type { Host } from './host/host.js';
import { openFilesLimit } from './process/open-files.js';
import { pageFiles } from './process/pages.js';
import { drmScans } from './readers/gpu/drm/scans.js';
import type { Settings } from './settings/settings.js';
import { SettingError } from './settings/values.js';
import type { TlsServers } from './listening/tls-servers.js';

/** The whole service, not listening yet: core, then every domain, then every view. */
export async function buildApp(options: {
  settings: Settings;
  host: Host;
  logger?: FastifyBaseLogger;
  tls?: TlsServers | null;
}): Promise<FastifyInstance> {
  const wrong = wrongVendors(options.settings.gpu);
  if (wrong !== null) throw new SettingError(wrong);
  const app = Fastify({
    ...(options.logger === undefined ? {} : { loggerInstance: options.logger }),
    ...(options.tls ? { serverFactory: options.tls.factory } : {}),
    logController: new LogController({ disableRequestLogging: true }),
    ...connectionOptions,
    forceCloseConnections: true,
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerClientError,
    ...forwardingOptions(options.settings.trustProxy),
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: false } },
  });
  capConnections(app.server, connectionLimit(openFilesLimit()));
  capUnderWay(app.server);
  passOverExpectations(app.server);
  await app.register(serialisers);
  await app.register(proxy, options.settings);
  await app.register(requestLog);
  await app.register(errors);
  await app.register(notFound);
  await app.register(monitor, options);
  await app.register(securityHeaders);
  await app.register(requestSize);
  await app.register(past);
  await app.register(doors);
  await app.register(crossOrigin);
  await app.register(keys);
  await app.register(limits);
  await app.register(atOnce);
  await app.register(documentation);

  // Behind this line a key is needed.
  const data = guarded(async (data) => {
    await data.register(cpu);
    await data.register(memory);
    await data.register(disk);
    await data.register(network);
    await data.register(ollama);
    await data.register(host);
    await data.register(sensors);
    await data.register(processTable);
    const shared = { scans: drmScans(options.host), isClaimed };
    for (const { plugin } of vendors) await data.register(plugin(shared));
    await data.register(gpu(vendorSchemas));
    await data.register(summary);
    await data.register(processes);
    await data.register(processesView);
    await data.register(stats);
    await data.register(metrics);
    await data.register(stream);
    await data.register(history);
  });
  await app.register(data);
  await app.register(health);
  await app.register(dashboard(pageFiles()));
  app.addHook('preClose', (done) => {
    options.tls?.close();
    done();
  });
  return app;
}
