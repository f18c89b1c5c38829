import type { Static, TObject, TSchema } from '@sinclair/typebox';
import type { FastifyInstance, FastifyPluginCallback } from 'fastify';
import fp from 'fastify-plugin';
import { asFailure, type Failure, type Problem } from '../../../src/failures.js';
import type { DomainMetrics } from '../../../src/exposition/metric.js';
import type { Host } from '../../../src/host/host.js';
import { withoutBody, type Entry, type Measured, type Shown } from '../../../src/sampling/catalogue.js';
import { hasReading, Sampler, type Outcome } from '../../../src/sampling/sampler.js';
import { addComponents, dataRoute } from './data-route.js';
import type { EnergySample, HistoryMetric } from '../../../src/sampling/history/metric.js';
import type { Settings } from '../../../src/settings/settings.js';
import { rememberer } from './history.js';
import { implausibleCounter } from './implausible.js';
import type { Implausible } from '../../../src/bounds.js';

/** A body without the instant of its reading, which is added to all alike. */
export type Values<S extends TObject> = Omit<Static<S>, 'sampled_at'>;

/**
 * What a domain is made of. `R` is its reading in base units, `S` the schema of its body, `G` what it may be given when
 * it is registered: what it shares with others.
 */
export interface DomainOptions<R extends object, S extends TObject, G extends object = object> {
  /** `memory` is the route `/stats/memory`; `gpu/amd` is `/stats/gpu/amd`. */
  name: string;
  /** What the route answers, in a few words. */
  summary: string;
  /** The same in sentences, for the OpenAPI document. */
  description: string;
  /** The group in the OpenAPI document. */
  tag: string;
  schema: S;
  /** Named components the schema refers to. */
  components?: readonly TSchema[];
  /** Makes the reader: each call gives one reading or throws a Failure. */
  reader: (host: Host, settings: Settings, given: G) => () => R | Promise<R>;
  /** A reading as people read it; everything of the body but `sampled_at`. */
  present: (reading: R) => Values<S>;
  /**
   * The reading of a failure, for domains whose failure is a fact about the host (200 with a state); without it a
   * failure is a 503. `known` is the last reading that succeeded, however old: for what does not change, such as what
   * a thing is called.
   */
  readingOf?: (failure: Failure, known: R | null) => R;
  /** False for what only a view shows; its own route is left out. */
  hasRoute?: boolean;
  /** A reading as collectors read it: base units, established names. Left out for what is too dear for every scrape. */
  metrics?: DomainMetrics<R>;
  /**
   * What of a reading was told and cannot be: it is null there, says why in the body, and is counted here once a reading.
   * Whoever makes the reading holds it against bounds (`judged`, `plausible` of src/plausible.ts).
   */
  implausible: (reading: R) => readonly Implausible[];
  /** What a reading says is wrong on the host. */
  problems?: (reading: R) => Problem[];
  /** Whether `/stats` tells its problems though it does not show its body; then it is read for that too. */
  tellsProblems?: (settings: Settings) => boolean;
  /** Seconds between two readings at least, for what is dear to read; else SYSMON_INTERVAL alone decides. */
  atMostEvery?: number;
  /** What history keeps of a reading. */
  history?: readonly HistoryMetric<R>[];
  /** How often history has it read while nobody asks, ms, after such a reading; a minute when left out. */
  historyEvery?: (reading: R) => number;
  /** What the energy meters of GPUs are fed with. */
  energy?: (reading: R) => EnergySample[];
  /** Read also while nobody asks: for what is cheap, and for rates that must be true in the first answer. */
  whenIdle?: boolean;
  /** The reader computes rates, of readings of which this holds: it is called twice before the first answer. */
  rates?: true | ((reading: R) => boolean);
  /** Seconds one reading may take on Linux; 1 when left out. */
  deadline?: number;
}

const primeGap = 250;
/** How often history has a domain read that is not read while nobody asks, ms: what is dear is kept a minute apart. */
const historyInterval = 60_000;

/** The Fastify plugin of a domain: adds it to the catalogue and the schedule, and registers its route. */
export function domain<R extends object, S extends TObject, G extends object>(
  options: DomainOptions<R, S, G>,
) {
  const register: FastifyPluginCallback<G> = (app, given, done) => {
    const { settings, host, clock, catalogue, schedule } = app.monitor;
    const sampler = new Sampler<R>({
      name: options.name,
      read: options.reader(host, settings, given),
      clock,
      interval: Math.max(settings.interval, (options.atMostEvery ?? 0) * 1000),
      idleInterval: options.whenIdle === true ? settings.idleInterval : null,
      historyInterval: historyIntervalOf(options, settings),
      readingOf: options.readingOf,
      onOutcome: onOutcome(app, options),
      deadline: deadlineOn(host.platform, options.deadline ?? 1) * 1000,
      primeGap: options.rates === undefined ? null : primeGap,
      counts: options.rates === true ? undefined : options.rates,
    });
    const entry = catalogue.add(options.schema, domainEntry(app, options, sampler));
    schedule.add(sampler);
    addComponents(app, options.components ?? []);
    if (options.hasRoute !== false) dataRoute(app, entry, options);
    done();
  };
  return fp(register, { name: options.name, dependencies: ['monitor', 'history', 'guard'] });
}

