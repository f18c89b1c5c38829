import type { FastifyInstance } from 'fastify';
import { Failure, problemOf, type Problem } from '../../../src/failures.js';
import type { Entry, Shown } from '../../../src/sampling/catalogue.js';
import { jsonOf } from './data-route.js';
import { JsonBody } from './json-body.js';
import { withinTimeout } from './timeout.js';

/** How long one slow domain may hold up all the others, ms; after that it is null and named in `problems`. */
const timeout = 2_000;

/** Several domains put together in one body, in the order of `entries`: of the very text that their own routes send. */
export class Snapshot {
  readonly #app: FastifyInstance;
  /** Every domain the body has a key for; null is one that is not read, and whose key is null. */
  readonly #entries: readonly (readonly [string, Entry | null])[];
  /** Those that have none, and whose problems are told all the same. */
  readonly #beside: readonly Entry[];
  #last: { shown: readonly (Shown | null)[]; problems: string; json: JsonBody } | null = null;

  /** Of `entries` those are read that are in `wanted`. */
  constructor(app: FastifyInstance, entries: ReadonlyMap<string, Entry>, wanted: ReadonlySet<string>) {
    this.#app = app;
    this.#entries = [...entries].map(([name, entry]) => [name, wanted.has(name) ? entry : null] as const);
    const isWhole = [...entries.keys()].every((name) => wanted.has(name));
    this.#beside = isWhole ? app.monitor.catalogue.all().filter(({ tellsProblems }) => tellsProblems) : [];
  }

  /** The body with what the domains show now, where all that is in memory; else null. */
  fresh(): JsonBody | null {
    const all = this.#all();
    const shown = all.map((entry) => entry?.fresh() ?? null);
    return all.every((entry, index) => entry === null || shown[index] !== null) ? this.#json(shown) : null;
  }

  /** The body with what the domains show now. Never rejects. */
  async current(): Promise<JsonBody> {
    const { clock } = this.#app.monitor;
    const shown = this.#all().map(async (entry) =>
      entry === null ? null : withinTimeout(clock, entry, timeout),
    );
    for (const [, entry] of this.#entries) if (entry !== null) this.#app.prepareSerialiser(entry);
    return this.#json(await Promise.all(shown));
  }

  #all(): (Entry | null)[] {
    return [...this.#entries.map(([, entry]) => entry), ...this.#beside];
  }

  /** Put together anew when one of the domains has something new to show. */
  #json(shown: readonly (Shown | null)[]): JsonBody {
    const others = this.#app.history.problems();
    const problems = others.length === 0 ? '' : JSON.stringify(others);
    const last = this.#last;
    if (last?.problems === problems && shown.every((one, index) => one === last.shown[index]))
      return last.json;
    const json = new JsonBody(this.#composed(shown, others));
    this.#last = { shown, problems, json };
    return json;
  }

  #composed(shown: readonly (Shown | null)[], others: readonly Problem[]): string {
    const parts: string[] = [];
    const problems: Problem[] = [];
    let oldest = this.#app.monitor.clock.epoch();
    for (const [index, [name, entry]] of this.#entries.entries()) {
      const domain = shown[index] ?? null;
      const json = entry === null || domain === null ? null : this.#jsonOrFailure(entry, domain);
      parts.push(`${index === 0 ? '{' : ','}"${name}":`, json instanceof JsonBody ? json.text : 'null');
      problems.push(...(json instanceof Failure ? [problemOf(name, json)] : (domain?.problems ?? [])));
      if (domain?.ok === true) oldest = Math.min(oldest, domain.epoch);
    }
    const beside = shown.slice(this.#entries.length);
    problems.push(...beside.flatMap((domain) => domain?.problems ?? []), ...others);
    const tail = { sampled_at: new Date(oldest).toISOString(), problems };
    parts.push(`,${JSON.stringify(tail).slice(1)}`);
    return parts.join('');
  }

  /** A body that does not fit its schema is a fault of that domain alone, and must not take the others with it. */
  #jsonOrFailure(entry: Entry, shown: Shown): JsonBody | null | Failure {
    if (!shown.ok) return null;
    try {
      return jsonOf(entry, shown, this.#app.serialise);
    } catch (thrown) {
      this.#app.log.error({ err: thrown, domain: entry.name }, 'a body does not fit its schema');
      return new Failure('failed', `${entry.name} cannot be shown; the log of the service says more`, {
        cause: thrown,
      });
    }
  }
}
