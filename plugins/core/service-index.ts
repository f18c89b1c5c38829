import type { FastifyRequest } from 'fastify';
import type { ServiceIndex } from '../../schemas/index.js';
import { name, version } from '../../src/version.js';
import { requestProblems } from './data-route.js';
import { openApiHeaders, outsideRoutes, rateLimitHeaders, tooMany } from './documented.js';
import { needsKeys } from './keys.js';
import { openApiInfo } from './openapi-info.js';
import { originOf, prefixOf } from './proxy.js';

/** What `GET /` says to programs: what there is, how to ask for it, and where the client finds it. */
export function serviceIndex(request: FastifyRequest): ServiceIndex {
  const { server } = request;
  const prefix = prefixOf(request);
  return {
    name,
    version,
    description: openApiInfo.summary,
    documents: {
      openapi_json: `${prefix}/openapi.json`,
      openapi_yaml: `${prefix}/openapi.yaml`,
      swagger_ui: `${prefix}/`,
    },
    key: keyAdvice(request, needsKeys(server)),
    routes: Object.entries(server.swagger().paths ?? {}).map(([path, operations]) =>
      indexRoute(prefix + path, (operations as { get: Operation }).get),
    ),
  };
}

function keyAdvice(request: FastifyRequest, needed: boolean): ServiceIndex['key'] {
  const header = needed ? '-H "X-API-Key: $KEY" ' : '';
  return {
    needed,
    how: needed
      ? 'In the header X-API-Key, as a bearer token or as the password of Basic; keys come from the operator.'
      : 'None is asked for.',
    example: `curl ${header}${originOf(request)}${prefixOf(request)}/stats`,
  };
}

interface Operation {
  summary: string;
  security?: object[];
  parameters?: { in: string; name: string }[];
}

function indexRoute(path: string, { summary, security = [], parameters = [] }: Operation) {
  const query = parameters.filter((parameter) => parameter.in === 'query').map((parameter) => parameter.name);
  return { method: 'GET', path, summary, parameters: query, guarded: security.length > 0 };
}

const location = { type: 'string' as const, description: 'The page, relative to this address.' };
/** `/` is Swagger UI's route, so its operation is written here instead of taken from a route. */
export const indexOperation = {
  get: {
    operationId: 'getIndex',
    summary: 'What this service offers',
    description:
      'To programs: name, version, how a key is given, and every route. To a browser (Accept includes text/html): ' +
      'Swagger UI, where this API can be read and tried out.',
    tags: ['Overview'],
    security: [],
    responses: {
      200: {
        description: 'The index, or Swagger UI.',
        headers: openApiHeaders(rateLimitHeaders),
        content: {
          'application/json': { schema: { $ref: '#/components/schemas/ServiceIndex' } },
          'text/html': { schema: { type: 'string' as const, description: 'Swagger UI.' } },
        },
      },
      302: {
        description: 'To a browser that asks with a query: the page is at the address without one.',
        headers: openApiHeaders({ location, ...rateLimitHeaders }),
      },
      400: outsideRoutes(requestProblems[400]),
      403: outsideRoutes(requestProblems[403]),
      429: outsideRoutes(tooMany),
    },
  },
};
