import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { core } from '../plugins/core/core.js';
import { guarded } from '../plugins/core/http/guarded.js';
import { serverOptions } from '../plugins/core/http/server.js';
import { gpu } from '../plugins/derived/gpu.js';
import { memoryOnCards } from '../plugins/derived/memory-on-cards.js';
import { modelNames } from '../plugins/derived/model-names.js';
import { models } from '../plugins/derived/models.js';
import { processes } from '../plugins/derived/processes.js';
import { summary } from '../plugins/derived/summary.js';
import { cpu } from '../plugins/domains/cpu/plugin.js';
import { disk } from '../plugins/domains/disk/plugin.js';
import { gpuVendors, vendorSchemas } from '../plugins/domains/gpu/vendors.js';
import { host } from '../plugins/domains/host/plugin.js';
import { memory } from '../plugins/domains/memory/plugin.js';
import { otherModels } from '../plugins/domains/models/plugin.js';
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
import type { TlsServers } from './listening/tls-servers.js';
import { openFilesLimit } from './process/open-files.js';
import { pageFiles } from './process/pages.js';
import { ModelServers } from './readers/model-servers/servers.js';
import { ownView } from './readers/container/own-view.js';
import { Parents } from './readers/ollama/parents.js';
import type { Settings } from './settings/settings.js';

/**
 * The whole service, not listening yet. Each plugin names those that it needs, and the start ends with an error where
 * they do not come before it.
 */
export async function buildApp(options: {
  settings: Settings;
  host: Host;
  logger?: FastifyBaseLogger;
  tls?: TlsServers | null;
  /** Is told each time in how many ms the process is to wake up next. */
  onArm?: (next: number) => void;
}): Promise<FastifyInstance> {
  const { settings, logger, tls } = options;
  const app = Fastify(serverOptions(settings, { logger, serverFactory: tls?.factory }));
  app.register(core, { ...options, openFiles: openFilesLimit() });

  // What is registered in here is answered with a key alone.
  const data = guarded((data) => {
    const own = { view: ownView(options.host) };
    const seen = {
      servers: new ModelServers(options.host),
      cards: memoryOnCards(data),
      parents: new Parents(),
    };
    data.register(cpu, own);
    data.register(memory, own);
    data.register(disk, own);
    data.register(network);
    data.register(ollama, seen);
    data.register(otherModels, seen);
    data.register(host, own);
    data.register(sensors);
    data.register(processTable, own);
    data.register(gpuVendors, { modelOf: modelNames(data) });

    data.register(gpu(vendorSchemas));
    data.register(summary);
    data.register(models);
    data.register(processes);

    data.register(processesView);
    data.register(stats);
    data.register(metrics);
    data.register(stream);
    data.register(history);
  });
  app.register(data);

  app.register(health);
  app.register(dashboard(pageFiles()));
  app.addHook('preClose', (done) => {
    tls?.close();
    done();
  });
  await app.after();
  return app;
}
