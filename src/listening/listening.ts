import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { Clock } from '../clock.js';
import { Failure, systemErrorCode } from '../failures.js';
import { readCertificate } from './certificate.js';
import { listenAtAll, localhostAddresses } from './addresses.js';
import { keepSocket, type SocketPlace } from './kept-socket.js';
import { listenWithMode, makeWayForSocket } from './unix-socket.js';
import { SettingError } from '../settings/values.js';
import type { Settings } from '../settings/settings.js';
import { TlsServers } from './tls-servers.js';

/**
 * What makes the HTTPS servers, with certificate and key read and checked; null without TLS. Throws a SettingError
 * when they cannot be used.
 */
export async function tlsServers(
  { tlsCert: certificate, tlsKey: key }: Settings,
  clock: Clock,
  logger: FastifyBaseLogger,
): Promise<TlsServers | null> {
  if (certificate === null && key === null) return null;
  if (key === null) throw new SettingError('SYSMON_TLS_CERT is set without SYSMON_TLS_KEY; TLS needs both');
  if (certificate === null)
    throw new SettingError('SYSMON_TLS_KEY is set without SYSMON_TLS_CERT; TLS needs both');
  const places = { certificate, key };
  try {
    return new TlsServers({ places, first: await readCertificate(places), clock, logger });
  } catch (thrown) {
    throw inWords(thrown, 'SYSMON_TLS_CERT, SYSMON_TLS_KEY');
  }
}

/** Listens where the settings say: a unix socket, else address and port. Throws a SettingError when that is taken. */
export async function listen(app: FastifyInstance, settings: Settings): Promise<void> {
  const { host, port, socket, socketMode, tlsCert } = settings;
  const listenTextResolver = (address: string) =>
    `Server listening at ${tlsCert === null ? address : address.replace(/^http:/, 'https:')}`;
  try {
    if (socket === null) {
      const addresses = host === 'localhost' ? await localhostAddresses() : [host];
      await listenAtAll(app, addresses, port, listenTextResolver);
      return;
    }
    await listenAtSocket(app, { path: socket, mode: socketMode });
  } catch (thrown) {
    throw socket === null ? portError(thrown, settings) : socketError(thrown, socket);
  }
}

async function listenAtSocket(app: FastifyInstance, socket: SocketPlace): Promise<void> {
  let close = (): void => undefined;
  app.addHook('preClose', (done) => {
    close();
    done();
  });
  await makeWayForSocket(socket.path);
  const listenTextResolver = () => `Server listening at ${socket.path}`;
  const first = await listenWithMode(app.server, socket, (path) => app.listen({ path, listenTextResolver }));
  close = keepSocket(app, socket, first);
}

function portError(thrown: unknown, { host, port }: Settings): unknown {
  switch (systemErrorCode(thrown)) {
    case 'EADDRINUSE':
      return new SettingError(
        `port ${port} of ${host} is in use by another program; stop that one, or choose another port: ` +
          `--port ${port + 1} or SYSMON_PORT=${port + 1}`,
      );
    case 'EACCES':
      return new SettingError(`port ${port} needs more rights than this user has; choose one above 1023`);
    case 'EADDRNOTAVAIL':
      return new SettingError(`SYSMON_HOST=${host}: this machine has no such address`);
    default:
      return thrown;
  }
}

function socketError(thrown: unknown, path: string): unknown {
  switch (systemErrorCode(thrown)) {
    case 'EADDRINUSE':
      return new SettingError(`SYSMON_SOCKET: another program has just taken ${path}`);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new SettingError(
        `SYSMON_SOCKET: this user may not make a socket at ${path}; choose another folder`,
      );
    default:
      return inWords(thrown, 'SYSMON_SOCKET');
  }
}

/** A Failure as a start-up error that names the settings. */
function inWords(thrown: unknown, settings: string): unknown {
  if (!(thrown instanceof Failure)) return thrown;
  const remedy = thrown.remedy === null ? '' : `; ${thrown.remedy}`;
  return new SettingError(`${settings}: ${thrown.message}${remedy}`);
}
