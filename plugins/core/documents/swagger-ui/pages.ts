import swagger from '@fastify/swagger';
import Fastify, { type FastifyInstance } from 'fastify';
import { PreparedAnswer, revalidated } from '../../http/prepared-answer.js';
import { swaggerUiScript } from './script.js';
import { swaggerUiStyle } from './style.js';

/** Swagger UI as it is served. */
export interface SwaggerUiPages {
  page: PreparedAnswer;
  /** Everything that the page loads, by its path below `/static/`. */
  parts: ReadonlyMap<string, PreparedAnswer>;
}

/** Where the document lies that the page shows, below `/static/`. */
export const shownDocument = 'document.json';

/**
 * The pages of @fastify/swagger-ui, asked of it once, in an instance of its own. Its routes read a file for each
 * request, and two of them write the whole document anew for each, so that they are nothing for whoever comes.
 */
export async function swaggerUiPages(): Promise<SwaggerUiPages> {
  const { default: swaggerUi } = await import('@fastify/swagger-ui');
  const app = Fastify();
  try {
    await app.register(swagger);
    await app.register(swaggerUi, options);
    const page = await body(app, '/');
    const links = [...page.toString().matchAll(/(?:src|href)="\.\/static\/([^"]+)"/g)];
    const parts = links.map(async ([, name = '']) => [name, await part(app, name)] as const);
    return {
      page: new PreparedAnswer(page, headersFor('text/html; charset=utf-8')),
      parts: new Map(await Promise.all(parts)),
    };
  } finally {
    await app.close();
  }
}

const options = {
  routePrefix: '/',
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
    docExpansion: 'list' as const,
    operationsSorter: 'alpha' as const,
    defaultModelsExpandDepth: 0,
  },
};

async function part(app: FastifyInstance, name: string): Promise<PreparedAnswer> {
  const bytes = await body(app, `/static/${name}`);
  const answer = name === 'swagger-initializer.js' ? withDocument(bytes.toString()) : bytes;
  const type = types[name.split('.').at(-1) ?? ''];
  if (type === undefined) throw new Error(`Swagger UI loads ${name}, which is of no known type`);
  return new PreparedAnswer(answer, headersFor(type));
}

async function body(app: FastifyInstance, url: string): Promise<Buffer> {
  const { rawPayload, statusCode } = await app.inject(url);
  if (statusCode !== 200) throw new Error(`@fastify/swagger-ui answers ${url} with ${statusCode}`);
  return rawPayload;
}

/** The package writes where its own route for the document is, and has no option for it. */
function withDocument(initializer: string): string {
  const own = "resolveUrl('./json')";
  if (!initializer.includes(own)) throw new Error('@fastify/swagger-ui loads its document in another way');
  return initializer.replace(own, `resolveUrl('./static/${shownDocument}')`);
}

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  png: 'image/png',
};

function headersFor(type: string) {
  return {
    'content-type': type,
    'cache-control': revalidated,
    'content-security-policy': contentSecurityPolicy,
  };
}

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
