import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { putInFront } from './in-front.js';

/**
 * Requests of one connection that may be under way. Browsers and the clients of every language send one and wait for
 * its answer; whoever sends several ahead (pipelining) seldom sends more than a handful.
 */
const mostRequests = 8;

/** Bytes of finished answers that their clients have not taken; the kernel's own buffers, of megabytes, come before. */
const mostBytes = { ofAddress: 16e6, ofAll: 64e6 };

/** How long nothing of a finished answer may be taken, ms; Node looks once in that time, so that it may be twice that. */
const readTimeout = 10_000;

interface Connection {
  socket: Socket;
  address: string;
  requests: number;
  /** Of its finished answers, those that had to wait. */
  bytes: number;
}

/**
 * Keeps in bounds what clients of `server` have asked for and do not take. A connection with more requests under way
 * than a client has is closed, and so is one that stops reading; of too many bytes that wait, the greediest connection
 * of the greediest address is closed. Call it when the server has its listener for requests. `busy` gives the connections
 * with requests under way.
 */
export function capUnderWay(server: Server): { busy: () => Iterable<Socket> } {
  const underWay = new UnderWay(server);
  putInFront(server, (request, response, next) => {
    if (underWay.takes(request.socket, response)) next();
  });
  return underWay;
}

class UnderWay {
  readonly #server: Server;
  readonly #busy = new Map<Socket, Connection>();
  readonly #bytesOf = new Map<string, number>();
  #bytes = 0;

  constructor(server: Server) {
    this.#server = server;
  }

  readonly busy = (): Iterable<Socket> => this.#busy.keys();

  /** Counts a request until its answer was taken; false when it is one too many, and its connection is closed. */
  takes(socket: Socket, response: ServerResponse): boolean {
    // What else came in the same packet as one request too many.
    if (socket.destroyed) return false;
    const address = socket.remoteAddress ?? '';
    const connection = this.#busy.get(socket) ?? { socket, address, requests: 0, bytes: 0 };
    if (connection.requests >= mostRequests) {
      stopReading(socket);
      socket.destroy();
      return false;
    }
    this.#busy.set(socket, connection);
    connection.requests += 1;
    this.#follow(connection, response);
    return true;
  }

  #follow(connection: Connection, response: ServerResponse): void {
    const { socket } = connection;
    let bytes = 0;
    // Both come once; `once` costs a function more for each request.
    response.on('prefinish', () => {
      bytes = response.writableLength;
      if (bytes === 0) return;
      // Node puts the end off whenever something was taken.
      socket.setTimeout(readTimeout);
      this.#count(connection, bytes);
      this.#closeGreediest();
    });
    response.on('close', () => {
      connection.requests -= 1;
      this.#count(connection, -bytes);
      if (connection.requests === 0) this.#busy.delete(socket);
      // The next answer may be an endless one, which is silent now and then.
      else if (bytes > 0) socket.setTimeout(this.#server.timeout);
    });
  }

  #count(connection: Connection, bytes: number): void {
    if (bytes === 0) return;
    const { address } = connection;
    connection.bytes += bytes;
    this.#bytes += bytes;
    const left = (this.#bytesOf.get(address) ?? 0) + bytes;
    if (left === 0) this.#bytesOf.delete(address);
    else this.#bytesOf.set(address, left);
  }

  #closeGreediest(): void {
    if (this.#bytes <= mostBytes.ofAddress) return;
    const [[address, most] = ['', 0]] = [...this.#bytesOf].sort(([, one], [, other]) => other - one);
    if (this.#bytes <= mostBytes.ofAll && most <= mostBytes.ofAddress) return;
    const theirs = [...this.#busy.values()].filter((one) => one.address === address && !one.socket.destroyed);
    const [greediest] = theirs.sort((one, other) => other.bytes - one.bytes);
    greediest?.socket.destroy();
  }
}

/**
 * Node goes on reading the requests of a packet when their connection is closed already, up to two thousand of them.
 * Told that what follows is another protocol, its parser stops; where it has no such parser that only takes longer.
 */
function stopReading(socket: Socket & { parser?: { onIncoming?: () => number } | null }): void {
  const { parser } = socket;
  if (parser?.onIncoming !== undefined) parser.onIncoming = () => anotherProtocol;
}

const anotherProtocol = 2;
