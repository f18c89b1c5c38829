import { gridOf, type Wanted } from '../../../src/sampling/history/selection.js';
import type { History } from '../../../src/sampling/history/history.js';
import { durationOf, instantOf } from '../../core/http/query-values.js';

/** The query of `/stats/history` as it came. */
export interface HistoryQuery {
  metric: string;
  gpu?: string;
  from?: string;
  to?: string;
  step?: string;
}

/** A query that cannot be answered; the message is for whoever asked. */
export class BadQuery extends Error {
  override readonly name = 'BadQuery';
}

const hour = 3_600_000;
/** Shorter spans would be empty while nobody asks: then the machine is read every ten seconds. */
const shortestOwnStep = 15_000;
/** So many points are given when no step is asked for. */
const usualPoints = 300;
const mostPoints = 11_000;
const mostValues = 100_000;

/** What is wanted. Throws a BadQuery that says what is wrong and what is allowed. */
export function wantedOf(query: HistoryQuery, history: History, now: number): Wanted {
  const metrics = known(
    'metric',
    query.metric,
    history.metrics.map(({ name }) => name),
  );
  const cards = [...new Set(history.series.map(({ gpu }) => gpu).filter((gpu) => gpu !== null))];
  const gpus = query.gpu === undefined ? null : known('gpu', query.gpu, cards);
  const to = Math.min(now, instant('to', query.to, now) ?? now);
  const requestedFrom = instant('from', query.from, now) ?? to - hour;
  if (requestedFrom >= to) throw new BadQuery('"from" must be earlier than "to", and not in the future');
  const from = Math.max(requestedFrom, now - history.span);
  const step = stepOf(query.step) ?? Math.max(shortestOwnStep, niceStep((to - from) / usualPoints));
  const wanted = { metrics, gpus, from: Math.min(from, to - 1), to, step };
  refuseTooMuch(wanted, history, now);
  return wanted;
}

/** The names in a list, each once. */
function known(parameter: string, text: string, names: readonly string[]): string[] {
  const requestedNames = [...new Set(text.split(',').map((name) => name.trim()))];
  const unknown = requestedNames.find((name) => !names.includes(name));
  if (unknown === undefined) return requestedNames;
  const there = names.length === 0 ? 'none is known yet' : `known are: ${names.join(', ')}`;
  throw new BadQuery(`the query parameter "${parameter}" names ${JSON.stringify(unknown)}; ${there}`);
}

function instant(parameter: string, text: string | undefined, now: number): number | null {
  if (text === undefined) return null;
  const value = instantOf(text, now);
  if (value !== null) return value;
  throw new BadQuery(
    `the query parameter "${parameter}" is ${JSON.stringify(text)}; it must be an instant such as ` +
      '2026-01-31T12:00:00Z, seconds since 1970, or a time before now such as -15m',
  );
}

function stepOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = durationOf(text);
  if (value !== null && value >= 1_000 && value <= 31 * 24 * hour) return value;
  throw new BadQuery(
    `the query parameter "step" is ${JSON.stringify(text)}; it must be a duration such as 15s, 5m or 1h, from 1s to 31d`,
  );
}

const niceSteps = [1, 5, 15, 30, 60, 300, 900, 1_800, 3_600, 10_800, 21_600, 86_400].map((s) => s * 1_000);

function niceStep(requested: number): number {
  return niceSteps.find((step) => step >= requested) ?? 86_400_000;
}

function refuseTooMuch(wanted: Wanted, history: History, now: number): void {
  const { points } = gridOf(history.tiers, wanted, now);
  const series = history.series.filter(
    ({ metric, gpu }) =>
      wanted.metrics.includes(metric) && (gpu === null || (wanted.gpus?.includes(gpu) ?? true)),
  ).length;
  const allowed = Math.floor(Math.min(mostPoints, mostValues / Math.max(1, series)));
  if (points <= allowed) return;
  const least = Math.ceil((wanted.to - wanted.from) / allowed / 1_000);
  throw new BadQuery(
    `that is ${points} points of ${series} series, and ${allowed} points are given at most; ask for a "step" of ` +
      `${least}s or more, for a shorter time or for fewer metrics`,
  );
}
