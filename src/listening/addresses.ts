import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { systemErrorCode } from '../failures.js';

/** Where the hosts file has no such name, as in an image without one. */
const usual = [{ address: '127.0.0.1' }];

/** The addresses of `localhost`: 127.0.0.1 and ::1 as a rule. */
export async function localhostAddresses(): Promise<string[]> {
  const found = await lookup('localhost', { all: true }).catch(() => usual);
  return [...new Set(found.map(({ address }) => address))];
}

/**
 * Listens at one port of several addresses, as far as the machine has them; it must have the first. Connections of all
 * are those of the one server of `app`, so that what is capped is capped over all; Fastify would make a server for each.
 */
export async function listenAtAll(
  app: FastifyInstance,
  [first = '127.0.0.1', ...others]: readonly string[],
  port: number,
  listenTextResolver: (address: string) => string,
): Promise<void> {
  await app.listen({ host: first, port, listenTextResolver });
  for (const address of others) {
    const server = await listeningFor(app.server, address);
    if (server === null) continue;
    app.log.info(listenTextResolver(`http://${placeOf(server)}`));
    app.server.once('close', () => server.close());
  }
}

/** What listens at another address for `main`; null where the machine has no such address, or gives it to another. */
async function listeningFor(main: Server, address: string): Promise<Server | null> {
  const server = serverFor(main);
  server.listen(boundTo(main).port, address);
  try {
    await once(server, 'listening');
    return server;
  } catch (thrown) {
    if (systemErrorCode(thrown) === null) throw thrown;
    return null;
  }
}

/** A server whose connections are those of `main`, as Node makes those of HTTP. */
export function serverFor(main: Server): Server {
  return createServer({ allowHalfOpen: true, noDelay: true }, (socket: Socket) => {
    if (main.listening) main.emit('connection', socket);
    else socket.destroy();
  });
}

function placeOf(server: Server): string {
  const { address, port } = boundTo(server);
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function boundTo(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens at no port');
  return address;
}
