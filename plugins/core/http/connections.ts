import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyHttpOptions } from 'fastify';

/** How many connections are held at once, where the process may have files enough. */
const most = 2_500;
/** Files that the service itself opens, with room to spare. */
const ownFiles = 256;

/** How long a client may take, ms; a slow one would hold what others need. */
const timeouts = {
  /** For the headers of a request, counted from the connection or the first byte. */
  headersTimeout: 10_000,
  /** For a whole request. */
  requestTimeout: 20_000,
  /** For anything at all to pass in either direction; streams send something more often. */
  connectionTimeout: 60_000,
};

/** Fastify's options for what a client may send and how slowly: sizes in bytes, times in ms. */
export const connectionOptions = {
  bodyLimit: 16_384,
  requestTimeout: timeouts.requestTimeout,
  connectionTimeout: timeouts.connectionTimeout,
  http: {
    // Node would answer with an empty 400; request-size.ts says why.
    requireHostHeader: false,
    headersTimeout: timeouts.headersTimeout,
    connectionsCheckingInterval: 1_000,
    maxHeaderSize: 16_384,
  },
} satisfies FastifyHttpOptions<Server>;

interface Held {
  name: unknown;
  socket: Socket;
  address: string;
}

/** How many connections a process holds that may have `openFiles` open; null is without limit. */
export function connectionLimit(openFiles: number | null): number {
  return openFiles === null ? most : Math.max(1, Math.min(most, openFiles - ownFiles));
}

/**
 * Holds no more than `limit` connections of `server`. A further one is let in, and in its place the address that has
 * most of them loses its oldest, an idle one if it has any: whoever opens a thousand takes them from himself. `busy`
 * gives the connections on which requests are being answered.
 */
export function capConnections(server: Server, limit: number, busy: () => Iterable<Socket>): void {
  const held = new Map<unknown, Held>();
  server.on('connection', (socket: Socket) => {
    if (held.size >= limit) victimOf([...held.values()], busy())?.socket.destroy();
    const name = nameOf(socket);
    held.set(name, { name, socket, address: socket.remoteAddress ?? '' });
    socket.once('close', () => held.delete(name));
  });
}

/**
 * Reads all headers of a request, of which `maxHeaderSize` allows some 16,000. Node passes over what comes behind the
 * first 1,000 without a word: in front of them nobody would see what a proxy has added behind.
 */
export function readAllHeaders(server: Server): void {
  server.maxHeadersCount = 0;
}

/**
 * Answers a request whose `Expect` is not known as if it expected nothing, which RFC 9110 allows; Node's own answer is
 * a 417 without a word.
 */
export function passOverExpectations(server: Server): void {
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    server.emit('request', request, response);
  });
}

/** The same for a connection and for the TLS within it; a unix socket has neither address nor port, and no TLS. */
function nameOf(socket: Socket): unknown {
  const { remoteAddress, remotePort } = socket;
  return remotePort === undefined ? socket : `${remoteAddress ?? ''} ${remotePort}`;
}

/** `all` in the order in which they came. */
function victimOf(all: readonly Held[], busy: Iterable<Socket>): Held | undefined {
  const counts = new Map<string, number>();
  for (const { address } of all) counts.set(address, (counts.get(address) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const theirs = all.filter(({ address }) => counts.get(address) === most);
  const names = new Set([...busy].map(nameOf));
  return theirs.find(({ name }) => !names.has(name)) ?? theirs[0];
}
