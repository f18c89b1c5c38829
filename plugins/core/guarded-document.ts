import type { RouteOptions } from 'fastify';
import { problemAnswer, requestProblems } from './data-route.js';

/** How a key may be given, for the OpenAPI document. */
export const securitySchemes = {
  apiKey: {
    type: 'apiKey' as const,
    name: 'X-API-Key',
    in: 'header' as const,
    description: 'The key by itself. Counts alone when it is there.',
  },
  bearer: { type: 'http' as const, scheme: 'bearer', description: 'The key as a bearer token.' },
  basic: {
    type: 'http' as const,
    scheme: 'basic',
    description: 'The key as the password of any user, for clients that know nothing else.',
  },
};

const whole = (description: string) => ({ type: 'integer', description });

const rateLimit = {
  'ratelimit-limit': whole('How many requests a minute this key, else this address, may make.'),
  'ratelimit-remaining': whole('How many of them are left.'),
  'ratelimit-reset': whole('In how many seconds the minute is over.'),
};

const refusals = {
  401: {
    ...problemAnswer('There is no key, or it is not one of this service.'),
    headers: { 'www-authenticate': { type: 'string', description: 'How to give a key: `Bearer`.' } },
  },
  403: requestProblems[403],
  429: {
    ...problemAnswer('Too many requests; `code` says of which kind.'),
    headers: { 'retry-after': whole('In how many seconds to ask again.'), ...rateLimit },
  },
};

/** A hook for every route of the guarded scope: it is marked as such, and the document says that a key is needed, and what happens without. */
export function documentGuard(route: RouteOptions): void {
  const { schema = {} } = route;
  const response = (schema.response ?? {}) as Record<string, object>;
  const success = response['200'];
  route.config = { ...route.config, guarded: true };
  route.schema = {
    ...schema,
    security: Object.keys(securitySchemes).map((name) => ({ [name]: [] })),
    response: {
      ...response,
      ...(success === undefined ? {} : { 200: { ...success, headers: rateLimit } }),
      ...refusals,
    },
  };
}
