import { once } from 'node:events';
import { get as httpGet, type ClientRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import t, { type Test } from 'tap';
import { concurrency } from '../../../../plugins/core/http/concurrency.js';
import { errors } from '../../../../plugins/core/http/errors.js';
import { proxy } from '../../../../plugins/core/http/proxy.js';

/** A service with one stream, hijacked as a stream is, that goes on until its client leaves; by client's name. */
async function streaming(t: Test) {
  const app = Fastify({ forceCloseConnections: true });
  await app.register(proxy, { trustProxy: [] });
  await app.register(errors);
  await app.register(concurrency);
  app.decorateRequest('key', null);
  app.addHook('onRequest', (request, _, next) => {
    request.key = { name: String(request.headers['x-name']), digest: Buffer.alloc(32) };
    next();
  });
  app.get('/stream', { config: { concurrency: { total: 3, perClient: 2 } } }, (_, reply) => {
    reply.hijack();
    reply.raw.write('data: 1\n\n');
  });
  app.get('/short', { config: { concurrency: { total: 1, perClient: 1 } } }, () => 'done');
  await app.listen({ host: '127.0.0.1', port: 0 });
  t.teardown(() => app.close());
  const { port } = app.server.address() as AddressInfo;
  return async (path: string, name: string) => {
    const sent = httpGet({ port, host: '127.0.0.1', path, headers: { 'x-name': name }, agent: false });
    sent.on('error', () => sent.destroy());
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.on('error', () => answer.destroy());
    return { status: answer.statusCode, headers: answer.headers, answer, sent };
  };
}

async function left(client: { sent: ClientRequest; answer: IncomingMessage }): Promise<void> {
  // Not events.once: that the answer broke off is an error to it.
  const closed = new Promise((resolve) => client.answer.once('close', resolve));
  client.sent.destroy();
  await closed;
}

t.test(
  'one client and all together have so many at once, and a place is free again when one leaves',
  async (t) => {
    const open = await streaming(t);
    const first = await open('/stream', 'a');
    t.equal(first.status, 200);
    t.equal((await open('/stream', 'a')).status, 200);
    const third = await open('/stream', 'a');
    t.equal(third.status, 429);
    t.equal(third.headers['retry-after'], '1');
    t.match(JSON.parse(String(await once(third.answer, 'data'))), { code: 'too_many_at_once' });
    t.equal((await open('/stream', 'b')).status, 200);
    const fourth = await open('/stream', 'c');
    t.equal(fourth.status, 503);
    t.match(JSON.parse(String(await once(fourth.answer, 'data'))), { code: 'busy' });
    await left(first);
    let again = await open('/stream', 'a');
    // The service hears a moment later that a client has left.
    while (again.status !== 200) again = await open('/stream', 'a');
    t.equal(again.status, 200);
  },
);

t.test('an answer that has ended holds no place', async (t) => {
  const open = await streaming(t);
  for (let count = 0; count < 5; count += 1) {
    const { status, answer } = await open('/short', 'a');
    answer.resume();
    await once(answer, 'close');
    t.equal(status, 200);
  }
});
