import Fastify, { type FastifyInstance, type FastifyPluginCallback } from 'fastify';
import fp from 'fastify-plugin';
import { monitor } from '../../../plugins/core/domain/monitor.js';
import { history } from '../../../plugins/core/domain/history.js';
import { cpu } from '../../../plugins/domains/cpu/plugin.js';
import { disk } from '../../../plugins/domains/disk/plugin.js';
import { amd } from '../../../plugins/domains/gpu/amd/plugin.js';
import { intel } from '../../../plugins/domains/gpu/intel/plugin.js';
import { jetson } from '../../../plugins/domains/gpu/jetson/plugin.js';
import { nvidia } from '../../../plugins/domains/gpu/nvidia/plugin.js';
import { other } from '../../../plugins/domains/gpu/other/plugin.js';
import { isClaimed } from '../../../plugins/domains/gpu/vendors.js';
import { host as hostDomain } from '../../../plugins/domains/host/plugin.js';
import { memory } from '../../../plugins/domains/memory/plugin.js';
import { network } from '../../../plugins/domains/network/plugin.js';
import { processTable } from '../../../plugins/domains/processes/plugin.js';
import { sensors } from '../../../plugins/domains/sensors/plugin.js';
import { familyTexts } from '../../../src/exposition/family-text.js';
import { exposition } from '../../../src/exposition/format.js';
import { drmScans } from '../../../src/readers/gpu/drm/scans.js';
import { defaultSettings } from '../../../src/settings/settings.js';
import { readMetricsText } from '../http/metrics-text.js';
import { recordedHost, type RecordedHost } from './recorded-host.js';

type Plugin = (host: RecordedHost) => FastifyPluginCallback;

const plugins: Record<string, Plugin> = {
  cpu: () => cpu,
  memory: () => memory,
  disk: () => disk,
  network: () => network,
  host: () => hostDomain,
  sensors: () => sensors,
  processes: () => processTable,
  'gpu/nvidia': () => nvidia,
  'gpu/amd': (host) => amd({ scans: drmScans(host) }),
  'gpu/intel': (host) => intel({ scans: drmScans(host) }),
  'gpu/jetson': () => jetson,
  'gpu/other': (host) => other({ scans: drmScans(host), isClaimed }),
};

/** The domains that are read from files of the machine. */
export const fileDomains = Object.keys(plugins);

/** What a domain shows: its body, null when it cannot be read, and its metrics by series. */
export interface DomainShown {
  body: unknown;
  metrics: Map<string, number>;
}

/** One domain of a recorded machine without the rest of the service, which costs a hundredth of that. */
export interface LoneDomain {
  readonly host: RecordedHost;
  readonly app: FastifyInstance;
  /** What its route, `/stats` and `/metrics` show of it now. */
  shown: () => Promise<DomainShown>;
}

/** The domain, read at least once already; nothing reads it but `shown`. */
export async function loneDomain(folder: string, name: string): Promise<LoneDomain> {
  const host = recordedHost(folder);
  // What is recorded is read at once.
  host.clock.turns = 2;
  const plugin = plugins[name];
  if (plugin === undefined) throw new Error(`no domain ${name} is read from files`);
  const app = Fastify();
  await app.register(monitor, { settings: defaultSettings({ history: null }), host });
  await app.register(history);
  // Nobody asks over HTTP here.
  await app.register(fp((_, __, done) => done(), { name: 'guard' }));
  await app.register(plugin(host));
  const [entry] = app.monitor.catalogue.all();
  if (entry === undefined) throw new Error(`${name} is no domain`);
  const current = () => host.clock.until(entry.current(), 250);
  const shown = async (): Promise<DomainShown> => {
    const { measured, ...rest } = await current();
    const text = exposition([familyTexts(measured?.families() ?? [])], 'prometheus');
    return {
      body: rest.ok ? rest.body : null,
      metrics: text === '' ? new Map<string, number>() : readMetricsText(text).values,
    };
  };
  await current();
  await host.clock.advance(3_000);
  return { host, app, shown };
}
