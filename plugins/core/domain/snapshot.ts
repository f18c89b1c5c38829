import type { FastifyInstance } from 'fastify';
import { Failure, problemOf, type Problem } from '../../../src/failures.js';
import type { Entry, Shown } from '../../../src/sampling/catalogue.js';
import { bytesOf } from './data-route.js';
import { withinTimeout } from './timeout.js';

/** How long one slow domain may hold up all the others, ms; after that it is null and named in `problems`. */
const timeout = 2_000;

/** Several domains put together in one body, in the order of `entries`: of the very bytes that their own routes send. */
export class Snapshot {
  readonly #app: FastifyInstance;
  /** Every domain the body has a key for; null is one that is not read, and whose key is null. */
  readonly #entries: readonly (readonly [string, Entry | null])[];
  #last: { shown: readonly (Shown | null)[]; problems: string; bytes: Buffer } | null = null;

  /** Of `entries` those are read that are in `wanted`. */
  constructor(app: FastifyInstance, entries: ReadonlyMap<string, Entry>, wanted: ReadonlySet<string>) {
    this.#app = app;
    this.#entries = [...entries].map(([name, entry]) => [name, wanted.has(name) ? entry : null] as const);
  }

  /** The body with what the domains show now, where all that is in memory; else null. */
  fresh(): Buffer | null {
    const shown = this.#entries.map(([, entry]) => entry?.fresh() ?? null);
    return this.#entries.every(([, entry], index) => entry === null || shown[index] !== null)
      ? this.#bytes(shown)
      : null;
  }

  /** The body with what the domains show now. Never rejects. */
  async current(): Promise<Buffer> {
    const { clock } = this.#app.monitor;
    const shown = this.#entries.map(async ([, entry]) =>
      entry === null ? null : withinTimeout(clock, entry, timeout),
    );
    for (const [, entry] of this.#entries) if (entry !== null) this.#app.prepareSerialiser(entry);
    return this.#bytes(await Promise.all(shown));
  }

  /** Put together anew when one of the domains has something new to show. */
  #bytes(shown: readonly (Shown | null)[]): Buffer {
    const others = this.#app.history.problems();
    const problems = others.length === 0 ? '' : JSON.stringify(others);
    const last = this.#last;
    if (last?.problems === problems && shown.every((one, index) => one === last.shown[index]))
      return last.bytes;
    const bytes = this.#composed(shown, others);
    this.#last = { shown, problems, bytes };
    return bytes;
  }

  #composed(shown: readonly (Shown | null)[], others: readonly Problem[]): Buffer {
    const parts: Buffer[] = [];
    const problems: Problem[] = [];
    let oldest = this.#app.monitor.clock.epoch();
    for (const [index, [name, entry]] of this.#entries.entries()) {
      const domain = shown[index] ?? null;
      const bytes = entry === null || domain === null ? null : this.#bytesOrFailure(entry, domain);
      parts.push(Buffer.from(`${index === 0 ? '{' : ','}"${name}":`));
      parts.push(Buffer.isBuffer(bytes) ? bytes : Buffer.from('null'));
      problems.push(...(bytes instanceof Failure ? [problemOf(name, bytes)] : (domain?.problems ?? [])));
      if (domain?.ok === true) oldest = Math.min(oldest, domain.epoch);
    }
    problems.push(...others);
    const tail = { sampled_at: new Date(oldest).toISOString(), problems };
    parts.push(Buffer.from(`,${JSON.stringify(tail).slice(1)}`));
    return Buffer.concat(parts);
  }

  /** A body that does not fit its schema is a fault of that domain alone, and must not take the others with it. */
  #bytesOrFailure(entry: Entry, shown: Shown): Buffer | null | Failure {
    if (!shown.ok) return null;
    try {
      return bytesOf(entry, shown, this.#app.serialise);
    } catch (thrown) {
      this.#app.log.error({ err: thrown, domain: entry.name }, 'a body does not fit its schema');
      return new Failure('failed', `${entry.name} cannot be shown; the log of the service says more`, {
        cause: thrown,
      });
    }
  }
}
