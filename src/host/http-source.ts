import type { Agent } from 'undici';
import { remembered, systemClock, within, type Clock } from '../clock.js';
import { Failure } from '../failures.js';
import type { HttpAnswer, HttpSource } from './host.js';
import { httpFailure } from './http-failures.js';

/** How long making a connection may take, ms: undici cannot be told to give up while it is still connecting. */
const connectTimeout = 2_000;

/**
 * A service at `base` (scheme, host, port and an optional path prefix), asked with extra headers, or those that a function
 * gives for each question, and the user and password of `base`, if any. No redirect is followed and no proxy of the
 * environment used. Connections are kept for the next question, unless it is told that they are not.
 */
export function httpSource(
  name: string,
  base: URL,
  extraHeaders: Record<string, string> | (() => Record<string, string>),
  { clock = systemClock, keepsConnections = true }: { clock?: Clock; keepsConnections?: boolean } = {},
): HttpSource & { close(): void } {
  const agentNow = remembered(clock, Infinity, () =>
    madeAgent({ connected: () => (connections += 1), disconnected: () => (closed += 1) }),
  );
  let agent: Agent | null = null;
  let isClosed = false;
  let connections = 0;
  let closed = 0;
  const prefix = prefixOf(base);
  const further = typeof extraHeaders === 'function' ? extraHeaders : () => extraHeaders;
  const own = basicAuthorization(base);

  const ask = async (question: Question, maxBytes: number, signal: AbortSignal): Promise<HttpAnswer> => {
    agent ??= await agentNow();
    if (isClosed) throw new Failure('failed', `${name} is not asked any more`);
    const headers = { ...own, ...lowerCased(further()) };
    const answer = await agent.request({
      origin: base.origin,
      path: `${prefix}${question.path}`,
      signal,
      reset: !keepsConnections,
      ...(question.json === undefined
        ? { method: 'GET', headers }
        : {
            method: 'POST',
            headers: { ...headers, 'content-type': 'application/json' },
            body: question.json,
          }),
    });
    const tooLarge = () => new Failure('too_large', `${name} sent more than ${maxBytes} bytes`);
    if (Number(answer.headers['content-length']) > maxBytes) throw tooLarge();
    return { status: answer.statusCode, body: await readBody(answer.body, maxBytes, tooLarge) };
  };
  return {
    url: shownUrl(base),
    get: (path, { deadline, maxBytes }) =>
      withinDeadline(clock, { name, deadline }, (signal) => ask({ path }, maxBytes, signal)),
    post: (path, json, { deadline, maxBytes }) =>
      withinDeadline(clock, { name, deadline }, (signal) => ask({ path, json }, maxBytes, signal)),
    connections: () => connections,
    openConnections: () => connections - closed,
    close: () => {
      isClosed = true;
      void agent?.destroy();
    },
  };
}

/** An address as it is shown: without credentials, and without a slash at its end. */
export function shownUrl(base: URL): string {
  return `${base.origin}${prefixOf(base)}`;
}

function prefixOf({ pathname }: URL): string {
  return pathname.replace(/\/+$/, '');
}

interface Question {
  path: string;
  /** What is posted; without it the question is a GET. */
  json?: string;
}

/** undici is large, and loaded when there is something to ask. */
async function madeAgent(tell: { connected: () => void; disconnected: () => void }): Promise<Agent> {
  const { default: undici } = await import('undici');
  const connect = { timeout: connectTimeout };
  return new undici.Agent({ connections: 2, pipelining: 1, keepAliveTimeout: 30_000, connect })
    .on('connect', tell.connected)
    .on('disconnect', tell.disconnected);
}

function basicAuthorization({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const credentials = Buffer.from(`${percentDecoded(username)}:${percentDecoded(password)}`);
  return { authorization: `Basic ${credentials.toString('base64')}` };
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (thrown) {
    // A password with a bare % in it is meant as it stands.
    if (thrown instanceof URIError) return text;
    throw thrown;
  }
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** What `ask` gives, else a Failure; after `deadline` ms in any case, even while the connection is being made. */
async function withinDeadline(
  clock: Clock,
  { name, deadline }: { name: string; deadline: number },
  ask: (signal: AbortSignal) => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  const stop = new AbortController();
  try {
    return await within(clock, deadline, ask(stop.signal), () => {
      throw new Failure('timeout', `${name} did not answer within ${deadline / 1000} s`);
    });
  } catch (thrown) {
    stop.abort();
    throw httpFailure(name, thrown);
  }
}

async function readBody(
  stream: AsyncIterable<Buffer>,
  maxBytes: number,
  tooLarge: () => Failure,
): Promise<string> {
  const chunks: Buffer[] = [];
  let received = 0;
  // Leaving the loop early destroys the stream, so an endless body costs no more than its first part.
  for await (const chunk of stream) {
    received += chunk.length;
    if (received > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
