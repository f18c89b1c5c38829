import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, constants, gunzipSync, type ZlibOptions } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import type { Answer } from './documented-answer.js';
import type { RecordedApp } from '../machines/recorded-app.js';

/**
 * How to ask otherwise than plainly: `from` is another address of the loopback (127.0.0.9); with `still` the clock is
 * not moved.
 */
export interface Asking {
  method?: string;
  headers?: Record<string, string>;
  from?: string;
  still?: true;
}

/**
 * The answer to `GET path` over a real connection, the clock being moved on until it is there; an endless one is left
 * after its first frame. The path is sent as it is.
 */
export async function ask({ app, host }: RecordedApp, path: string, asking: Asking = {}): Promise<Answer> {
  const port = await portOf(app);
  const answer = answerOf(port, path, asking);
  return asking.still === true ? answer : host.clock.until(answer);
}

async function portOf(app: FastifyInstance): Promise<number> {
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' });
  return (app.server.address() as AddressInfo).port;
}

async function answerOf(port: number, path: string, { method, headers, from }: Asking): Promise<Answer> {
  const requested = request({
    host: '127.0.0.1',
    port,
    path,
    method,
    headers,
    localAddress: from,
    agent: false,
  });
  const broken = new Promise<never>((_, reject) => requested.on('error', reject));
  requested.end();
  const [message] = (await Promise.race([once(requested, 'response'), broken])) as [IncomingMessage];
  const text = await Promise.race([textOf(message), broken]);
  return { status: message.statusCode ?? 0, headers: message.headers, text };
}

async function textOf(message: IncomingMessage): Promise<string> {
  const { 'content-type': type = '', 'content-encoding': coding } = message.headers;
  if (!/event-stream|ndjson|jsonl/.test(type)) return decoded(await bytesOf(message), coding).toString();
  const parts: Buffer[] = [];
  for await (const part of message) {
    parts.push(part as Buffer);
    const begun = decoded(Buffer.concat(parts), coding, { finishFlush: constants.Z_SYNC_FLUSH }).toString();
    // To leave the loop ends the connection.
    if (begun !== '') return begun;
  }
  return '';
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** A HEAD, and a 304, names the coding of a body that is not there. */
function decoded(body: Buffer, coding: string | undefined, options: ZlibOptions = {}): Buffer {
  if (body.length === 0) return body;
  return coding === 'br' ? brotliDecompressSync(body) : coding === 'gzip' ? gunzipSync(body, options) : body;
}
