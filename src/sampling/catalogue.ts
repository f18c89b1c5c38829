import type { Static, TObject } from '@sinclair/typebox';
import type { Family, Metric } from '../exposition/metric.js';
import { problemOf, type Failure, type Problem } from '../failures.js';

/** What a domain shows at one moment: a body and when it was read, or why there is none. */
export type Shown<B extends object = object> = (
  | { readonly ok: true; readonly body: B; readonly epoch: number; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly failure: Failure; readonly problems: readonly Problem[] }
) & {
  /** The reading behind it; absent where there was none yet, and of domains that read nothing themselves. */
  readonly measured?: Measured;
};

/** A reading, or the attempt at one, as metrics tell of it. */
export interface Measured {
  /** Whether it succeeded. */
  readonly ok: boolean;
  /** When it ended, in ms of the monotonic clock. */
  readonly at: number;
  /** How long it took, ms. */
  readonly took: number;
  /** Its values; throws when there is a fault in how they are shown. */
  families(): readonly Family[];
  /** The same as the exporter `name` calls them; none where it knows nothing of this domain. */
  familiesAs(name: string, hostname: string | null): readonly Family[];
}

/** What is shown of a domain that has no body. */
export function withoutBody(domain: string, failure: Failure): Shown<never> & { readonly ok: false } {
  return { ok: false, failure, problems: [problemOf(domain, failure)] };
}

/** One domain as views and derived domains see it. */
export interface Entry<B extends object = object> {
  readonly name: string;
  readonly summary: string;
  /** Of its body. No two domains have the same. */
  readonly schema: TObject;
  /** It has a body whatever happens: what goes wrong is a fact about the host, and stands in it. */
  readonly alwaysShows: boolean;
  /** Whether its problems are told where all domains are shown at once, though its body is not shown there. */
  readonly tellsProblems?: boolean;
  /** All metrics it may give; absent of domains that read nothing themselves. */
  readonly metrics?: readonly Metric[];
  /** Those under the names of other exporters. */
  readonly otherMetrics?: Readonly<Record<string, readonly Metric[]>>;
  /** What it shows now. Never rejects. The same object is given until the next reading. */
  current(): Promise<Shown<B>>;
  /** The same where it is in memory, asked for as `current` is; null where it has to be read first. */
  fresh(): Shown<B> | null;
  /** Whether somebody asked for it within the last minute. */
  isWanted(): boolean;
  /** What it showed last, from memory alone and without waking anything; null before the first reading. */
  latest(): Shown<B> | null;
}

/** The domains of this process by the schemas of their bodies, in the order of their registration. */
export class Catalogue {
  readonly #entries = new Map<TObject, Entry>();

  add<S extends TObject>(schema: S, entry: Omit<Entry<Static<S>>, 'schema'>): Entry<Static<S>> {
    if (this.all().some(({ name }) => name === entry.name) || this.#entries.has(schema)) {
      throw new Error(`the domain ${entry.name} is registered twice`);
    }
    const added = { ...entry, schema };
    this.#entries.set(schema, added);
    return added;
  }

  /** The domain whose body has this schema. */
  get<S extends TObject>(schema: S): Entry<Static<S>> {
    const entry = this.#entries.get(schema);
    if (entry === undefined) {
      throw new Error(
        `there is no domain of ${schema.$id ?? 'this schema'}; register it before what needs it`,
      );
    }
    // `add` is the only way in, and takes no other bodies.
    return entry as Entry<Static<S>>;
  }

  all(): Entry[] {
    return [...this.#entries.values()];
  }
}
