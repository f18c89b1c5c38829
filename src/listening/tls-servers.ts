import { createServer } from 'node:https';
import type { Server as HttpServer, ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import type { SecureContextOptions, TLSSocket } from 'node:tls';
import type { FastifyBaseLogger, FastifyServerOptions } from 'fastify';
import type { Following } from '../access/followed-files.js';
import type { Clock } from '../clock.js';
import type { Failure } from '../failures.js';
import { watchCertificate } from './certificate-watch.js';
import type { Certificate, CertificatePlaces } from './certificate.js';

/** How long a client may take for its handshake, ms. */
const handshakeTimeout = 10_000;

/** Those of TLS 1.3, and of TLS 1.2 the ones with forward secrecy and authenticated encryption. */
const ciphers = [
  ...['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256'],
  ...['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'],
  ...['ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384'],
  ...['ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305'],
].join(':');

/** A certificate that ends sooner than this is warned about, ms. */
const soon = 7 * 86_400_000;

type ServerFactory = NonNullable<FastifyServerOptions['serverFactory']>;

/**
 * The HTTPS servers of Fastify, one as a rule: all get a new certificate when its files change, and connections that go
 * on keep theirs.
 */
export class TlsServers {
  readonly #servers: ReturnType<typeof createServer>[] = [];
  /** Connections whose handshake may not have ended: Node's HTTP server does not know them yet and would wait. */
  readonly #sockets = new Set<Socket>();
  readonly #logger: FastifyBaseLogger;
  readonly #clock: Clock;
  readonly #following: Following;
  #current: Certificate;
  #closing = false;

  constructor(options: {
    places: CertificatePlaces;
    first: Certificate;
    clock: Clock;
    logger: FastifyBaseLogger;
  }) {
    this.#current = options.first;
    this.#logger = options.logger;
    this.#clock = options.clock;
    this.#warn();
    this.#following = watchCertificate(options.places, options.first, options.clock, {
      changed: (next) => this.#change(next),
      failed: (failure) => this.#keep(failure),
    });
  }

  /** Makes a server with the timeouts that Fastify gives to its own. */
  readonly factory: ServerFactory = (handler, options: FastifyServerOptions & { http?: ServerOptions }) => {
    const server = createServer(
      { ...options.http, ...secureOptions(this.#current), handshakeTimeout },
      handler,
    );
    server.keepAliveTimeout = options.keepAliveTimeout ?? server.keepAliveTimeout;
    server.requestTimeout = options.requestTimeout ?? server.requestTimeout;
    server.setTimeout(options.connectionTimeout);
    server.on('connection', (socket: Socket) => this.#follow(socket));
    server.on('tlsClientError', (error, socket) => this.#refuse(server, error, socket));
    this.#servers.push(server);
    return server satisfies HttpServer;
  };

  /** Reads certificate and key now. */
  look(): void {
    this.#following.look();
  }

  /** Ends what Fastify cannot end, and stops looking at the files. */
  close(): void {
    this.#closing = true;
    this.#following.stop();
    for (const socket of this.#sockets) socket.destroy();
  }

  #follow(socket: Socket): void {
    if (this.#closing) {
      socket.destroy();
      return;
    }
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  /** Node would leave a connection open whose handshake does not end. Who speaks plain HTTP is answered in that. */
  #refuse(server: HttpServer, error: Error & { code?: string }, secured: TLSSocket): void {
    const { remoteAddress, remotePort } = secured;
    secured.destroy();
    if (error.code !== 'ERR_SSL_HTTP_REQUEST') return;
    const isTheirs = (one: Socket) => one.remotePort === remotePort && one.remoteAddress === remoteAddress;
    const plain = [...this.#sockets].find(isTheirs);
    if (plain !== undefined) server.emit('clientError', error, plain);
  }

  #change(next: Certificate): void {
    this.#current = next;
    for (const server of this.#servers) server.setSecureContext(secureOptions(next));
    this.#logger.info({ names: next.names, validTo: day(next.validTo) }, 'a new certificate is in use');
    this.#warn();
  }

  #keep(failure: Failure): void {
    const remedy = failure.remedy === null ? '' : `; ${failure.remedy}`;
    this.#logger.error(`the certificate in use stays, because of the new one: ${failure.message}${remedy}`);
  }

  #warn(): void {
    const { validFrom, validTo, warning } = this.#current;
    if (warning !== null) this.#logger.warn(`the key of the certificate: ${warning}`);
    const now = this.#clock.epoch();
    if (now < validFrom)
      this.#logger.warn(`the certificate holds only from ${day(validFrom)}; clients will refuse it`);
    if (now >= validTo) this.#logger.warn(`the certificate ended on ${day(validTo)}; clients will refuse it`);
    else if (now + soon >= validTo) this.#logger.warn(`the certificate ends on ${day(validTo)}`);
  }
}

function secureOptions({ certificate, key }: Certificate): SecureContextOptions {
  return { cert: certificate, key, minVersion: 'TLSv1.2', ciphers, honorCipherOrder: true };
}

function day(epoch: number): string {
  return new Date(epoch).toISOString();
}
