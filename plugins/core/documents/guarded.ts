import type { RouteOptions } from 'fastify';
import { requestProblems } from '../domain/data-route.js';
import { problemTexts } from '../problem-texts.js';
import { problemAnswer, rateLimitHeaders, tooMany } from './documented.js';

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

const refusals = {
  401: {
    ...problemAnswer(401, {
      description: 'There is no key, or it is not one of this service.',
      ...problemTexts.noKey,
    }),
    headers: { 'www-authenticate': { type: 'string', description: 'How to give a key: `Bearer`.' } },
  },
  403: requestProblems[403],
  429: tooMany,
};

/** A hook for every route of the guarded scope: it is marked as such, and the document says that a key is needed, and what happens without. */
export function documentGuard(route: RouteOptions): void {
  const { schema = {} } = route;
  const answers = Object.entries((schema.response ?? {}) as Record<string, Answer>);
  route.config = { ...route.config, guarded: true };
  route.schema = {
    ...schema,
    security: Object.keys(securitySchemes).map((name) => ({ [name]: [] })),
    response: {
      ...Object.fromEntries(answers.map(([status, answer]) => [status, counted(answer)])),
      ...refusals,
    },
  };
}

interface Answer {
  headers?: object;
}

/** Whoever has passed the guard is told how much may still be asked. */
function counted(answer: Answer): Answer {
  return { ...answer, headers: { ...answer.headers, ...rateLimitHeaders } };
}
