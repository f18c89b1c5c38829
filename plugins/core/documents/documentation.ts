import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { IndexDocuments, IndexKey, IndexRoute, ServiceIndex } from '../../../schemas/index.js';
import { ProblemDetails, Problem } from '../../../schemas/problem.js';
import { remembered } from '../../../src/clock.js';
import { version } from '../../../src/package.js';
import { anythingElse } from './documented.js';
import { securitySchemes } from './guarded.js';
import { openApiInfo, tags } from './openapi-info.js';
import { preferredType } from '../http/accept.js';
import { varyBy } from '../http/prepared-answer.js';
import { PublishedDocument } from './published-document.js';
import { indexOperation } from './service-index.js';
import { withSharedParts } from './shared-parts.js';
import { shownDocument, swaggerUiPages } from './swagger-ui/pages.js';

/**
 * The OpenAPI document, made of the routes' own schemas, and Swagger UI at `/`.
 */
export const documentation = fp(
  async (app) => {
    for (const schema of [ProblemDetails, Problem, IndexDocuments, IndexKey, IndexRoute, ServiceIndex])
      app.addSchema(schema);
    await app.register(swagger, {
      openapi: {
        ...{ openapi: '3.1.0', info: { ...openApiInfo, version }, servers: [{ url: '/' }], tags },
        components: { securitySchemes },
      },
      refResolver: { buildLocalReference: ({ $id }) => (typeof $id === 'string' ? $id : '') },
      transformObject: (document) => {
        if (!('openapiObject' in document)) return document.swaggerObject;
        const { openapiObject } = document;
        const paths = withAnythingElse({ '/': indexOperation, ...openapiObject.paths });
        return withSharedParts(openapiObject, paths);
      },
    });
    serveDocuments(app);
  },
  {
    name: 'documentation',
    dependencies: ['not-found', 'access-control', 'limits', 'concurrency', 'monitor'],
  },
);

interface Documented {
  get: { responses: object };
}

/** Every operation with the answer that stands for whatever can happen to any request. */
function withAnythingElse(paths: object): Record<string, { get: { responses: Record<string, object> } }> {
  const withIt = ({ get }: Documented) => ({
    get: { ...get, responses: { ...get.responses, default: anythingElse } },
  });
  return Object.fromEntries(
    Object.entries(paths).map(([path, one]: [string, Documented]) => [path, withIt(one)]),
  );
}

/** The documents and pages for people, which need no key. Each is made once, when somebody first asks for it. */
function serveDocuments(app: FastifyInstance): void {
  const published = new PublishedDocument(app);
  // What cannot be read just now, for want of open files say, is read for the next who asks.
  const pages = remembered(app.monitor.clock, Infinity, swaggerUiPages);
  const hidden = { schema: { hide: true } };
  app.get('/openapi.json', hidden, (request, reply) => published.json(request).send(request, reply));
  app.get('/openapi.yaml', hidden, (request, reply) => published.yaml(request).send(request, reply));
  app.get(`/static/${shownDocument}`, hidden, (request, reply) => published.shown().send(request, reply));
  app.get<{ Params: { '*': string } }>('/static/*', hidden, async (request, reply) => {
    const part = (await pages()).parts.get(request.params['*']);
    if (part !== undefined) return part.send(request, reply);
    reply.callNotFound();
    return reply;
  });
  app.get('/', hidden, async (request, reply) => {
    varyBy(reply, 'Accept');
    if (!wantsPage(request)) return published.index(request).send(request, reply);
    // With a query the page would look for its parts in the wrong place. The way is relative, and right under any sub-path.
    return request.url === '/' ? (await pages()).page.send(request, reply) : reply.redirect('./');
  });
}

/** Programs get the JSON index; the page is for those alone who name its type, as browsers do. */
function wantsPage({ headers }: FastifyRequest): boolean {
  const page = { type: 'text/html', byNameOnly: true } as const;
  return preferredType(headers.accept, ['application/json', page]) === page.type;
}
