import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { sendProblem } from './errors.js';
import { clientPath, prefixOf } from './proxy.js';

declare module 'fastify' {
  interface FastifyInstance {
    /** The methods each registered path answers to. */
    routeTable: ReadonlyMap<string, ReadonlySet<string>>;
  }
}

type MethodsByPath = Map<string, Set<string>>;

/** Unknown paths (404) and methods (405), and the slash missing at the end of a sub-path. Register it before any route. */
export const notFound = fp(
  (app, _, done) => {
    const methods = methodsByPath(app);
    app.decorate('routeTable', methods);
    // Before Fastify looks at a body: what is wrong is the method or the path, not the body that nobody would read.
    app.addHook('preParsing', (request, reply, payload, next) => {
      if (request.is404) void answerUnknown(request, reply, methods);
      else next(null, payload);
    });
    // For what finds out by itself that there is nothing, as the route of preflight requests does.
    app.setNotFoundHandler((request, reply) => answerUnknown(request, reply, methods));
    done();
  },
  { name: 'not-found', dependencies: ['errors'] },
);

function answerUnknown(request: FastifyRequest, reply: FastifyReply, methods: MethodsByPath): FastifyReply {
  const [path = '', query] = request.url.split('?', 2);
  const allowed = methods.get(path);
  if (allowed !== undefined) return wrongMethod(request, reply, [...allowed]);
  if (path === prefixOf(request)) {
    // The page's links are relative and need it.
    return reply.redirect(`${path}/${query === undefined ? '' : `?${query}`}`, 308);
  }
  return sendProblem(reply, 404, 'not_found', unknownPath(request, path, methods));
}

/** The methods each registered path answers to; filled while routes are registered. */
function methodsByPath(app: FastifyInstance): MethodsByPath {
  const methods: MethodsByPath = new Map();
  app.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set();
    for (const one of [method].flat()) known.add(one);
    methods.set(url, known);
  });
  return methods;
}

function wrongMethod(request: FastifyRequest, reply: FastifyReply, allowed: string[]): FastifyReply {
  const methodList = allowed.join(', ');
  void reply.header('allow', methodList);
  const detail = `${clientPath(request)} can be asked with ${methodList}`;
  return sendProblem(reply, 405, 'method_not_allowed', detail);
}

/** Where a proxy is likely to be set up wrongly, what to change. */
function unknownPath(request: FastifyRequest, path: string, methods: MethodsByPath): string {
  const prefix = prefixOf(request);
  const unknown = `there is no ${clientPath(request)}`;
  if (path.startsWith('//') && methods.has(path.slice(1))) {
    return `${unknown}, but ${path.slice(1)}: in a proxy, a sub-path and its target both end with a slash, or neither does`;
  }
  const within = prefix === '' ? subPathBefore(path, methods) : null;
  if (within === null) return `${unknown}; GET ${prefix}/ lists what there is`;
  return (
    `${unknown}, but ${path.slice(within.length)}: a proxy that serves this under ${within} has to take ${within} off ` +
    `the path, or to be trusted (SYSMON_TRUST_PROXY) and send X-Forwarded-Prefix: ${within}`
  );
}

/** A sub-path has few parts; a path of thousands is sent to keep us busy. */
const deepest = 8;

/** `/monitor` of `/monitor/stats/cpu`: what stands before a path that there is; null when there is none. */
function subPathBefore(path: string, methods: MethodsByPath): string | null {
  let depth = 0;
  for (let slash = path.indexOf('/', 1); slash > 0 && depth < deepest; slash = path.indexOf('/', slash + 1)) {
    depth += 1;
    const rest = path.slice(slash);
    if (rest !== '/' && methods.has(rest)) return path.slice(0, slash);
  }
  return null;
}
