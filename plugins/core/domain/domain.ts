import type { Static, TObject, TSchema } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { asFailure, Failure, type Trouble } from '../../../src/failures.js';
import type { DomainMetrics, Family } from '../../../src/exposition/metric.js';
import type { Host } from '../../../src/host/host.js';
import type { Entry, Measured, Shown } from '../../../src/sampling/catalogue.js';
import { Sampler, type Outcome } from '../../../src/sampling/sampler.js';
import { addComponents, dataRoute } from './data-route.js';
import type { EnergySample, Tracked } from '../../../src/sampling/tracked.js';
import type { Settings } from '../../../src/settings/settings.js';
import { rememberer } from './history.js';

/** What a domain is made of. `R` is its reading in base units, `S` the schema of its body. */
export interface DomainOptions<R, S extends TObject> {
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
  reader: (host: Host, settings: Settings) => () => R | Promise<R>;
  /** A reading as people read it; everything of the body but `sampled_at`. */
  present: (reading: R) => Omit<Static<S>, 'sampled_at'>;
  /**
   * What to show when the reading failed, for domains whose failure is a fact about the host (200 with a state);
   * without it a failure is a 503. `known` is the last reading that succeeded, however old: for what does not change,
   * such as what a thing is called.
   */
  presentFailure?: (failure: Failure, known: R | null) => Omit<Static<S>, 'sampled_at'>;
  /** False for what only a view shows; its own route is left out. */
  hasRoute?: boolean;
  /** A reading as collectors read it: base units, established names. Left out for what is too dear for every scrape. */
  metrics?: DomainMetrics<R>;
  /** What there is to collect when the reading failed; nothing when left out. */
  metricsOfFailure?: (failure: Failure, known: R | null) => Family[];
  /** What a sound body says is wrong on the host. */
  troubles?: (body: Static<S>) => Trouble[];
  /** Seconds between two readings at least, for what is dear to read; else SYSMON_INTERVAL alone decides. */
  atMostEvery?: number;
  /** What history keeps of a reading. */
  history?: readonly Tracked<R>[];
  /** What the energy meters of GPUs are fed with. */
  energy?: (reading: R) => EnergySample[];
  /** Read also while nobody asks: for what is cheap, and for rates that must be true in the first answer. */
  whenIdle?: boolean;
  /** The reader computes rates: it is called twice before the first answer. */
  rates?: boolean;
  /** Seconds one reading may take on Linux; 1 when left out. */
  deadline?: number;
}

const primeGap = 250;
/** How often history has a domain read that is not read while nobody asks, ms: what is dear is kept a minute apart. */
const historyInterval = 60_000;

/** The Fastify plugin of a domain: adds it to the catalogue and the schedule, and registers its route. */
export function domain<R, S extends TObject>(options: DomainOptions<R, S>) {
  return fp((app, _, done) => {
    const { settings, host, clock, catalogue, schedule } = app.monitor;
    const sampler = new Sampler<R>({
      name: options.name,
      read: options.reader(host, settings),
      clock,
      interval: Math.max(settings.interval, (options.atMostEvery ?? 0) * 1000),
      idleInterval: options.whenIdle === true ? settings.idleInterval : null,
      historyInterval: settings.history === null || options.history === undefined ? null : historyInterval,
      onOutcome: rememberer(app, options.history ?? [], options.energy),
      deadline: deadlineOn(host.platform, options.deadline ?? 1) * 1000,
      primeGap: options.rates === true ? primeGap : null,
    });
    const entry = domainEntry(app, options, sampler);
    schedule.add(sampler);
    catalogue.add(entry);
    addComponents(app, options.components ?? []);
    if (options.hasRoute === false) addComponents(app, [options.schema]);
    else dataRoute(app, entry, options);
    done();
  });
}

/** Elsewhere than on Linux a library is asked that starts programs; PowerShell alone takes seconds. */
function deadlineOn(platform: NodeJS.Platform, seconds: number): number {
  return platform === 'linux' ? seconds : Math.max(seconds, 10);
}

function domainEntry<R, S extends TObject>(
  app: FastifyInstance,
  options: DomainOptions<R, S>,
  sampler: Sampler<R>,
): Entry {
  let last: { outcome: Outcome<R>; shown: Shown } | null = null;
  const show = (outcome: Outcome<R>): Shown => {
    if (last?.outcome === outcome) return last.shown;
    const known = sampler.known();
    const shown = { ...shownOf(options, outcome, known), measured: measuredOf(options, outcome, known) };
    logChange(app, options.name, last?.shown ?? null, shown);
    last = { outcome, shown };
    return shown;
  };
  return {
    name: options.name,
    summary: options.summary,
    schema: options.schema,
    alwaysShows: options.presentFailure !== undefined,
    ...(options.metrics === undefined ? {} : { metrics: options.metrics.metrics }),
    current: async () => show(await sampler.current()),
    latest: () => {
      const outcome = sampler.latest();
      return outcome === null ? null : show(outcome);
    },
  };
}

function shownOf<R, S extends TObject>(
  options: DomainOptions<R, S>,
  outcome: Outcome<R>,
  known: R | null,
): Shown {
  try {
    const values = outcome.ok
      ? options.present(outcome.reading)
      : options.presentFailure?.(outcome.failure, known);
    if (values === undefined) return { ok: false, failure: (outcome as { failure: Failure }).failure };
    const body = { ...values, sampled_at: new Date(outcome.epoch).toISOString() };
    return { ok: true, body, epoch: outcome.epoch, troubles: options.troubles?.(body) ?? [] };
  } catch (thrown) {
    // A fault in showing one domain is that domain's alone.
    return { ok: false, failure: asFailure(thrown) };
  }
}

function measuredOf<R, S extends TObject>(
  options: DomainOptions<R, S>,
  outcome: Outcome<R>,
  known: R | null,
): Measured {
  const families = () => {
    if (outcome.ok) return options.metrics?.families(outcome.reading) ?? [];
    return options.metricsOfFailure?.(outcome.failure, known) ?? [];
  };
  return { ok: outcome.ok, at: outcome.at, took: outcome.took, families };
}

/** One log line when something breaks, whether a domain cannot be read or the host says so; one when it heals. */
function logChange(app: FastifyInstance, name: string, before: Shown | null, after: Shown): void {
  const told = new Set(before === null ? [] : troublesOf(name, before).map(({ key }) => key));
  const now = troublesOf(name, after);
  for (const { key, text, err } of now) if (!told.has(key)) app.log.warn({ domain: name, err }, text);
  if (told.size > 0 && now.length === 0) app.log.info({ domain: name }, `${name} is well again`);
}

function troublesOf(name: string, shown: Shown): { key: string; text: string; err?: Failure }[] {
  if (!shown.ok) {
    const { code, message } = shown.failure;
    return [{ key: code, text: `${name} cannot be read: ${message}`, err: shown.failure }];
  }
  return shown.troubles.map(({ domain, code, detail, remedy }) => ({
    key: `${domain} ${code} ${detail}`,
    text: remedy === null ? `${domain}: ${detail}` : `${domain}: ${detail} (${remedy})`,
  }));
}
