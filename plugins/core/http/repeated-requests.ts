import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import fp from 'fastify-plugin';
import type { NamedKey } from '../../../src/access/key-lines.js';
import { putInFront } from './in-front.js';
import { clientOf } from './limits.js';
import { isVerbose } from './request-log.js';

/** A body that is ready to be sent. */
export interface ReadyBody {
  readonly content: string | Buffer;
  /** Its length in bytes, as Content-Length has it. */
  readonly length: string;
}

/** The body of an answer as it is now; null where the request has to be answered as if it were the first. */
type Current = () => ReadyBody | null;

declare module 'fastify' {
  interface FastifyReply {
    /**
     * Has the same request, when it comes over the same connection again, answered with these headers and the body of
     * `current`, without being judged again. Call it when all headers are set. Only for what needs no other care for
     * each request than keys, limits and the bounds of connections.
     */
    repeatWith: (current: Current) => FastifyReply;
  }
}

/** An answer that is given again. */
interface Answer {
  /** Names and values in turn, but for what differs each time. */
  head: readonly string[];
  key: NamedKey | null;
  client: string;
  current: Current;
}

/** What was asked over one connection with these headers, by target. */
interface Remembered {
  rawHeaders: readonly string[];
  answers: Map<string, Answer>;
}

/** What is remembered of a connection at most: targets, and bytes of headers, of which there may be 16 KiB. */
const most = { targets: 8, bytes: 2_048 };

/** What is written anew each time. */
const varying = new Set(['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'content-length']);

/**
 * Answers what is asked again and again. Whoever polls sends the same request over the same connection each time: whom
 * the service lets in, by address, host name, origin and key, depends on nothing but that, and is remembered until the
 * keys change. Each is counted against its client as any other.
 */
export const repeatedRequests = fp(
  (app, _, done) => {
    const all = new WeakMap<Socket, Remembered>();
    // Where each answer has a line in the log, all go the way that writes it.
    let isOn = !isVerbose(app.log);
    app.decorateReply('repeatWith', function (current) {
      if (isOn) remember(all, this, current);
      return this;
    });
    const give = ({ head, key, client, current }: Answer, response: ServerResponse): boolean => {
      if (!isOn || (key !== null && !app.isKeyValid(key))) return false;
      const body = bodyOf(current);
      const budget = body === null ? null : app.limits.again(client);
      if (body === null || budget === null) return false;
      response.writeHead(200, head.concat(budget, 'content-length', body.length));
      response.end(body.content);
      return true;
    };
    putInFront(app.server, (request, response, next) => {
      const answer = answerTo(all.get(request.socket), request);
      if (answer === undefined || !give(answer, response)) next();
    });
    // Fastify has its own word for who asks while it closes.
    app.addHook('preClose', (closed) => {
      isOn = false;
      closed();
    });
    done();
  },
  { name: 'repeated-requests', dependencies: ['keys', 'limits', 'request-log'] },
);

function remember(all: WeakMap<Socket, Remembered>, reply: FastifyReply, current: Current): void {
  const { raw } = reply.request;
  if (!isPlain(raw) || reply.statusCode !== 200) return;
  const last = all.get(raw.socket);
  const known = last !== undefined && areSame(last.rawHeaders, raw.rawHeaders) ? last : null;
  const remembered = known ?? { rawHeaders: raw.rawHeaders, answers: new Map<string, Answer>() };
  const { url = '' } = raw;
  // What is known of the same target may be of a key that was read anew since.
  if (!remembered.answers.has(url) && remembered.answers.size >= most.targets) return;
  const { key } = reply.request;
  remembered.answers.set(url, { head: headOf(reply), key, client: clientOf(reply.request), current });
  all.set(raw.socket, remembered);
}

/** Whether a request is nothing but its first line and its headers, and these are few. */
function isPlain({ method, httpVersion, headers, rawHeaders, url = '' }: IncomingMessage): boolean {
  if (method !== 'GET' || httpVersion !== '1.1') return false;
  if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) return false;
  return rawHeaders.reduce((sum, { length }) => sum + length, url.length) <= most.bytes;
}

function headOf(reply: FastifyReply): string[] {
  const fixed = Object.entries(reply.getHeaders()).filter(([name]) => !varying.has(name));
  return fixed.flatMap(([name, value]) => [value ?? []].flat().flatMap((one) => [name, String(one)]));
}

function answerTo(
  remembered: Remembered | undefined,
  { method, url = '', rawHeaders, httpVersion }: IncomingMessage,
): Answer | undefined {
  if (remembered === undefined || method !== 'GET' || httpVersion !== '1.1') return undefined;
  return areSame(remembered.rawHeaders, rawHeaders) ? remembered.answers.get(url) : undefined;
}

function areSame(some: readonly string[], others: readonly string[]): boolean {
  if (some.length !== others.length) return false;
  for (let index = 0; index < some.length; index += 1) if (some[index] !== others[index]) return false;
  return true;
}

/** A fault in making it is answered, and logged, by the way of all requests. */
function bodyOf(current: Current): ReadyBody | null {
  try {
    return current();
  } catch {
    return null;
  }
}
