import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { createClient, type Schemas } from '../../src/client/client.js';
import { recordedApp } from '../helpers/machines/recorded-app.js';

void t.test('a mixed machine read through the typed client, without a cast', async (t) => {
  const { app, host } = await recordedApp('linux-x64__desktop-16-threads');
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const client = createClient({ url: `${url}/` });

  const { data, error } = await host.clock.until(client.GET('/stats/gpu'));
  t.equal(error, undefined);
  const models: (string | null)[] | undefined = data?.gpus.map(({ model }) => model);
  t.strictSame(models, ['NVIDIA GeForce RTX 4070 SUPER', 'AMD Radeon 610M']);

  const only = { params: { query: { only: 'memory' } } };
  const stats = await host.clock.until(client.GET('/stats', only));
  t.equal(stats.data?.cpu, null);
  t.type(stats.data?.memory?.total_bytes, 'number');

  const query = { metric: 'memory.percent' };
  const past = await host.clock.until(client.GET('/stats/history', { params: { query } }));
  const series: Schemas['HistorySeries'][] | undefined = past.data?.series;
  t.match(series, [query]);

  const wrong = await host.clock.until(client.GET('/stats', { params: { query: { only: 'cpx' } } }));
  const problem: Schemas['ProblemDetails'] | undefined = wrong.error;
  t.match(problem, { status: 400, code: 'bad_request', detail: /cpu, memory/ });
  await app.close();
});

void t.test('the key travels in X-API-Key, below the sub-path of the address', async (t) => {
  const requested: string[] = [];
  const client = createClient({
    url: 'http://gpu-box/monitor/',
    apiKey: 'a-key-of-the-test',
    fetch: async (request) => {
      requested.push(`${request.url} ${request.headers.get('x-api-key')}`);
      return Response.json({});
    },
  });
  await client.GET('/stats/cpu');
  t.strictSame(requested, ['http://gpu-box/monitor/stats/cpu a-key-of-the-test']);
});

void t.test('a service that never answers costs no longer than the timeout', async (t) => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  t.teardown(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const client = createClient({ url: `http://127.0.0.1:${port}`, timeout: 50 });
  await t.rejects(client.GET('/stats'), { name: 'TimeoutError', message: 'no answer within 0.05 s' });
  server.closeAllConnections();
});

void t.test('the caller can still give up first', async (t) => {
  const client = createClient({
    url: 'http://gpu-box',
    fetch: (request) =>
      new Promise((_, reject) =>
        request.signal.addEventListener('abort', () => reject(request.signal.reason as Error)),
      ),
  });
  const giveUp = new AbortController();
  const requested = client.GET('/stats', { signal: giveUp.signal });
  giveUp.abort(new Error('enough'));
  await t.rejects(requested, { message: 'enough' });
});
