import { STATUS_CODES } from 'node:http';
import { ProblemDetails } from '../../../schemas/problem.js';
import { problemTexts } from '../problem-texts.js';
import { ref } from '../../../schemas/units.js';

/** An example of a problem, as far as it is not the same for all. */
interface Example {
  description: string;
  code: string;
  detail: string;
  domain?: string;
}

/** A documented answer that is a problem, with an example of it. */
export function problemAnswer(status: number, { description, ...example }: Example) {
  return {
    description,
    content: { [problemType]: { schema: ref(ProblemDetails), example: problem(status, example) } },
  };
}

const problemType = 'application/problem+json';

function problem(status: number, { code, detail, ...extra }: Omit<Example, 'description'>) {
  const instance = extra.domain === undefined ? '/stats' : `/stats/${extra.domain}`;
  return { type: 'about:blank', title: STATUS_CODES[status], status, detail, instance, code, ...extra };
}

/** The schema of a header that is a whole number. */
export const wholeHeader = (description: string, unit: 'seconds' | 'count') => {
  return { type: 'integer', format: 'int64', description, minimum: 0, 'x-unit': unit };
};

/** How much a client may still ask. Not there when the operator has set no limit (SYSMON_RATE_LIMIT=0). */
export const rateLimitHeaders = {
  'ratelimit-limit': wholeHeader(
    'How many requests a minute this key, else this address, may make.',
    'count',
  ),
  'ratelimit-remaining': wholeHeader('How many of them are left.', 'count'),
  'ratelimit-reset': wholeHeader('In how many seconds the minute is over.', 'seconds'),
};

/** What the client has already, as its If-None-Match says, is still right; an answer without a body. */
export const notModified = {
  type: 'null',
  description: 'What If-None-Match names is still right.',
  headers: rateLimitHeaders,
};

/** Too many requests. */
export const tooMany = {
  ...problemAnswer(429, {
    description: 'Too many requests; `code` says of which kind.',
    ...problemTexts.rateLimited('key', 600, 12),
  }),
  headers: {
    'retry-after': wholeHeader('In how many seconds to ask again.', 'seconds'),
    ...rateLimitHeaders,
  },
};

/** A problem answer for a part of the document that is made of no route, as OpenAPI itself writes it. */
export function outsideRoutes(answer: ReturnType<typeof problemAnswer> & { headers?: Headers }) {
  const { description, content, headers } = answer;
  const schema = { $ref: '#/components/schemas/ProblemDetails' };
  return {
    description,
    ...(headers === undefined ? {} : { headers: openApiHeaders(headers) }),
    content: { [problemType]: { schema, example: content[problemType].example } },
  };
}

type Headers = Record<string, { description: string }>;

/** The same for headers. */
export function openApiHeaders(headers: Headers) {
  const written = Object.entries(headers).map(([name, { description, ...schema }]) => {
    return [name, { description, schema }] as const;
  });
  return Object.fromEntries(written);
}

/** What can happen to any request, whatever it asks for. */
export const anythingElse = outsideRoutes({
  ...problemAnswer(414, {
    description:
      'What can happen to any request: 405 for another method (`Allow` lists those there are), 413 and 414 for a body ' +
      'or a URL that is too long, 500 for a fault of the service.',
    ...problemTexts.urlTooLong(4096),
  }),
  headers: rateLimitHeaders,
});
