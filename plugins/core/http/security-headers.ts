import fp from 'fastify-plugin';

/**
 * What browsers shall not do with any answer: guess its type, frame it, tell others where they came from, hand it to
 * another site's page. Pages (Swagger UI) put a policy of their own in place of the one that allows nothing.
 * Nothing here depends on TLS, so that a page over plain http works the same.
 */
const headers = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Adds the headers above to every answer. */
export const securityHeaders = fp(
  (app, _, done) => {
    app.addHook('onRequest', (__, reply, next) => {
      void reply.headers(headers);
      next();
    });
    done();
  },
  { name: 'security-headers' },
);
