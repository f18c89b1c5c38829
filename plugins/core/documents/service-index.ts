import type { FastifyInstance } from 'fastify';
import type { ServiceIndex } from '../../../schemas/index.js';
import { name, version } from '../../../src/package.js';
import { requestProblems } from '../domain/data-route.js';
import { notModified, openApiHeaders, outsideRoutes, rateLimitHeaders, tooMany } from './documented.js';
import { needsKeys } from '../http/keys.js';
import { openApiInfo } from './openapi-info.js';

/** Where a client sees this service: `https://example.org` and `/monitor`, which is empty at the root of a host. */
export interface Place {
  origin: string;
  prefix: string;
}

/** What `GET /` says to programs: what there is, how to ask for it, and where the client finds it. */
export function serviceIndex(app: FastifyInstance, place: Place): ServiceIndex {
  const { prefix } = place;
  return {
    name,
    version,
    description: openApiInfo.summary,
    documents: {
      openapi_json: `${prefix}/openapi.json`,
      openapi_yaml: `${prefix}/openapi.yaml`,
      swagger_ui: `${prefix}/`,
    },
    key: keyAdvice(place, needsKeys(app)),
    routes: Object.entries(app.swagger().paths ?? {}).map(([path, operations]) =>
      indexRoute(prefix + path, (operations as { get: Operation }).get),
    ),
  };
}

function keyAdvice({ origin, prefix }: Place, needed: boolean): ServiceIndex['key'] {
  const header = needed ? '-H "X-API-Key: $KEY" ' : '';
  return {
    needed,
    how: needed
      ? 'In the header X-API-Key, as a bearer token or as the password of Basic; keys come from the operator.'
      : 'None is asked for.',
    example: `curl ${header}${origin}${prefix}/stats`,
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
      'To programs: name, version, how a key is given, and every route. To a browser (Accept prefers text/html): ' +
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
      304: { description: notModified.description, headers: openApiHeaders(notModified.headers) },
      400: outsideRoutes(requestProblems[400]),
      403: outsideRoutes(requestProblems[403]),
      429: outsideRoutes(tooMany),
    },
  },
};
