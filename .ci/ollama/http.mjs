import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

/**
 * Asks over a connection of its own, which is closed with the answer: one that stays open counts as somebody who
 * waits. `body` is a text or a stream; resolves with the status and the text of the answer.
 *
 * @param {string} url
 * @param {{ body?: string | import('node:stream').Readable | null, limit?: number }} options
 */
export async function ask(url, { body = null, limit = 120_000 } = {}) {
  const signal = AbortSignal.timeout(limit);
  const asking = request(url, {
    method: body === null ? 'GET' : 'POST',
    agent: false,
    headers: { connection: 'close' },
    signal,
  });
  /** @type {Promise<import('node:http').IncomingMessage>} */
  const answered = new Promise((resolve, reject) => {
    asking.once('response', resolve);
    asking.once('error', reject);
  });
  const sent = body === null || typeof body === 'string' ? asking.end(body ?? '') : pipeline(body, asking);
  const [answer] = await Promise.all([answered, sent]);
  return { status: answer.statusCode, text: await text(answer) };
}
