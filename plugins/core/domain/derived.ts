import type { Static, TObject, TSchema } from '@sinclair/typebox';
import fp from 'fastify-plugin';
import { asFailure, type Failure, type Trouble } from '../../../src/failures.js';
import type { Entry, Shown } from '../../../src/sampling/catalogue.js';
import { addComponents, dataRoute } from './data-route.js';

/** The bodies a derived domain is made of, by domain name; null where one could not be read. */
export type Inputs<N extends Record<string, TObject>> = { [K in keyof N]: Static<N[K]> | null };

/** Why inputs are missing, by domain name. */
export type Missing = ReadonlyMap<string, Failure>;

export interface DerivedOptions<N extends Record<string, TObject>, S extends TObject> {
  name: string;
  summary: string;
  description: string;
  tag: string;
  schema: S;
  /** Named components the schema refers to. */
  components?: readonly TSchema[];
  /** False for what only a view shows; its own route is left out. */
  hasRoute?: boolean;
  /** The domains this one is made of: name → schema of its body. They must be registered before. */
  needs: N;
  /** `combine` throws a Failure when inputs are missing that it cannot do without. */
  mayFail?: true;
  /** The body but `sampled_at`, of the inputs as their own routes show them. */
  combine: (inputs: Inputs<N>, missing: Missing) => Omit<Static<S>, 'sampled_at'>;
  troubles?: (body: Static<S>) => Trouble[];
}

/**
 * The Fastify plugin of a domain that is made of others and reads nothing itself. A failed input costs only its
 * own fields. Since every need must be registered before, needs cannot form a circle.
 */
export function derived<N extends Record<string, TObject>, S extends TObject>(options: DerivedOptions<N, S>) {
  return fp((app, _, done) => {
    const { catalogue } = app.monitor;
    const needs = Object.keys(options.needs).map((name) => catalogue.get(name));
    const entry = derivedEntry(options, needs);
    catalogue.add(entry);
    addComponents(app, options.components ?? []);
    if (options.hasRoute === false) addComponents(app, [options.schema]);
    else dataRoute(app, entry, options);
    done();
  });
}

function derivedEntry<N extends Record<string, TObject>, S extends TObject>(
  options: DerivedOptions<N, S>,
  needs: Entry[],
): Entry {
  let last: { inputs: Shown[]; shown: Shown } | null = null;
  const show = (inputs: Shown[]): Shown => {
    if (last !== null && inputs.every((input, index) => input === last?.inputs[index])) return last.shown;
    last = { inputs, shown: combined(options, needs, inputs) };
    return last.shown;
  };
  return {
    name: options.name,
    summary: options.summary,
    schema: options.schema,
    // One input is enough.
    alwaysShows: options.mayFail !== true && needs.some(({ alwaysShows }) => alwaysShows),
    current: async () => show(await Promise.all(needs.map((need) => need.current()))),
    latest: () => {
      const inputs = needs.map((need) => need.latest()).filter((input) => input !== null);
      return inputs.length === needs.length ? show(inputs) : null;
    },
  };
}

function combined<N extends Record<string, TObject>, S extends TObject>(
  options: DerivedOptions<N, S>,
  needs: Entry[],
  inputs: Shown[],
): Shown {
  const bodies: Record<string, unknown> = {};
  const missing = new Map<string, Failure>();
  const epochs: number[] = [];
  needs.forEach(({ name }, index) => {
    const input = inputs[index];
    bodies[name] = input?.ok === true ? input.body : null;
    if (input?.ok === true) epochs.push(input.epoch);
    if (input?.ok === false) missing.set(name, input.failure);
  });
  const [firstFailure] = missing.values();
  if (epochs.length === 0 && firstFailure !== undefined) return { ok: false, failure: firstFailure };
  try {
    // The oldest input tells how old the whole may be.
    const epoch = Math.min(...epochs);
    const values = options.combine(bodies as Inputs<N>, missing);
    const body = { ...values, sampled_at: new Date(epoch).toISOString() };
    return { ok: true, body, epoch, troubles: options.troubles?.(body) ?? [] };
  } catch (thrown) {
    return { ok: false, failure: asFailure(thrown) };
  }
}
