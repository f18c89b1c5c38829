import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What the fake does with one request. */
export type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

export interface FakeOllama {
  /** Its address, e.g. `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly port: number;
  /** Every request so far. */
  readonly requests: readonly { path: string; headers: IncomingHttpHeaders }[];
  /** Bytes it has handed to its sockets so far. */
  bytesSent(): number;
  /** Ends it and every connection. */
  close(): Promise<void>;
}

/** A real HTTP server on a free port of this machine that behaves on each path as told, and elsewhere gives 404. */
export async function fakeOllama(behaviours: Record<string, Behaviour>, at = 0): Promise<FakeOllama> {
  const requests: { path: string; headers: IncomingHttpHeaders }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push({ path, headers: request.headers });
    (behaviours[path] ?? notFound)(response, request);
  });
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    bytesSent: () => [...sockets].reduce((sum, socket) => sum + socket.bytesWritten, 0),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** A whole answer. */
export function answer(status: number, type: string, body: string): Behaviour {
  return (response) => response.writeHead(status, { 'content-type': type }).end(body);
}

export const json = (value: unknown, status = 200) =>
  answer(status, 'application/json; charset=utf-8', JSON.stringify(value));

export const notFound = answer(404, 'text/plain', '404 page not found');

/** Takes the request and never answers. */
export const silent: Behaviour = () => undefined;

/** Sends the header and the first bytes of a body, and then nothing more. */
export const stalled: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).write('{"models":[');
};

export const reset: Behaviour = (_, request) => {
  request.socket.resetAndDestroy();
};

export const redirectTo = (location: string): Behaviour => {
  return (response) => response.writeHead(307, { location }).end();
};

/** Bytes as they stand, after which the connection is closed. */
export const raw = (bytes: string): Behaviour => {
  return (_, request) => request.socket.end(bytes);
};

/** So many MiB of blanks, without saying how many, as fast as they are taken. */
export const flood = (mebibytes: number): Behaviour => {
  return (response) => {
    const chunk = Buffer.alloc(2 ** 20, ' ');
    let left = mebibytes;
    const send = () => {
      while (left > 0 && !response.destroyed) {
        left -= 1;
        if (!response.write(chunk)) {
          response.once('drain', send);
          return;
        }
      }
      response.end();
    };
    send();
  };
};
