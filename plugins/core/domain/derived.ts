import type { Static, TObject, TSchema } from '@sinclair/typebox';
import type { FastifyPluginCallback } from 'fastify';
import fp from 'fastify-plugin';
import { asFailure, type Failure } from '../../../src/failures.js';
import { withoutBody, type Entry, type Shown } from '../../../src/sampling/catalogue.js';
import { recognised } from '../../../src/recognised.js';
import { addComponents, dataRoute } from './data-route.js';
import { withInstant, type Values } from './domain.js';

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
  combine: (inputs: Inputs<N>, missing: Missing) => Values<S>;
  /** The problems of its inputs are its own too: where it stands for them, as `gpu` does for its vendors. */
  passesProblems?: true;
}

/**
 * The Fastify plugin of a domain that is made of others and reads nothing itself. A failed input costs only its
 * own fields. Since every need must be registered before, needs cannot form a circle.
 */
export function derived<N extends Record<string, TObject>, S extends TObject>(options: DerivedOptions<N, S>) {
  const register: FastifyPluginCallback = (app, _, done) => {
    const { catalogue } = app.monitor;
    const needs = Object.values(options.needs).map((schema) => catalogue.get(schema));
    const entry = catalogue.add(options.schema, derivedEntry(options, needs));
    addComponents(app, options.components ?? []);
    if (options.hasRoute !== false) dataRoute(app, entry, options);
    done();
  };
  return fp(register, { name: options.name, dependencies: ['guard', ...Object.keys(options.needs)] });
}

function derivedEntry<N extends Record<string, TObject>, S extends TObject>(
  options: DerivedOptions<N, S>,
  needs: Entry[],
): Omit<Entry<Static<S>>, 'schema'> {
  const show = recognised((...inputs: Shown[]) => combined(options, inputs));
  const ofAll = (inputs: readonly (Shown | null)[]) => (isWhole(inputs) ? show(...inputs) : null);
  return {
    name: options.name,
    summary: options.summary,
    // One input is enough.
    alwaysShows: options.mayFail !== true && needs.some(({ alwaysShows }) => alwaysShows),
    current: async () => show(...(await Promise.all(needs.map((need) => need.current())))),
    fresh: () => ofAll(needs.map((need) => need.fresh())),
    isWanted: () => needs.some((need) => need.isWanted()),
    latest: () => ofAll(needs.map((need) => need.latest())),
  };
}

function isWhole(inputs: readonly (Shown | null)[]): inputs is readonly Shown[] {
  return inputs.every((input) => input !== null);
}

function combined<N extends Record<string, TObject>, S extends TObject>(
  options: DerivedOptions<N, S>,
  inputs: Shown[],
): Shown<Static<S>> {
  const named = Object.keys(options.needs).map((name, index) => [name, inputs[index]] as const);
  const missing = new Map(named.flatMap(([name, one]) => (one?.ok === false ? [[name, one.failure]] : [])));
  const epochs = inputs.flatMap((one) => (one.ok ? [one.epoch] : []));
  const [firstFailure] = missing.values();
  if (epochs.length === 0 && firstFailure !== undefined) return withoutBody(options.name, firstFailure);
  try {
    // The oldest input tells how old the whole may be.
    const epoch = Math.min(...epochs);
    const body = withInstant<S>(options.combine(bodiesOf<N>(named), missing), epoch);
    const problems = options.passesProblems === true ? inputs.flatMap((one) => one.problems) : [];
    return { ok: true, body, epoch, problems };
  } catch (thrown) {
    return withoutBody(options.name, asFailure(thrown));
  }
}

function bodiesOf<N extends Record<string, TObject>>(named: (readonly [string, Shown | undefined])[]) {
  // They come from the catalogue by the very schemas of N.
  return Object.fromEntries(
    named.map(([name, one]) => [name, one?.ok === true ? one.body : null]),
  ) as Inputs<N>;
}
