import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { forms } from '../../../schemas/units.js';
import { problemOf, type Failure, type Problem } from '../../../src/failures.js';
import { Energy } from '../../../src/sampling/energy.js';
import { HistoryKeeper } from '../../../src/sampling/history/keeper.js';
import { History } from '../../../src/sampling/history/history.js';
import { Recorder } from '../../../src/sampling/history/recorder.js';
import type { Outcome } from '../../../src/sampling/sampler.js';
import { roundedOrNull, shownAs } from './rounding.js';
import type { EnergySample, HistoryMetric } from '../../../src/sampling/history/metric.js';

/** What is remembered of this machine. */
export interface MachineHistory {
  /** Null when it is switched off. */
  readonly points: History | null;
  /** What gives readings to it; null when there is none. */
  readonly recorder: Recorder | null;
  readonly energy: Energy;
  /** Whether it is to outlive the process. */
  readonly hasFile: boolean;
  /** What is wrong with remembering. */
  problems: () => Problem[];
}

declare module 'fastify' {
  interface FastifyInstance {
    history: MachineHistory;
  }
}

/** The metric of the energy meters. */
const energyMetric = {
  metric: 'gpu.energy_watt_hours',
  ...forms.wattHours,
  description: 'What the GPU has used since this service first saw it; never falls.',
  kind: 'gpu',
} as const;
const joulesPerWattHour = 3_600;
/** What was found damaged is told until the service ends, but of a disk that damages everything the last times alone. */
const mostNotices = 3;

/** Decorates the instance with `history`; it is read from its file at ready and written until close. */
export const history = fp(
  (app, _, done) => {
    const { settings, host, clock } = app.monitor;
    const points = settings.history === null ? null : new History(settings.history);
    const recorder = points === null ? null : new Recorder(points, clock);
    const store = points === null ? null : host.historyStore;
    const energy = new Energy(store !== null);
    let failure: Failure | null = null;
    const notices: Failure[] = [];
    const problems = () => [
      ...(failure === null ? [] : [historyProblem(failure)]),
      ...notices.map((notice) => problemOf('history', notice)),
    ];
    app.decorate('history', { points, recorder, energy, hasFile: store !== null, problems });
    if (points !== null && recorder !== null && store !== null) {
      const onChange = (changed: Failure | null) => {
        logChange(app, changed);
        failure = changed;
      };
      const onNotice = (notice: Failure) => {
        logFault(app, notice);
        notices.push(notice);
        notices.splice(0, notices.length - mostNotices);
      };
      const parts = { store, history: points, recorder, energy, clock, onChange, onNotice };
      const keeper = new HistoryKeeper(parts);
      app.addHook('onReady', (ready) => {
        keeper.start();
        ready();
      });
      app.addHook('preClose', () => keeper.stop());
    }
    done();
  },
  { name: 'history', dependencies: ['monitor'] },
);

/** What a domain does with every outcome of its readings; null when nothing is remembered. */
export function rememberer<R extends object>(
  { history: { points, recorder, energy }, monitor: { clock }, log }: FastifyInstance,
  metrics: readonly HistoryMetric<R>[],
  energyOf: ((reading: R) => EnergySample[]) | undefined,
): ((outcome: Outcome<R>) => void) | null {
  if (points === null || recorder === null || metrics.length === 0) return null;
  for (const metric of metrics) points.declare(metric);
  if (energyOf !== undefined) points.declare(energyMetric);
  return (outcome) => {
    const { reading, epoch, at } = outcome;
    recorder.observe(outcome);
    if (reading === null) return;
    try {
      for (const { metric, decimals, values } of metrics) {
        for (const [instance, value] of values(reading)) {
          recorder.record(metric, instance, outcome, roundedOrNull(value, decimals));
        }
      }
      for (const sample of energyOf?.(reading) ?? []) {
        energy.add(sample, at, epoch, recorder.isCertain);
        recorder.record(energyMetric.metric, sample.gpu, outcome, wattHours(energy.total(sample.gpu)));
      }
    } catch (thrown) {
      // A fault in remembering must not take the reading with it.
      log.error({ err: thrown, at: clock.epoch() }, 'a reading could not be remembered');
    }
  };
}

/** Null stays null. */
export function wattHours(joules: number | null): number | null {
  return shownAs('wattHours', joules === null ? null : joules / joulesPerWattHour);
}

function historyProblem(failure: Failure): Problem {
  const detail = `${failure.message}; history is kept in memory meanwhile`;
  return { ...problemOf('history', failure), detail };
}

function logChange(app: FastifyInstance, failure: Failure | null): void {
  if (failure === null) app.log.info({ domain: 'history' }, 'the history file is well again');
  else logFault(app, failure);
}

function logFault(app: FastifyInstance, failure: Failure): void {
  const remedy = failure.remedy ?? 'no remedy is known';
  app.log.warn({ domain: 'history', err: failure }, `history: ${failure.message} (${remedy})`);
}
