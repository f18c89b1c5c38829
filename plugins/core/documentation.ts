import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { IndexDocuments, IndexKey, IndexRoute, ServiceIndex } from '../../schemas/index.js';
import { Problem, Trouble } from '../../schemas/problem.js';
import { version } from '../../src/version.js';
import { anythingElse } from './documented.js';
import { securitySchemes } from './guarded-document.js';
import { openApiInfo, tags } from './openapi-info.js';
import { prefixOf, publicUrl } from './proxy.js';
import { indexOperation, serviceIndex } from './service-index.js';
import { swaggerUiDocument } from './swagger-ui-document.js';
import { swaggerUiScript } from './swagger-ui-script.js';
import { swaggerUiStyle } from './swagger-ui-style.js';

/**
 * The OpenAPI document, made of the routes' own schemas, and Swagger UI at `/`. Register it before any route:
 * routes registered earlier would be missing from the document.
 */
export const documentation = fp(
  async (app) => {
    for (const schema of [Problem, Trouble, IndexDocuments, IndexKey, IndexRoute, ServiceIndex])
      app.addSchema(schema);
    await app.register(swagger, {
      openapi: {
        ...{ openapi: '3.1.0', info: { ...openApiInfo, version }, servers: [{ url: '/' }], tags },
        components: { securitySchemes },
      },
      refResolver: { buildLocalReference: (schema) => schema['$id'] as string },
      transformObject: (document) => {
        if (!('openapiObject' in document)) return document.swaggerObject;
        const { openapiObject } = document;
        return { ...openapiObject, paths: withAnythingElse({ '/': indexOperation, ...openapiObject.paths }) };
      },
    });
    await app.register(swaggerUi, {
      routePrefix: '/',
      staticCSP: contentSecurityPolicy,
      theme: {
        title: 'System Monitor API',
        css: [{ filename: 'style.css', content: swaggerUiStyle }],
        js: [{ filename: 'page.js', content: swaggerUiScript }],
      },
      uiConfig: {
        deepLinking: true,
        persistAuthorization: true,
        displayRequestDuration: true,
        tryItOutEnabled: true,
        docExpansion: 'list',
        operationsSorter: 'alpha',
        defaultModelsExpandDepth: 0,
      },
      // Relative to the page's own document: "Execute" finds the routes wherever a proxy put them.
      transformSpecification: (document, request) => swaggerUiDocument(document, prefixOf(request) || './'),
      transformSpecificationClone: false,
      uiHooks: { onRequest: answerPrograms },
    });
    app.get('/openapi.json', { schema: { hide: true } }, (request) => documentFor(request));
    app.get('/openapi.yaml', { schema: { hide: true } }, (request, reply) =>
      reply.type('application/yaml; charset=utf-8').send(yamlFor(request)),
    );
  },
  { name: 'documentation' },
);

/**
 * No upgrade-insecure-requests (a default of other tools): over plain http on a host name it leaves the page
 * blank. Styles are inline in Swagger UI itself.
 */
const contentSecurityPolicy = [
  "default-src 'self'",
  "base-uri 'self'",
  "connect-src 'self'",
  "font-src 'self' data:",
  "form-action 'self'",
  "frame-ancestors 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
].join('; ');

/** Every operation with the answer that stands for whatever can happen to any request. */
function withAnythingElse(paths: object): Record<string, object> {
  const withIt = ({ get }: { get: { responses: object } }) => ({
    get: { ...get, responses: { ...get.responses, default: anythingElse } },
  });
  return Object.fromEntries(Object.entries(paths).map(([path, one]) => [path, withIt(one as never)]));
}

/** The document with its routes at `url`. */
function servedAt(document: object, url: string) {
  return { ...document, servers: [{ url }] };
}

/** The document as the one who asks can use it: with the address that a trusted proxy gave to this service. */
function documentFor(request: FastifyRequest) {
  const url = publicUrl(request);
  const document = request.server.swagger();
  return url === null ? document : servedAt(document, url);
}

/** The same as YAML. Written once for all; the address is a line of its own, and is of plain characters. */
function yamlFor(request: FastifyRequest): string {
  const url = publicUrl(request);
  const yaml = request.server.swagger({ yaml: true });
  return url === null ? yaml : yaml.replace('servers:\n  - url: /\n', `servers:\n  - url: ${url}\n`);
}

/**
 * Swagger UI's own hook: at `/` programs get the JSON index where browsers get the page. Its redirects are relative,
 * and so are right under any sub-path. With a query the page would look for its parts in the wrong place.
 */
function answerPrograms(request: FastifyRequest, reply: FastifyReply, next: () => void): void {
  const { url } = request.routeOptions;
  if (url === '/static/index.html') return void reply.redirect('../');
  if (url !== '/') {
    next();
    return;
  }
  void reply.header('vary', 'accept');
  if (request.headers.accept?.includes('text/html') !== true) void reply.send(serviceIndex(request));
  else if (request.url === '/') next();
  else void reply.redirect('./');
}
