import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import Fastify from 'fastify';
import t from 'tap';
import { AnswerVariants } from '../../../../plugins/core/http/answer-variants.js';
import { PreparedAnswer } from '../../../../plugins/core/http/prepared-answer.js';

const body = 'the same for all who ask; '.repeat(100);
const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' };

/** A service with one prepared answer at `/`. */
function served(answer: PreparedAnswer) {
  const app = Fastify();
  app.addHook('onRequest', (_, reply, next) => {
    void reply.header('vary', 'Origin');
    next();
  });
  app.get('/', (request, reply) => answer.send(request, reply));
  return (accept: string, more: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
    app.inject({ url: '/', method, headers: { 'accept-encoding': accept, ...more } });
}

const decoders = { br: brotliDecompressSync, gzip: gunzipSync, identity: (bytes: Buffer) => bytes };
type Coding = keyof typeof decoders;
const codings = Object.keys(decoders) as Coding[];

t.test('every coding decodes to the same bytes, and has a tag of its own', async (t) => {
  const ask = served(new PreparedAnswer(body, headers));
  const tags = new Set<unknown>();
  for (const coding of codings) {
    const answer = await ask(coding);
    t.equal(answer.statusCode, 200);
    t.equal(answer.headers['content-encoding'], coding === 'identity' ? undefined : coding);
    t.equal(decoders[coding](answer.rawPayload).toString(), body, coding);
    t.equal(answer.headers['content-length'], String(answer.rawPayload.length));
    t.ok(coding === 'identity' || answer.rawPayload.length < body.length / 4);
    t.equal(answer.headers.vary, 'Origin, Accept-Encoding', 'what it depended on before stays');
    t.match(answer.headers, headers);
    tags.add(answer.headers.etag);
  }
  t.equal(tags.size, 3);
});

t.test('what a client has already is not sent again, and only in the coding it has', async (t) => {
  const ask = served(new PreparedAnswer(body, headers));
  for (const coding of codings) {
    const { headers: first } = await ask(coding);
    const etag = String(first.etag);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      for (const method of ['GET', 'HEAD'] as const) {
        const again = await ask(coding, { 'if-none-match': known }, method);
        t.equal(again.statusCode, 304, `${coding} ${known}`);
        t.equal(again.rawPayload.length, 0);
        t.match(again.headers, { etag, vary: /Accept-Encoding/, 'cache-control': 'no-cache' });
      }
    }
    t.equal((await ask(coding, { 'if-none-match': '"other"' })).statusCode, 200);
    const [other = 'br'] = codings.filter((one) => one !== coding);
    t.equal((await ask(other, { 'if-none-match': etag })).statusCode, 200, 'other bytes');
  }
});

t.test('a HEAD says the same as a GET, without the bytes', async (t) => {
  const ask = served(new PreparedAnswer(body, headers));
  for (const coding of codings) {
    const [get, head] = [await ask(coding), await ask(coding, {}, 'HEAD')];
    t.equal(head.statusCode, 200);
    t.equal(head.rawPayload.length, 0);
    t.strictSame({ ...head.headers, date: '' }, { ...get.headers, date: '' });
  }
});

t.test('what gains nothing is not compressed', async (t) => {
  const short = await served(new PreparedAnswer('short', headers))('gzip');
  t.equal(short.headers['content-encoding'], undefined);
  t.equal(short.body, 'short');
  const picture = { ...headers, 'content-type': 'image/png' };
  const png = await served(new PreparedAnswer(Buffer.alloc(5_000), picture))('gzip');
  t.equal(png.headers['content-encoding'], undefined);
  const drawing = { ...headers, 'content-type': 'image/svg+xml' };
  t.equal((await served(new PreparedAnswer(body, drawing))('gzip')).headers['content-encoding'], 'gzip');
});

t.test('no more variants are kept than there is room for, the latest asked for', (t) => {
  const variants = new AnswerVariants(2);
  const made: string[] = [];
  const get = (name: string) =>
    variants.get(name, () => {
      made.push(name);
      return new PreparedAnswer(name, headers);
    });
  const first = get('a');
  t.equal(get('a'), first, 'it is shared');
  get('b');
  get('a');
  get('c');
  t.equal(get('a'), first, 'it was asked for of late');
  get('b');
  t.strictSame(made, ['a', 'b', 'c', 'b']);
  t.end();
});
