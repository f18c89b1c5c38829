import cors from '@fastify/cors';
import fp from 'fastify-plugin';

const options = {
  methods: ['GET', 'HEAD'],
  allowedHeaders: ['X-API-Key', 'Authorization', 'Last-Event-ID'],
  exposedHeaders: ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'Retry-After'],
  maxAge: 600,
  strictPreflight: false,
  // What comes after counts it against its address, as any request.
  preflightContinue: true,
};

/**
 * Lets pages of the web origins that are set read the answers; those of all others cannot, which is what browsers do
 * when nobody says anything. A preflight request comes without a key and is answered before one is asked for.
 */
export const crossOrigin = fp(
  async (app) => {
    const allowed = new Set(app.monitor.settings.corsOrigins);
    if (allowed.size === 0) return;
    await app.register(cors, {
      delegator: ({ headers: { origin } }, callback) =>
        callback(null, { ...options, origin: origin !== undefined && allowed.has(origin) ? origin : false }),
    });
    app.addHook('onRequest', ({ method }, reply, next) => {
      if (method === 'OPTIONS' && reply.hasHeader('access-control-allow-methods')) void reply.code(204);
      next();
    });
  },
  { name: 'cross-origin', dependencies: ['monitor', 'access-control'] },
);
