import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { healthTarget } from '../../src/listening/health-target.js';
import { isLive } from '../../src/listening/health-request.js';
import { defaultSettings } from '../../src/settings/settings.js';
import { shortFolder } from '../helpers/service/short-folder.js';

const target = (settings: Parameters<typeof defaultSettings>[0]) => healthTarget(defaultSettings(settings));

void t.test('asks where the service listens, on loopback where it listens everywhere', async (t) => {
  t.same(target({}), { tls: false, place: { host: '127.0.0.1', port: 5000 } });
  t.same(target({ host: '0.0.0.0', port: 80 }).place, { host: '127.0.0.1', port: 80 });
  t.same(target({ host: '::' }).place, { host: '::1', port: 5000 });
  t.same(target({ host: '192.0.2.7', tlsCert: '/c.pem' }), {
    tls: true,
    place: { host: '192.0.2.7', port: 5000 },
  });
  t.same(target({ socket: '/run/x.sock' }).place, { socketPath: '/run/x.sock' });
  t.throws(() => target({ port: 0 }), { name: 'SettingError' });
});

/** A server that answers so, at a place of its own. */
async function server(status: number | null, listen: { path: string } | { port: number; host: string }) {
  const seen: (string | undefined)[] = [];
  const http = createServer((request, reply) => {
    seen.push(`${request.url ?? ''} ${request.headers.host ?? ''}`);
    if (status !== null) reply.writeHead(status).end('{}');
  });
  http.listen(listen);
  await once(http, 'listening');
  t.teardown(() => {
    http.close();
    http.closeAllConnections();
  });
  // A socket has a path instead, which nobody asks for.
  return { seen, port: (http.address() as Partial<AddressInfo>).port ?? 0 };
}

void t.test('a service that answers lives, also one that refuses this address', async (t) => {
  for (const status of [200, 403]) {
    const { port, seen } = await server(status, { port: 0, host: '127.0.0.1' });
    await t.resolves(isLive(target({ port })));
    t.same(seen, ['/health/live localhost']);
  }
  const path = join(shortFolder(t), 's');
  const { seen } = await server(200, { path });
  await t.resolves(isLive(target({ socket: path })));
  t.same(seen, ['/health/live localhost']);
});

void t.test('one that answers otherwise, or not, does not', async (t) => {
  const { port } = await server(500, { port: 0, host: '127.0.0.1' });
  await t.rejects(isLive(target({ port })), { message: '/health/live answers 500' });
  await t.rejects(isLive(target({ port: 1 })), { code: 'ECONNREFUSED' });
  const silent = await server(null, { port: 0, host: '127.0.0.1' });
  await t.rejects(isLive(target({ port: silent.port })), { message: 'no answer within 4 s' });
});
