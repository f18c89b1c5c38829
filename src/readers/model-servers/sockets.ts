import type { Host } from '../../host/host.js';
import { parseProcNetTcp, type NetTcpSocket } from '../../parsers/proc/net-tcp.js';

/** The TCP sockets of a network that have a port at one of their ends. */
export type Sockets = (port: number) => readonly NetTcpSocket[];

/** Numbers of states, include/net/tcp_states.h. */
const established = 1;
const listening = 10;

/** A machine without IPv6 has only the first. */
const files = ['net/tcp', 'net/tcp6'];

/** For how long sockets are told anew, ms for each character of their files: tens of thousands are not read each second. */
const belief = 1 / 200;
const longestBelief = 10_000;

/** Machines whose numbers begin with their largest digits, as uname(1) names them. */
const bigEndian = ['s390x', 's390', 'ppc64', 'ppc', 'mips64', 'mips', 'sparc64'];

/** Gives them as they were at most so many ms ago; null where they are not told. */
export type SocketsOf = (greatestAge: number) => Sockets | null;

/**
 * Gives the TCP sockets of the network that this process is in. The kernel looks through a table for them that is as large
 * as its memory allows, which takes milliseconds even where there are few: who asks says how old they may be.
 */
export function socketsOf({ clock, proc, architecture }: Host): SocketsOf {
  const options = { isBigEndian: bigEndian.includes(architecture) };
  let last: { sockets: Sockets | null; at: number; belief: number } | null = null;
  return (greatestAge) => {
    const at = clock.monotonic();
    if (last === null || at - last.at >= Math.max(greatestAge, last.belief)) {
      const texts = files.map((file) => proc.optional(file)).filter((text) => text !== null);
      const length = texts.reduce((sum, text) => sum + text.length, 0);
      const sockets: Sockets = (port) => texts.flatMap((text) => parseProcNetTcp(text, { ...options, port }));
      last = {
        sockets: texts.length === 0 ? null : sockets,
        at,
        belief: Math.min(longestBelief, length * belief),
      };
    }
    return last.sockets;
  };
}

/** The sockets that take connections at a port. */
export function listenersAt(sockets: Sockets, port: number): NetTcpSocket[] {
  return sockets(port).filter(({ localPort, state }) => localPort === port && state === listening);
}

/**
 * How many requests may wait for a server at most, where it is told only how many are being answered: connections to its
 * port that are neither our own nor those of a busy slot. Clients that keep a connection and ask nothing count too. Null
 * where sockets are not told.
 */
export function queueAtMost(
  sockets: Sockets | null,
  port: number,
  { own, busy }: { own: number; busy: number },
): number | null {
  if (sockets === null) return null;
  const open = sockets(port).filter(
    ({ localPort, state }) => localPort === port && state === established,
  ).length;
  return Math.max(0, open - own - busy);
}
