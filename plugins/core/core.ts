import fp from 'fastify-plugin';
import type { Host } from '../../src/host/host.js';
import type { Settings } from '../../src/settings/settings.js';
import { documentation } from './documents/documentation.js';
import { history } from './domain/history.js';
import { monitor } from './domain/monitor.js';
import { serialisers } from './domain/serialisers.js';
import { http } from './http/http.js';
import { order } from './order.js';

/** What the core is handed. */
export interface CoreOptions {
  settings: Settings;
  host: Host;
  /** How many files this process may have open; null is without limit. */
  openFiles: number | null;
}

/**
 * The one core plugin: access control, keys, limits and errors, the generated documents, and what domains are made of.
 * It is registered before any route, and throws where it is not.
 */
export const core = fp<CoreOptions>(
  (app, options, done) => {
    app.register(order);
    app.register(serialisers);
    app.register(monitor, options);
    app.register(http, options);
    app.register(documentation);
    app.register(history);
    done();
  },
  { name: 'core' },
);
