import createFetchClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './api.js';

export type { components, operations, paths } from './api.js';

/** The named schemas of the API: `Schemas['Gpu']`, `Schemas['Stats']`, `Schemas['ProblemDetails']`, … */
export type Schemas = components['schemas'];

/** What an answer is read as unless a call says otherwise (`parseAs`): no route gives CSV or a page unasked. */
type Media = 'application/json' | 'application/problem+json';

/** What a client needs to know. */
export interface ClientOptions {
  /** Where the service answers, with the sub-path if a proxy puts it under one. */
  url: string;
  /** An API key; left out for a service on loopback without keys. */
  apiKey?: string;
  /** How long an answer may take to begin, ms; 10 s if left out. What streams may go on for as long as it likes. */
  timeout?: number;
  /** What makes the requests, in place of the global `fetch`. */
  fetch?: (request: Request) => Promise<Response>;
}

/**
 * A typed client: `await createClient({ url }).GET('/stats/gpu')` gives `{ data, error, response }`. `error` is the
 * service's problem answer (RFC 9457); only where there is no answer at all the promise rejects, with a
 * `TimeoutError` when `timeout` passed. Types and paths are made of openapi.yaml and nothing else.
 */
export function createClient({
  url,
  apiKey,
  timeout = 10_000,
  fetch = globalThis.fetch,
}: ClientOptions): Client<paths, Media> {
  return createFetchClient<paths, Media>({
    baseUrl: url.replace(/\/+$/, ''),
    headers: apiKey === undefined ? {} : { 'x-api-key': apiKey },
    fetch: (request) => answerWithin(timeout, request, fetch),
  });
}

async function answerWithin(
  timeout: number,
  request: Request,
  fetch: (request: Request) => Promise<Response>,
): Promise<Response> {
  const deadline = new AbortController();
  const late = () => deadline.abort(new DOMException(`no answer within ${timeout / 1000} s`, 'TimeoutError'));
  const timer = setTimeout(late, timeout);
  try {
    const signal = AbortSignal.any([request.signal, deadline.signal]);
    return await fetch(new Request(request, { signal }));
  } finally {
    clearTimeout(timer);
  }
}
