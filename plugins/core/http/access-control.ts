import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { accessOf, type Access } from '../../../src/access/access.js';
import { isLoopback } from '../../../src/parsers/network-address.js';
import type { Settings } from '../../../src/settings/settings.js';
import { problemTexts } from '../problem-texts.js';
import { sendProblem } from './errors.js';
import { peerAddress } from './peer-address.js';

/** Why a request is not let in, whatever it asks for. */
interface Refusal {
  code: string;
  detail: string;
}

/** What every request passes first, documents and unknown paths included: by address, by name, by way. */
export const accessControl = fp(
  (app, _, done) => {
    const { settings } = app.monitor;
    const access = accessOf(settings);
    const checks = [addressCheck(settings), hostCheck(settings, access)];
    if (access === 'local') checks.push(forwardingCheck);
    app.addHook('onRequest', (request, reply, next) => {
      for (const check of checks) {
        const refusal = check(request);
        if (refusal === null) continue;
        refuse(reply, refusal);
        return;
      }
      next();
    });
    done();
  },
  { name: 'access-control', dependencies: ['monitor', 'errors', 'security-headers', 'request-size'] },
);

function refuse(reply: FastifyReply, { code, detail }: Refusal): void {
  // Whoever may not ask here has no business in keeping the connection.
  void reply.header('connection', 'close');
  sendProblem(reply, 403, code, detail);
}

type Check = (request: FastifyRequest) => Refusal | null;

function addressCheck({ allowFrom }: Settings): Check {
  if (allowFrom === null) return () => null;
  const refusal = {
    code: 'address_not_allowed',
    detail: 'this address is not among those that are answered; the operator can add it to SYSMON_ALLOW_FROM',
  };
  // A peer at a unix socket has no address; the socket's mode says who may connect.
  return (request) => {
    const address = peerAddress(request);
    return address === null || allowFrom.has(address) ? null : refusal;
  };
}

/**
 * Against DNS rebinding: a page of the web can make a browser ask this service under a name of its own, and then
 * read the answer. Where a key is needed that gains nothing, so there all names will do unless some are set.
 */
function hostCheck({ allowedHosts }: Settings, access: Access): Check {
  if (access === 'keys' && allowedHosts.length === 0) return () => null;
  const names = new Set(allowedHosts);
  const isGood = (name: string) => names.has(name) || isLoopbackName(name);
  // A rebinding needs a name: an address is always the one that was meant.
  const passes = access === 'local' ? isGood : (name: string) => isGood(name) || isAddress(name);
  return ({ host, raw }) => {
    // What a target names in full counts, whatever stands in the header beside it (RFC 9112, 3.2.2).
    const name = nameOf(authorityOf(raw.url) ?? host);
    return passes(name) ? null : problemTexts.hostNotAllowed(name);
  };
}

const forwarded = {
  code: 'forwarded_without_key',
  detail:
    'this request came through a proxy, and the service has no keys and answers this machine alone; the operator ' +
    'can set SYSMON_API_KEYS (and SYSMON_TRUST_PROXY), or SYSMON_AUTH=off where the proxy asks who it is',
};

/** Through a proxy on this machine everybody would be this machine. HTTP/1.0 is how nginx asks if not told otherwise. */
function forwardingCheck({ headers, raw }: FastifyRequest): Refusal | null {
  if (raw.httpVersion === '1.0') return forwarded;
  for (const name in headers) if (isForwarding(name)) return forwarded;
  return null;
}

function isForwarding(name: string): boolean {
  return name.startsWith('x-forwarded-') || name === 'forwarded' || name === 'x-real-ip' || name === 'via';
}

/** The authority of a target in absolute form, `http://monitor.example.org/stats`; null of any other. */
function authorityOf(target: string | undefined): string | null {
  return /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(target ?? '')?.[1] ?? null;
}

/** The name in a Host header, without port and final dot: `monitor.example.org`, `127.0.0.1`, `::1`. */
function nameOf(host: string | undefined): string {
  const [, address, name] = /^(?:\[([0-9a-f:.]+)\]|([^:]*))(?::\d*)?$/i.exec(host ?? '') ?? [];
  return (address ?? name ?? '').toLowerCase().replace(/\.$/, '');
}

/** No browser writes an IPv4 address as one of IPv6 into a Host header. */
function isLoopbackName(name: string): boolean {
  return (isLoopback(name) && !name.startsWith('::ffff:')) || name.endsWith('.localhost');
}

function isAddress(name: string): boolean {
  return name.includes(':') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(name);
}
