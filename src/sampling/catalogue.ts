import type { TObject } from '@sinclair/typebox';
import type { Family, Metric } from '../exposition/metric.js';
import type { Failure, Trouble } from '../failures.js';

/** What a domain shows at one moment: a body and when it was read, or why there is none. */
export type Shown<B = unknown> = (
  | { readonly ok: true; readonly body: B; readonly epoch: number; readonly troubles: readonly Trouble[] }
  | { readonly ok: false; readonly failure: Failure }
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
}

/** One domain as views and derived domains see it. */
export interface Entry<B = unknown> {
  readonly name: string;
  readonly summary: string;
  readonly schema: TObject;
  /** It has a body whatever happens: what goes wrong is a fact about the host, and stands in it. */
  readonly alwaysShows: boolean;
  /** All metrics it may give; absent of domains that read nothing themselves. */
  readonly metrics?: readonly Metric[];
  /** What it shows now. Never rejects. The same object is given until the next reading. */
  current(): Promise<Shown<B>>;
  /** What it showed last, from memory alone and without waking anything; null before the first reading. */
  latest(): Shown<B> | null;
}

/** The domains of this process by name, in the order of their registration. */
export class Catalogue {
  readonly #entries = new Map<string, Entry>();

  add(entry: Entry): void {
    if (this.#entries.has(entry.name)) throw new Error(`the domain ${entry.name} is registered twice`);
    this.#entries.set(entry.name, entry);
  }

  get(name: string): Entry {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new Error(`there is no domain ${name}; register it before what needs it`);
    return entry;
  }

  all(): Entry[] {
    return [...this.#entries.values()];
  }
}
