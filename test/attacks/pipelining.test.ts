import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { digestOf } from '../../src/access/key-lines.js';
import { recordedApp } from '../helpers/machines/recorded-app.js';
import { attackedService, key, request, statuses, type AttackedService } from './attacked-service.js';

/** What a neighbour may wait on a busy machine, ms, and the process may grow, MB. */
const bounds = { wait: 2_000, growth: 60 };

/** A path of every route that is answered without a key, found by asking each route there is. */
async function publicPaths(): Promise<string[]> {
  const apiKeys = [{ name: 'valid', digest: digestOf(key) }];
  const { app, host } = await recordedApp('linux-x64__vm-2-threads', { settings: { apiKeys, rateLimit: 0 } });
  const found: string[] = [];
  for (const [route, methods] of app.routeTable) {
    const url = route.replace(':file', 'page.js').replace('*', 'swagger-ui-bundle.js');
    const { statusCode } = await host.clock.until(app.inject({ url }));
    if (methods.has('GET') && ![401, 429].includes(statusCode)) found.push(url);
  }
  await app.close();
  return found;
}

const paths = await publicPaths();
const bundle = '/static/swagger-ui-bundle.js';

t.test('the public routes are found in the table of routes', (t) => {
  const documents = ['/', '/openapi.json', '/openapi.yaml', '/dashboard', '/health/live'];
  for (const path of [...documents, '/static/swagger-ui-bundle.js', '/dashboard/page.js'])
    t.ok(paths.includes(path), path);
  t.end();
});

/** `count` requests in one go, whose answers nobody reads. */
async function unread(service: AttackedService, path: string, count: number, from: string): Promise<Socket> {
  const socket = await service.open(from);
  const headers = path === '/' ? ['Accept: text/html'] : [];
  socket.write(request(`GET ${path} HTTP/1.1`, headers).repeat(count));
  return socket;
}

/** A service of which every public route was asked once: what is made when it is first asked for stays, and is no growth. */
async function askedService(t: Test): Promise<AttackedService> {
  const service = await attackedService(t);
  for (const path of paths) {
    const accept = path === '/' ? ['Accept: text/html'] : [];
    await service.send(request(`GET ${path} HTTP/1.1`, [...accept, 'Connection: close']), '127.0.9.1');
  }
  return service;
}

/** How long a neighbour with a key waits for each of `count` answers, ms. */
async function waits({ port }: AttackedService, count: number): Promise<number[]> {
  const found: number[] = [];
  for (let requested = 0; requested < count; requested += 1) {
    const began = performance.now();
    const answer = await fetch(`http://127.0.0.1:${port}/stats/cpu`, { headers: { 'x-api-key': key } });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`the neighbour got ${answer.status}`);
    found.push(performance.now() - began);
  }
  return found;
}

/** Resident memory of the service, MB. */
function memoryOf({ pid }: AttackedService): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

/** The attack beside a neighbour; what it costs is told, and bounded. */
async function besideNeighbour(
  t: Test,
  service: AttackedService,
  name: string,
  attack: () => Promise<unknown>,
) {
  await waits(service, 5);
  const before = memoryOf(service);
  const attacking = attack();
  const found = await waits(service, 15);
  await attacking;
  found.push(...(await waits(service, 15)));
  const after = memoryOf(service);
  const longest = Math.max(...found);
  t.ok(service.lives(), 'the service lives');
  t.ok(longest < bounds.wait, `${name}: a neighbour is served`);
  t.ok(after - before < bounds.growth, `${name}: memory is bounded`);
  const middle = found.sort((one, other) => one - other)[found.length / 2] ?? Infinity;
  t.comment(
    `${name}: a neighbour waited ${middle.toFixed(1)} ms, ${longest.toFixed(1)} ms at most; ` +
      `${before.toFixed(0)} → ${after.toFixed(0)} MB`,
  );
}

const options = { timeout: 120_000 };

t.test(
  '600 pipelined requests of any public route, answers not read, cost others nothing',
  options,
  async (t) => {
    const service = await askedService(t);
    for (const [index, path] of paths.entries()) {
      await besideNeighbour(t, service, path, () => unread(service, path, 600, `127.0.2.${index + 2}`));
    }
  },
);

t.test(
  '30 addresses with 500 pipelined requests of each public route cost others little',
  options,
  async (t) => {
    const service = await askedService(t);
    const addresses = Array.from({ length: 30 }, (_, index) => index + 2);
    await besideNeighbour(t, service, '30 addresses, every route', () =>
      Promise.all(
        paths.flatMap((path, block) =>
          addresses.map((address) => unread(service, path, 500, `127.0.${block + 3}.${address}`)),
        ),
      ),
    );
  },
);

t.test('as much as may be under way, on many connections, costs others little', options, async (t) => {
  const service = await askedService(t);
  await besideNeighbour(t, service, '70 connections with 8 requests each', () =>
    Promise.all(Array.from({ length: 70 }, () => unread(service, bundle, 8, '127.0.0.2'))),
  );
  const live = await service.send(request('GET /health/live HTTP/1.1', ['Connection: close']), '127.0.0.2');
  t.strictSame(statuses(live), [200], 'the address itself goes on being served');
});

t.test('a few pipelined requests are answered in order', async (t) => {
  const service = await attackedService(t);
  const requested = [
    '/health/live',
    '/nope',
    '/openapi.json',
    '/dashboard',
    '/openapi.yaml',
    '/stats',
    '/health/live',
  ];
  // Documents are made when they are first asked for.
  for (const path of ['/openapi.json', '/openapi.yaml'])
    await service.send(request(`GET ${path} HTTP/1.1`, ['Connection: close']));
  const lines = requested.map((path) => request(`GET ${path} HTTP/1.1`)).join('');
  t.strictSame(statuses(await service.send(lines)), [200, 404, 200, 200, 200, 401, 200]);
});

t.test('whoever does not read is cut after a while, and who reads slowly is not', options, async (t) => {
  const service = await attackedService(t);
  const before = socketsOf(service);
  await unread(service, bundle, 8, '127.0.0.2');
  const slow = await unread(service, bundle, 8, '127.0.0.3');
  const sips = setInterval(() => void slow.read(10_000), 50);
  t.teardown(() => clearInterval(sips));
  const began = performance.now();
  while (socketsOf(service) < before + 2) await setTimeout(10);
  while (socketsOf(service) > before + 1) await setTimeout(100);
  const seconds = (performance.now() - began) / 1_000;
  t.comment(`cut after ${seconds.toFixed(1)} s`);
  t.ok(seconds > 8 && seconds < 40);
  t.notOk(slow.destroyed || slow.readableEnded, 'the other connection is there');
});

/** How many sockets the service has open. */
function socketsOf({ pid }: AttackedService): number {
  const folder = `/proc/${pid}/fd`;
  const targets = readdirSync(folder).map((name) => linkOf(`${folder}/${name}`));
  return targets.filter((target) => target.startsWith('socket:')).length;
}

/** Where a link leads; empty when it has gone meanwhile. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return '';
    throw thrown;
  }
}
