import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { PageFile } from '../../src/host/page-files.js';
import { noQuery, requestProblems } from '../core/data-route.js';
import { rateLimitHeaders, tooMany } from '../core/documented.js';

/**
 * `/dashboard`, a page that shows everything live. Its files hold no number and need no key; the page itself asks
 * for one, and sends it in a header. Its links are relative, so that they are right under any sub-path.
 */
export function dashboard(files: readonly PageFile[]) {
  const page = files.find(({ name }) => name === 'index.html');
  if (page === undefined) throw new Error('the dashboard has no index.html');
  return fp((app, _, done) => {
    app.get('/dashboard', { schema: pageSchema }, (__, reply) =>
      reply.headers(pageHeaders).type(page.type).send(page.bytes),
    );
    // One slash more, and the page would look for its parts in the wrong place.
    app.get('/dashboard/', { schema: { hide: true } }, (__, reply) => reply.redirect('../dashboard'));
    const parts = new Map(files.filter((one) => one !== page).map((file) => [file.name, file]));
    app.get<{ Params: { file: string } }>(
      '/dashboard/:file',
      { schema: { hide: true } },
      (request, reply) => {
        const file = parts.get(request.params.file);
        if (file === undefined) reply.callNotFound();
        else sendFile(file, request, reply);
      },
    );
    done();
  });
}

/** A new version of the service is a new page at once: a browser asks each time whether what it has is still right. */
const cacheControl = 'no-cache';

const pageHeaders = {
  'cache-control': cacheControl,
  'content-security-policy': [
    "default-src 'none'",
    "base-uri 'none'",
    "connect-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "img-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
  ].join('; '),
};

const pageSchema = {
  operationId: 'getDashboard',
  summary: 'A live page',
  description:
    'Everything at a glance in a browser, live and with the past behind it. The page needs no key; it asks for one ' +
    'where the service wants one, and keeps it for its tab.',
  tags: ['Overview'],
  security: [],
  querystring: noQuery,
  response: {
    200: {
      description: 'The page.',
      headers: rateLimitHeaders,
      content: { 'text/html': { schema: { type: 'string', description: 'The page.' } } },
    },
    ...requestProblems,
    400: { ...requestProblems[400], headers: rateLimitHeaders },
    429: tooMany,
  },
};

function sendFile({ type, bytes, etag }: PageFile, { headers }: FastifyRequest, reply: FastifyReply): void {
  void reply.headers({ 'cache-control': cacheControl, etag });
  const known = headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (known?.includes(etag) === true) void reply.code(304).send();
  else void reply.type(type).send(bytes);
}
