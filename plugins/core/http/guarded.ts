import type {
  FastifyInstance,
  FastifyPluginAsync,
  FastifyReply,
  FastifyRequest,
  onRequestHookHandler,
} from 'fastify';
import fp from 'fastify-plugin';
import { neverStored } from '../domain/data-route.js';
import { problemTexts } from '../problem-texts.js';
import { sendProblem } from './errors.js';
import { documentGuard } from '../documents/guarded.js';
import { needsKeys } from './keys.js';

/**
 * The scope of everything with data. Fastify's encapsulation is the boundary: whatever `register` adds to the
 * instance it gets is answered with a key alone, whichever way its path was written.
 */
export function guarded(register: (scope: FastifyInstance) => unknown): FastifyPluginAsync {
  return fp(
    async (scope) => {
      await scope.register(guard);
      register(scope);
    },
    { name: 'guarded', encapsulate: true, dependencies: ['core'] },
  );
}

/** What makes a scope the guarded one. Whatever shows data depends on it, and so cannot be registered outside. */
const guard = fp(
  (scope, _, done) => {
    scope.addHook('onRoute', documentGuard);
    scope.addHook('onRequest', neverStored);
    scope.addHook('onRequest', needsKeys(scope) ? withKey(scope) : withoutKey(scope));
    done();
  },
  { name: 'guard', dependencies: ['keys', 'limits', 'documentation'] },
);

/** The key first, then what counts against its holder: whoever guesses must not lock out whoever has one. */
function withKey(app: FastifyInstance): onRequestHookHandler {
  return (request, reply, next) => {
    app.hasKey(request, reply, (has) => {
      if (has) app.limits.client(request, reply, next);
      else
        app.limits.failedKeys(request, reply, (error) => {
          if (error === undefined) refuse(request, reply);
          else next(error);
        });
    });
  };
}

function withoutKey(app: FastifyInstance): onRequestHookHandler {
  return (request, reply, next) => app.limits.client(request, reply, next);
}

/** Bearer alone is offered: for Basic a browser would open its own window over Swagger UI. */
function refuse({ headers }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const isGiven = headers['x-api-key'] !== undefined || headers.authorization !== undefined;
  const challenge = 'Bearer realm="system-monitor-api"';
  void reply.header('www-authenticate', isGiven ? `${challenge}, error="invalid_token"` : challenge);
  return isGiven
    ? sendProblem(reply, 401, 'wrong_key', 'this key does not open the service; keys come from its operator')
    : sendProblem(reply, 401, problemTexts.noKey.code, problemTexts.noKey.detail);
}
