import type { Host } from '../../host/host.js';
import { connectableHost, isLoopback } from '../../parsers/network-address.js';
import type { NetTcpSocket } from '../../parsers/proc/net-tcp.js';
import type { ServerProcess } from './find.js';
import { listenersAt, type Sockets } from './sockets.js';

/** Where a server may be asked. */
export interface Address {
  address: string;
  port: number;
}

/** Why it may not be. */
export interface Unreachable {
  /** It does not listen: it may be about to. */
  isSilent: boolean;
  reason: string;
  remedy: string | null;
}

/**
 * Where a server that was found among the processes may be asked. Any user of the machine can start a program of any
 * name with any port in its command line, so nothing is connected to unless who listens there is the user of that
 * process (and of the Ollama that started it), in this process's own network.
 */
export function reachable(host: Host, sockets: Sockets | null, server: ServerProcess): Address | Unreachable {
  const refusal = refusalOf(host, server);
  const { port } = server.command;
  if (refusal !== null || port === null) return refusal ?? portless;
  if (sockets === null) return never('which user listens at its port cannot be told (/proc/net/tcp)', null);
  return addressOf(sockets, port, server.userId);
}

const portless = never('its command line does not say at which port it listens', 'start it with --port');

/** Why a server may not be asked, whoever listens at its port; null when that decides. */
export function refusalOf(host: Host, server: ServerProcess): Unreachable | null {
  if (server.command.port === null) return portless;
  const user = server.userId;
  if (user === null || isNobody(host, user)) {
    return never(
      'whose process it is cannot be told',
      'run this service in the user namespace of the machine',
    );
  }
  if (server.parent?.isOllama === true && server.parent.userId !== user) {
    return never('it is the process of another user than the Ollama that started it', null);
  }
  return inOtherNetwork(host, server);
}

function never(reason: string, remedy: string | null): Unreachable {
  return { isSilent: false, reason, remedy };
}

/** The user that stands for all those that a user namespace does not have: two of them need not be one. */
const nobody = 65_534;

function isNobody({ own }: Host, user: number): boolean {
  // Where every user has its number, this is the user nobody.
  return user === nobody && !/^\s*0\s+0\s+4294967295\s*$/.test(own.optional('proc/self/uid_map') ?? '');
}

/** Each network has files of its own for its sockets; the same port in another network is another server's. */
function inOtherNetwork({ proc }: Host, { pid }: ServerProcess): Unreachable | null {
  const ours = proc.identity('net/tcp');
  const its = proc.identity(`${pid}/net/tcp`);
  if (ours === null || its === null) return never('in which network it listens cannot be told', null);
  if (ours.inode === its.inode && ours.device === its.device) return null;
  return never(
    'it listens in another network namespace, as of a container, which is not reached from here',
    'run this service in the same network: docker run --network=container:<its container>, or both with --network=host',
  );
}

function addressOf(sockets: Sockets, port: number, user: number | null): Address | Unreachable {
  const listeners = listenersAt(sockets, port);
  if (listeners.length === 0) {
    return { isSilent: true, reason: `nothing listens at its port ${port}`, remedy: null };
  }
  const addresses = listeners
    .filter(({ uid }) => uid === user)
    .map(({ localAddress }) => connectableHost(plain(localAddress)))
    .sort((one, other) => rank(one) - rank(other));
  const address = addresses.find((one) => takers(listeners, one).every(({ uid }) => uid === user));
  if (address !== undefined) return { address, port };
  return never(`what listens at its port ${port} is another user’s`, null);
}

/** An address of IPv4 that a socket of IPv6 has, as it is. */
function plain(address: string): string {
  return address.replace(/^::ffff:/, '');
}

/** Loopback first. */
function rank(address: string): number {
  return isLoopback(address) ? 0 : 1;
}

/** Those that may be who takes a connection to this address. */
function takers(listeners: readonly NetTcpSocket[], address: string): NetTcpSocket[] {
  const taking = [address, '0.0.0.0', '::'];
  return listeners.filter(({ localAddress }) => taking.includes(plain(localAddress)));
}
