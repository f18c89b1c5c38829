import type { RouteOptions } from 'fastify';
import fp from 'fastify-plugin';

/** The parts that answer for every request, preflight requests of browsers included. */
const partsOfAll = ['not-found', 'errors', 'security-headers', 'request-size', 'access-control'];
/** The parts that a route needs beside them. */
const partsOfRoutes = [...partsOfAll, 'cross-origin', 'keys', 'limits', 'concurrency', 'documentation'];

/** How Fastify prints an instance without routes. */
const noRoutes = '(empty tree)';

/**
 * Ends the start with an error where a route is registered before what it needs: it would be open to everybody, or
 * missing from the document, and nothing else would tell. Register it first.
 */
export const order = fp(
  (app, _, done) => {
    const routes = app.printRoutes();
    if (routes.trim() !== noRoutes) {
      done(new Error(`the core must be registered before any route; there are already:\n${routes}`));
      return;
    }
    app.addHook('onRoute', (route) => {
      const missing = partsFor(route).filter((part) => !app.hasPlugin(part));
      if (missing.length === 0) return;
      throw new Error(
        `the route ${route.url} must be registered after ${missing.join(', ')}; it comes before`,
      );
    });
    done();
  },
  { name: 'order' },
);

/** @fastify/cors registers the answer to preflight requests, which come without a key. */
function partsFor({ method }: RouteOptions): string[] {
  return method === 'OPTIONS' ? partsOfAll : partsOfRoutes;
}
