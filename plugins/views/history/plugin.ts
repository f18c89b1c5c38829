import { Type, type Static } from '@sinclair/typebox';
import type { FastifyReply } from 'fastify';
import fp from 'fastify-plugin';
import {
  History,
  HistoryEnergy,
  HistoryIndex,
  HistoryMetric,
  historyParameters,
  HistorySeries,
  HistoryTier,
} from '../../../schemas/history.js';
import type { History as Stored } from '../../../src/sampling/history/history.js';
import type { Selection } from '../../../src/sampling/history/selection.js';
import { preferredType } from '../../core/http/accept.js';
import { varyBy } from '../../core/http/prepared-answer.js';
import { csv } from './csv.js';
import { noQuery, okAnswer, requestProblems, sendJson } from '../../core/domain/data-route.js';
import { problemAnswer } from '../../core/documents/documented.js';
import { sendProblem } from '../../core/http/errors.js';
import { BadQuery, wantedOf } from './request.js';
import { wattHours, type MachineHistory } from '../../core/domain/history.js';
import { roundedOrNull } from '../../core/domain/rounding.js';

const Query = Type.Object(historyParameters, { additionalProperties: false });
type Query = Static<typeof Query>;

/** `/stats/history` and `/stats/history/metrics`: the past of this machine, and what there is of it. */
export const history = fp(
  (app, _, done) => {
    const { history: machine, monitor } = app;
    for (const schema of [HistorySeries, History, HistoryMetric, HistoryTier, HistoryEnergy, HistoryIndex]) {
      app.addSchema(schema);
    }
    app.get<{ Querystring: Query }>('/stats/history', { schema: pointsSchema }, (request, reply) => {
      if (machine.points === null || machine.recorder === null) return refuseOff(reply);
      const now = monitor.clock.epoch();
      varyBy(reply, 'Accept');
      try {
        const selection = machine.recorder.select(wantedOf(request.query, machine.points, now), now);
        const type = preferredType(request.headers.accept, ['application/json', 'text/csv']);
        if (type === 'application/json') return sendBody(reply, bodyOf(selection, machine.points, now));
        return reply.type('text/csv; charset=utf-8; header=present').send(csvOf(selection, machine.points));
      } catch (thrown) {
        if (thrown instanceof BadQuery) return sendProblem(reply, 400, 'bad_request', thrown.message);
        throw thrown;
      }
    });
    app.get('/stats/history/metrics', { schema: indexSchema }, (__, reply) => {
      if (machine.points === null) return refuseOff(reply);
      return sendBody(reply, indexOf(machine, machine.points, monitor.clock.epoch()));
    });
    done();
  },
  { name: 'views/history', dependencies: ['guard', 'history'] },
);

const offText = { code: 'history_off', detail: 'history is switched off; SYSMON_HISTORY=24h switches it on' };
const off = problemAnswer(404, {
  description: 'History is switched off (SYSMON_HISTORY=off).',
  ...offText,
});

const pointsSchema = {
  operationId: 'getStatsHistory',
  summary: 'The past of any metric',
  description:
    'The smallest, the mean and the greatest value in spans of equal length, of the machine and of every card, disk, ' +
    'interface and file system. ' +
    '`/stats/history/metrics` lists what can be asked for. A span in which nothing was measured is null: nobody ' +
    'asked and the machine was not read, the service was not running, or the value was unknown. With ' +
    '`Accept: text/csv` the same as rows.',
  tags: ['Overview'],
  querystring: Query,
  response: {
    200: {
      description: History.description ?? '',
      content: {
        ...okAnswer(History).content,
        'text/csv': {
          schema: {
            type: 'string',
            description:
              'A header (at, metric, gpu, instance, min, avg, max), then a row for each span of each series.',
          },
        },
      },
    },
    ...requestProblems,
    404: off,
  },
};

const indexSchema = {
  operationId: 'getStatsHistoryMetrics',
  summary: 'What history is kept, and the energy of every card',
  description:
    'The metrics of `/stats/history` with their units and what they are of, how finely they are kept and how long.',
  tags: ['Overview'],
  querystring: noQuery,
  response: { 200: okAnswer(HistoryIndex), ...requestProblems, 404: off },
};

function refuseOff(reply: FastifyReply) {
  return sendProblem(reply, 404, offText.code, offText.detail);
}

function sendBody(reply: FastifyReply, body: History | HistoryIndex) {
  return sendJson(reply, { content: Buffer.from(JSON.stringify(body)) });
}

function bodyOf({ from, step, points, series }: Selection, stored: Stored, now: number): History {
  return {
    starts_at: instant(from),
    ends_at: instant(from + points * step),
    step_seconds: step / 1000,
    at: Array.from({ length: points }, (_, place) => instant(from + place * step)),
    series: series.map((one) => shownSeries(one, stored)),
    sampled_at: instant(now),
  };
}

/** A series with the digits that its values have on their own routes; a mean has no more. */
function shownSeries(
  { metric, instance, ...columns }: Selection['series'][number],
  { metrics }: Stored,
): HistorySeries {
  const { unit = '', decimals = 0, kind = null } = metrics.find(({ name }) => name === metric) ?? {};
  const digits = (values: (number | null)[]) => values.map((value) => roundedOrNull(value, decimals));
  return {
    ...{ metric, gpu: kind === 'gpu' ? instance : null, instance, unit },
    ...{ min: digits(columns.min), avg: digits(columns.avg), max: digits(columns.max) },
  };
}

function csvOf({ from, step, points, series }: Selection, stored: Stored): string {
  const rows = series
    .map((one) => shownSeries(one, stored))
    .flatMap(({ metric, gpu, instance, min, avg, max }) =>
      Array.from({ length: points }, (_, place) => [
        instant(from + place * step),
        ...[metric, gpu, instance],
        ...[min[place] ?? null, avg[place] ?? null, max[place] ?? null],
      ]),
    );
  return csv(['at', 'metric', 'gpu', 'instance', 'min', 'avg', 'max'], rows);
}

function indexOf({ hasFile, energy, problems }: MachineHistory, stored: Stored, now: number): HistoryIndex {
  const all = stored.series;
  return {
    kept_in: hasFile && problems().length === 0 ? 'file' : 'memory',
    tiers: stored.tiers.map(({ step, span }) => ({ step_seconds: step / 1000, span_seconds: span / 1000 })),
    series_total: all.length,
    metrics: stored.metrics.map(({ name, unit, description, kind }) => {
      const own = all.filter(({ metric }) => metric === name);
      const last = Math.max(...own.map(({ lastAt }) => lastAt));
      const instances = own.map(({ instance }) => instance).filter((instance) => instance !== null);
      return {
        ...{ metric: name, unit, description, kind, gpus: kind === 'gpu' ? instances : [], instances },
        last_at: Number.isFinite(last) ? instant(last) : null,
      };
    }),
    energy: energy.records().map(({ gpu, since }) => {
      return {
        gpu,
        energy_watt_hours: wattHours(energy.total(gpu)),
        first_seen_at: instant(since),
      };
    }),
    sampled_at: instant(now),
  };
}

function instant(epoch: number): string {
  return new Date(epoch).toISOString();
}
