import Fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify';
import t, { type Test } from 'tap';
import { core } from '../../../plugins/core/core.js';
import { documentation } from '../../../plugins/core/documents/documentation.js';
import { accessControl } from '../../../plugins/core/http/access-control.js';
import { guarded } from '../../../plugins/core/http/guarded.js';
import { limits } from '../../../plugins/core/http/limits.js';
import { repeatedRequests } from '../../../plugins/core/http/repeated-requests.js';
import { order } from '../../../plugins/core/order.js';
import { summary } from '../../../plugins/derived/summary.js';
import { memory } from '../../../plugins/domains/memory/plugin.js';
import { health } from '../../../plugins/views/health/plugin.js';
import { metrics } from '../../../plugins/views/metrics/plugin.js';
import { stats } from '../../../plugins/views/stats/plugin.js';
import { defaultSettings } from '../../../src/settings/settings.js';
import { recordedApp } from '../../helpers/machines/recorded-app.js';
import { recordedHost } from '../../helpers/machines/recorded-host.js';

const machine = 'linux-x64__desktop-16-threads';

/** Registers with `register` on an empty instance; gives why the start ended, or null when it did not. */
async function startError(t: Test, register: (app: FastifyInstance) => unknown): Promise<string | null> {
  const app = Fastify();
  t.teardown(() => app.close());
  try {
    register(app);
    await app.ready();
    return null;
  } catch (thrown) {
    return (thrown as Error).message;
  }
}

const withCore = (app: FastifyInstance) =>
  app.register(core, { settings: defaultSettings(), host: recordedHost(machine), openFiles: null });

t.test('the core starts by itself', async (t) => {
  t.equal(await startError(t, withCore), null);
});

t.test('a route before the core ends the start', async (t) => {
  const message = await startError(t, (app) => {
    app.get('/early', () => 'open to everybody');
    withCore(app);
  });
  t.match(message, /^the core must be registered before any route; there are already:\n.*early/s);
});

t.test('a route among the parts of the core ends the start, and says what it lacks', async (t) => {
  const early: FastifyPluginAsync = async (app) => {
    app.get('/early', () => 'open to everybody');
  };
  const message = await startError(t, (app) => {
    app.register(order);
    app.register(early);
  });
  t.match(
    message,
    /^the route \/early must be registered after not-found, errors, .*access-control, .*keys, /,
  );
  t.match(message, /documentation; it comes before$/);
});

t.test('what shows data cannot be registered outside the guarded scope', async (t) => {
  for (const plugin of [memory, stats, metrics, summary]) {
    const message = await startError(t, (app) => {
      withCore(app);
      app.register(plugin);
    });
    t.match(message, /^The dependency 'guard' of plugin '\S+' is not registered$/);
  }
});

t.test('the guarded scope and what is open need the core', async (t) => {
  const guardedAlone = await startError(t, (app) => app.register(guarded((data) => data.register(memory))));
  t.match(guardedAlone, /^The dependency 'core' of plugin 'guarded' is not registered/);
  t.match(
    await startError(t, (app) => app.register(health)),
    /^The dependency 'core' of plugin 'views\/health'/,
  );
});

t.test('what is made of domains needs them before itself', async (t) => {
  const derived = await startError(t, (app) => {
    withCore(app);
    app.register(guarded((data) => data.register(summary)));
  });
  t.equal(derived, "The dependency 'cpu' of plugin 'summary' is not registered");
  const view = await startError(t, (app) => {
    withCore(app);
    app.register(guarded((data) => data.register(memory).register(stats)));
  });
  t.match(view, /^The dependency 'cpu' of plugin 'views\/stats' is not registered/);
});

t.test('every part of the core names what must come before it', async (t) => {
  for (const [part, needed] of [
    [accessControl, 'monitor'],
    [limits, 'keys'],
    [repeatedRequests, 'keys'],
    [documentation, 'not-found'],
  ] as const) {
    const message = await startError(t, (app) => app.register(part));
    t.match(message, new RegExp(`^The dependency '${needed}' of plugin`));
  }
});

t.test('printPlugins() is a table of contents', async (t) => {
  const { app } = await recordedApp(machine);
  t.teardown(() => app.close());
  const names = [...app.printPlugins().matchAll(/[├└][─┬]+ (.+?) [\d.]+ ms$/gm)].map(([, name]) => name);
  t.strictSame(
    names.filter((name) => !name?.startsWith('@fastify') && name !== 'bound _after'),
    [
      ...['core', 'order', 'serialisers', 'monitor'],
      ...['http', 'proxy', 'request-log', 'errors', 'not-found', 'security-headers', 'request-size'],
      ...['access-control', 'cross-origin', 'keys', 'limits', 'concurrency'],
      ...['repeated-requests', 'bounds', 'documentation', 'history'],
      ...[
        'guarded',
        'guard',
        'cpu',
        'memory',
        'disk',
        'network',
        'ollama',
        'other-models',
        'host',
        'sensors',
        'process-table',
      ],
      ...['gpu/vendors', 'gpu/nvidia', 'gpu/amd', 'gpu/intel', 'gpu/apple', 'gpu/jetson', 'gpu/other'],
      ...['gpu', 'summary', 'models', 'processes'],
      ...['views/processes', 'views/stats', 'views/metrics', 'views/stream', 'views/history'],
      ...['views/health', 'views/dashboard'],
    ],
  );
});
