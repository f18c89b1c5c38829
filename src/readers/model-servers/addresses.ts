import type { Host } from '../../host/host.js';
import type { ServerProcess } from './find.js';
import { reachable, refusalOf, type Address, type Unreachable } from './reachable.js';
import type { SocketsOf } from './sockets.js';

/** How long it is believed who listens at the port of a server that answers, ms: looking for it takes milliseconds. */
const belief = 10_000;
/** The same of one that does not listen yet, for as long as it may be about to, ms. */
const shortBelief = 900;
const youth = 15_000;

interface Known {
  where: Address | Unreachable;
  firstAt: number;
  until: number;
  /** It did not answer there. */
  isDoubted: boolean;
}

/** Where servers may be asked, by the key that tells one from every other. */
export class Addresses {
  readonly #host: Host;
  readonly #sockets: SocketsOf;
  readonly #known = new Map<string, Known>();

  constructor(host: Host, sockets: SocketsOf) {
    this.#host = host;
    this.#sockets = sockets;
  }

  /** Where this server may be asked, as `reachable` tells; its user and its network are looked at each time. */
  of(key: string, server: ServerProcess): Address | Unreachable {
    const refusal = refusalOf(this.#host, server);
    if (refusal !== null) {
      this.#known.delete(key);
      return refusal;
    }
    const now = this.#host.clock.monotonic();
    const known = this.#known.get(key);
    if (known?.isDoubted === false && now < known.until) return known.where;
    const firstAt = known?.firstAt ?? now;
    const isYoung = now - firstAt < youth;
    const where = reachable(
      this.#host,
      this.#sockets(isYoung || known?.isDoubted === true ? shortBelief : belief / 2),
      server,
    );
    const isShort = isYoung && !('address' in where);
    const until = now + (isShort ? shortBelief : belief);
    this.#known.set(key, { where, firstAt, until, isDoubted: false });
    return where;
  }

  /** Looks again the next time: what listens there did not answer. */
  doubt(key: string): void {
    const known = this.#known.get(key);
    if (known !== undefined) known.isDoubted = true;
  }

  /** Forgets all but these. */
  keep(keys: ReadonlySet<string>): void {
    for (const key of this.#known.keys()) if (!keys.has(key)) this.#known.delete(key);
  }
}
