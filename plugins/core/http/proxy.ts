import type { IncomingMessage } from 'node:http';
import type { FastifyRequest, FastifyServerOptions } from 'fastify';
import fp from 'fastify-plugin';
import { trustOf, type Trusts } from '../../../src/access/trusted-proxies.js';

declare module 'fastify' {
  interface FastifyInstance {
    proxies: {
      trusts: Trusts;
      /** The first segments of this service's own paths (`stats`, `health`). */
      ownSegments: Set<string>;
    };
  }
}

/**
 * Fastify's options for a service behind the proxies in `trustProxy`: address, protocol and host of a request are
 * what X-Forwarded-For, -Proto and -Host say when one of them is the peer, and a prefix left on the path is taken off.
 */
export function forwardingOptions(trustProxy: readonly string[]): FastifyServerOptions {
  if (trustProxy.length === 0) return {};
  return {
    trustProxy: trustOf(trustProxy),
    rewriteUrl(raw) {
      const { trusts, ownSegments } = this.proxies;
      return withoutPrefix(raw.url ?? '/', trustedPrefix(raw, trusts), ownSegments);
    },
  };
}

/** Which proxies are trusted, for `prefixOf` and `publicUrl`. Register it before any route. */
export const proxy = fp<{ trustProxy: readonly string[] }>(
  (app, { trustProxy }, done) => {
    const ownSegments = new Set<string>();
    app.decorate('proxies', { trusts: trustOf(trustProxy), ownSegments });
    app.addHook('onRoute', ({ url }) => void ownSegments.add(firstSegment(url)));
    done();
  },
  { name: 'proxy' },
);

/** Where the client sees this service (`/monitor`), as a trusted proxy says; empty at the root of a host. */
export function prefixOf(request: FastifyRequest): string {
  return trustedPrefix(request.raw, request.server.proxies.trusts);
}

function trustedPrefix({ headers, socket }: IncomingMessage, trusts: Trusts): string {
  const header = headers['x-forwarded-prefix'];
  if (header === undefined || !trusts(socket.remoteAddress)) return '';
  // Of several values the last is the one the trusted peer itself wrote.
  return plainPrefix(header.toString().split(',').at(-1)?.trim() ?? '');
}

const longestPrefix = 200;
const plainSegments = /^(?:\/[\w~-][\w.~-]*)+$/;

/** A prefix ends up in links: nothing but plain segments, so that no link can lead to another host or folder. */
function plainPrefix(text: string): string {
  const path = text.endsWith('/') ? text.slice(0, -1) : text;
  return path.length <= longestPrefix && plainSegments.test(path) ? path : '';
}

/**
 * The path as the routes know it, whether the proxy took the prefix off or not. Where a prefix reads like one of this
 * service's own paths (`/stats`), only the proxy can tell the two apart, and has to take it off.
 */
function withoutPrefix(url: string, prefix: string, ownSegments: Set<string>): string {
  if (prefix === '' || !url.startsWith(`${prefix}/`) || ownSegments.has(firstSegment(prefix))) return url;
  return url.slice(prefix.length);
}

function firstSegment(path: string): string {
  return path.split('/', 2)[1] ?? '';
}

/** The path of a request as its client wrote it, prefix included, query left out. */
export function clientPath(request: FastifyRequest): string {
  const [path = ''] = request.url.split('?', 1);
  const prefix = prefixOf(request);
  // The missing slash: a proxy that takes nothing off hands on the bare prefix.
  return path === prefix ? path : prefix + path;
}

/** What the client used to reach us: a trusted proxy's word, if it is one of the two, else our own connection. */
export function protocolOf(request: FastifyRequest): 'http' | 'https' {
  // A header's text, whatever its type says.
  const said: string = request.protocol;
  if (said === 'http' || said === 'https') return said;
  return 'encrypted' in request.raw.socket ? 'https' : 'http';
}

const plainHost = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/**
 * The origin of a request as its client wrote it, as far as is known; of plain characters, so that it can stand in a
 * line that is copied to a shell.
 */
export function originOf(request: FastifyRequest): string {
  const host = plainHost.test(request.host) ? request.host : 'localhost';
  return `${protocolOf(request)}://${host}`;
}

/**
 * Where clients reach this service, for a document that may be read elsewhere: `https://example.org/monitor` when a
 * trusted proxy says host and protocol, else the bare prefix; null when no proxy says anything.
 */
export function publicUrl(request: FastifyRequest): string | null {
  const prefix = prefixOf(request);
  const { headers, host, raw, server } = request;
  const origin = headers['x-forwarded-host'] !== undefined && headers['x-forwarded-proto'] !== undefined;
  if (origin && server.proxies.trusts(raw.socket.remoteAddress) && plainHost.test(host)) {
    return `${protocolOf(request)}://${host}${prefix}`;
  }
  return prefix === '' ? null : prefix;
}
