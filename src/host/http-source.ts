import { Agent, request } from 'undici';
import { Failure, systemErrorCode } from '../failures.js';
import type { HttpSource } from './host.js';

/** A service at `base` (scheme, host, port and an optional path prefix), asked with fixed extra headers. */
export function httpSource(
  name: string,
  base: URL,
  headers: Record<string, string>,
): HttpSource & { close(): void } {
  const agent = new Agent({ connections: 2, pipelining: 1, keepAliveTimeout: 30_000 });
  const prefix = base.pathname.replace(/\/+$/, '');

  const get: HttpSource['get'] = async (path, { deadline, maxBytes }) => {
    const signal = AbortSignal.timeout(deadline);
    try {
      const answer = await request(new URL(`${prefix}${path}`, base), { dispatcher: agent, headers, signal });
      return { status: answer.statusCode, body: await readBody(name, answer.body, maxBytes) };
    } catch (thrown) {
      throw httpFailure(name, thrown, deadline);
    }
  };
  return { url: `${base.protocol}//${base.host}${prefix}`, get, close: () => void agent.destroy() };
}

async function readBody(name: string, stream: AsyncIterable<Buffer>, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let received = 0;
  // Leaving the loop early destroys the stream, so an endless body costs no more than its first part.
  for await (const chunk of stream) {
    received += chunk.length;
    if (received > maxBytes) throw new Failure('too_large', `${name} sent more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function httpFailure(name: string, thrown: unknown, deadline: number): Failure {
  if (thrown instanceof Failure) return thrown;
  if (thrown instanceof Error && thrown.name === 'TimeoutError') {
    return new Failure('timeout', `${name} did not answer within ${deadline / 1000} s`, { cause: thrown });
  }
  const code = systemErrorCode(thrown) ?? (thrown instanceof Error ? thrown.name : 'unknown error');
  if (code === 'ECONNREFUSED')
    return new Failure('absent', `nothing answers where ${name} should be`, { cause: thrown });
  return new Failure('failed', `${name} could not be reached (${code})`, { cause: thrown });
}
