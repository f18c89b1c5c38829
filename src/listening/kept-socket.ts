import { once } from 'node:events';
import type { Server } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { asFailure } from '../failures.js';
import { serverFor } from './addresses.js';
import { listenWithMode, type BoundSocket } from './unix-socket.js';

/** Where a unix socket is, and with which mode. */
export interface SocketPlace {
  path: string;
  mode: number;
}

/** How often it is looked whether the socket is still there, ms. */
export const socketInterval = 10_000;

/**
 * Makes the socket that `app` listens at anew when somebody has removed it: what cleans up in /tmp, say, or a mount over
 * its folder. One that another has put in its place is left alone. Gives what ends that and takes the socket away.
 */
export function keepSocket(app: FastifyInstance, place: SocketPlace, first: BoundSocket): () => void {
  const { clock } = app.monitor;
  let bound = first;
  let extra: Server | null = null;
  let lastReason: string | null = null;
  let isClosed = false;
  let cancel = (): void => undefined;

  const again = () => {
    if (!isClosed) cancel = clock.setTimer(socketInterval, () => void look());
  };
  const look = async (): Promise<void> => {
    try {
      if (bound.isGone()) await bindAnew();
    } catch (thrown) {
      const { message } = asFailure(thrown);
      if (message !== lastReason)
        app.log.error(`${place.path} was removed and cannot be made anew: ${message}`);
      lastReason = message;
    }
    again();
  };
  const bindAnew = async (): Promise<void> => {
    const server = serverFor(app.server);
    const next = await listenWithMode(server, place, async (path) => {
      server.listen(path);
      await once(server, 'listening');
    });
    // Who is connected stays so; the old one can be reached by nobody.
    extra?.close();
    extra = server;
    bound = next;
    lastReason = null;
    app.log.warn(`${place.path} was removed and has been made anew`);
    if (isClosed) close();
  };
  const close = () => {
    isClosed = true;
    cancel();
    bound.remove();
    extra?.close();
  };
  again();
  return close;
}
