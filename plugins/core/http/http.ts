import fp from 'fastify-plugin';
import type { Settings } from '../../../src/settings/settings.js';
import { accessControl } from './access-control.js';
import { concurrency } from './concurrency.js';
import { capConnections, connectionLimit, passOverExpectations, readAllHeaders } from './connections.js';
import { crossOrigin } from './cross-origin.js';
import { errors } from './errors.js';
import { keys } from './keys.js';
import { limits } from './limits.js';
import { notFound } from './not-found.js';
import { proxy } from './proxy.js';
import { repeatedRequests } from './repeated-requests.js';
import { requestLog } from './request-log.js';
import { requestSize } from './request-size.js';
import { securityHeaders } from './security-headers.js';
import { capUnderWay } from './under-way.js';

/**
 * What every request passes, whatever it asks for. Each part names those that must come before it, and ends the start
 * where they do not. `openFiles` is how many files this process may have open; null is without limit.
 */
export const http = fp<{ settings: Settings; openFiles: number | null }>(
  (app, { settings, openFiles }, done) => {
    passOverExpectations(app.server);
    readAllHeaders(app.server);
    app.register(proxy, settings);
    app.register(requestLog);
    app.register(errors);
    app.register(notFound);
    app.register(securityHeaders);
    app.register(requestSize);
    app.register(accessControl);
    app.register(crossOrigin);
    app.register(keys);
    app.register(limits);
    app.register(concurrency);
    app.register(repeatedRequests);
    app.register(bounds, { openFiles });
    done();
  },
  { name: 'http', dependencies: ['order', 'monitor'] },
);

/** What holds for connections before any request of theirs is answered, in whatever way. */
const bounds = fp<{ openFiles: number | null }>(
  (app, { openFiles }, done) => {
    const { busy } = capUnderWay(app.server);
    capConnections(app.server, connectionLimit(openFiles), busy);
    done();
  },
  { name: 'bounds', dependencies: ['repeated-requests'] },
);
