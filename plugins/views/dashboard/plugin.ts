import fp from 'fastify-plugin';
import type { PageFile } from '../../../src/process/pages.js';
import { noQuery, requestProblems } from '../../core/domain/data-route.js';
import { notModified, rateLimitHeaders, tooMany } from '../../core/documents/documented.js';
import { PreparedAnswer, revalidated } from '../../core/http/prepared-answer.js';

/**
 * `/dashboard`, a page that shows everything live. Its files hold no number and need no key; the page itself asks
 * for one, and sends it in a header. Its links are relative, so that they are right under any sub-path.
 */
export function dashboard(files: readonly PageFile[]) {
  const answers = new Map(files.map((file) => [file.name, prepared(file)]));
  const page = answers.get(pageName);
  if (page === undefined) throw new Error(`the dashboard has no ${pageName}`);
  answers.delete(pageName);
  return fp(
    (app, _, done) => {
      app.get('/dashboard', { schema: pageSchema }, (request, reply) => page.send(request, reply));
      // One slash more, and the page would look for its parts in the wrong place.
      app.get('/dashboard/', { schema: { hide: true } }, (__, reply) => reply.redirect('../dashboard'));
      app.get<{ Params: { file: string } }>(
        '/dashboard/:file',
        { schema: { hide: true } },
        (request, reply) => answers.get(request.params.file)?.send(request, reply) ?? reply.callNotFound(),
      );
      done();
    },
    { name: 'views/dashboard', dependencies: ['core'] },
  );
}

const pageName = 'index.html';

function prepared({ name, type, bytes }: PageFile): PreparedAnswer {
  const headers = { 'content-type': type, 'cache-control': revalidated };
  const policy = name === pageName ? { 'content-security-policy': contentSecurityPolicy } : {};
  return new PreparedAnswer(bytes, { ...headers, ...policy });
}

const contentSecurityPolicy = [
  "default-src 'none'",
  "base-uri 'none'",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "img-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
].join('; ');

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
    304: notModified,
    ...requestProblems,
    400: { ...requestProblems[400], headers: rateLimitHeaders },
    429: tooMany,
  },
};