/** How often history has a domain read while nobody asks, ms; null where it keeps nothing of it. */
function historyIntervalOf<R extends object, S extends TObject>(
  { history, historyEvery }: ShownOptions<R, S>,
  settings: Settings,
): ((last: R | null) => number) | null {
  if (settings.history === null || history === undefined) return null;
  return (last) => {
    const pause = last === null ? historyInterval : (historyEvery?.(last) ?? historyInterval);
    return Math.max(settings.interval, pause);
  };
}

/** What is done with every outcome that is kept: it is remembered, and what in it cannot be is counted. */
function onOutcome<R extends object, S extends TObject>(
  app: FastifyInstance,
  { name, history, energy, implausible }: ShownOptions<R, S>,
): (outcome: Outcome<R>) => void {
  const remember = rememberer(app, history ?? [], energy);
  const count = implausibleCounter(app, name);
  return (outcome) => {
    remember?.(outcome);
    if (outcome.ok) count(implausible(outcome.reading));
  };
}

/** Elsewhere than on Linux a library is asked that starts programs; PowerShell alone takes seconds. */
function deadlineOn(platform: NodeJS.Platform, seconds: number): number {
  return platform === 'linux' ? seconds : Math.max(seconds, 10);
}

/** What a domain shows of its readings. */
type ShownOptions<R extends object, S extends TObject> = Omit<DomainOptions<R, S>, 'reader'>;

function domainEntry<R extends object, S extends TObject>(
  app: FastifyInstance,
  options: ShownOptions<R, S>,
  sampler: Sampler<R>,
): Omit<Entry<Static<S>>, 'schema'> {
  let last: { outcome: Outcome<R>; shown: Shown<Static<S>> } | null = null;
  const show = (outcome: Outcome<R>): Shown<Static<S>> => {
    if (last?.outcome === outcome) return last.shown;
    const shown = { ...shownOf(options, outcome), measured: measuredOf(options, outcome) };
    logChange(app, options.name, last?.shown ?? null, shown);
    last = { outcome, shown };
    return shown;
  };
  const shownOrNull = (outcome: Outcome<R> | null) => (outcome === null ? null : show(outcome));
  return {
    name: options.name,
    summary: options.summary,
    alwaysShows: options.readingOf !== undefined,
    tellsProblems: options.tellsProblems?.(app.monitor.settings) ?? false,
    ...(options.metrics === undefined ? {} : allMetrics(options.metrics)),
    current: async () => show(await sampler.current()),
    fresh: () => shownOrNull(sampler.fresh()),
    isWanted: () => sampler.wanted,
    latest: () => shownOrNull(sampler.latest()),
  };
}

function allMetrics<R>({
  metrics,
  otherNames = {},
}: DomainMetrics<R>): Pick<Entry, 'metrics' | 'otherMetrics'> {
  const others = Object.entries(otherNames).map(([name, other]) => [name, other.metrics] as const);
  return { metrics, otherMetrics: Object.fromEntries(others) };
}

function shownOf<R extends object, S extends TObject>(
  options: ShownOptions<R, S>,
  outcome: Outcome<R>,
): Shown<Static<S>> {
  if (!hasReading(outcome)) return withoutBody(options.name, outcome.failure);
  const { reading, epoch } = outcome;
  try {
    const body = withInstant<S>(options.present(reading), epoch);
    return { ok: true, body, epoch, problems: options.problems?.(reading) ?? [] };
  } catch (thrown) {
    // A fault in showing one domain is that domain's alone.
    return withoutBody(options.name, asFailure(thrown));
  }
}

/** The whole body: the values and when they were read. */
export function withInstant<S extends TObject>(values: Values<S>, epoch: number): Static<S> {
  return { ...values, sampled_at: new Date(epoch).toISOString() };
}

function measuredOf<R extends object, S extends TObject>(
  { metrics }: ShownOptions<R, S>,
  outcome: Outcome<R>,
): Measured {
  const { ok, reading, at, took } = outcome;
  return {
    ...{ ok, at, took },
    families: () => (reading === null ? [] : (metrics?.families(reading) ?? [])),
    familiesAs: (name, hostname) =>
      reading === null ? [] : (metrics?.otherNames?.[name]?.families(reading, hostname) ?? []),
  };
}

/** One log line when something breaks, whether a domain cannot be read or the host says so; one when it heals. */
function logChange(app: FastifyInstance, name: string, before: Shown | null, after: Shown): void {
  const keyOf = ({ domain, code, detail }: Problem) => `${domain} ${code} ${detail}`;
  const reported = new Set(before?.problems.map(keyOf));
  for (const problem of after.problems) {
    if (reported.has(keyOf(problem))) continue;
    const err = after.ok ? undefined : after.failure;
    app.log.warn({ domain: name, err }, sentence(problem));
  }
  if (reported.size > 0 && after.problems.length === 0)
    app.log.info({ domain: name }, `${name} is well again`);
}

function sentence({ domain, detail, remedy }: Problem): string {
  return remedy === null ? `${domain}: ${detail}` : `${domain}: ${detail} (${remedy})`;
}
