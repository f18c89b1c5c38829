import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** What may answer a request, or has the next one answer it. */
export type InFront = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** Puts `inFront` before all that answers the requests of `server` so far. */
export function putInFront(server: Server, inFront: InFront): void {
  const answers = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    inFront(request, response, () => {
      for (const answer of answers) answer.call(server, request, response);
    });
  });
}
