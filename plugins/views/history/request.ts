import { gridOf, isWanted, type Wanted } from '../../../src/sampling/history/selection.js';
import type { History } from '../../../src/sampling/history/history.js';
import { durationOf, instantOf } from '../../core/http/query-values.js';

/** The query of `/stats/history` as it came. */
export interface HistoryQuery {
  metric: string;
  gpu?: string;
  instance?: string;
  from?: string;
  to?: string;
  step?: string;
}

/** A query that cannot be answered; the message is for whoever asked. */
export class BadQuery extends Error {
  override readonly name = 'BadQuery';
}

const hour = 3_600_000;
/** About so many points are given when no step is asked for. */
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
  const to = Math.min(now, instant('to', query.to, now) ?? now);
  const requestedFrom = instant('from', query.from, now) ?? to - hour;
  if (requestedFrom >= to) throw new BadQuery('"from" must be earlier than "to", and not in the future');
  const from = Math.max(requestedFrom, now - history.span);
  const span = { from: Math.min(from, to - 1), to };
  const step = stepOf(query.step) ?? usualStep(span, history, now);
  const wanted = { metrics, of: wantedThings(query, history), ...span, step };
  refuseTooMuch(wanted, history, now);
  return wanted;
}

/** The names in a list, each once; a text that is a name is that one, whatever commas it has. */
function known(parameter: string, text: string, names: readonly string[]): string[] {
  if (names.includes(text)) return [text];
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

/** The step that comes nearest to the usual number of points, of those that are kept so far back. */
function usualStep(span: Pick<Wanted, 'from' | 'to'>, { tiers }: History, now: number): number {
  const { step: finest } = gridOf(tiers, { ...span, step: 1 }, now);
  return Math.max(1, Math.round((span.to - span.from) / usualPoints / finest)) * finest;
}

/** Whose series are wanted, by the query; everybody's when it names nobody. */
function wantedThings(query: HistoryQuery, history: History): NonNullable<Wanted['of']> {
  const kinds = new Map(history.metrics.map(({ name, kind }) => [name, kind]));
  const named = (isOfKind: (metric: string) => boolean) => [
    ...new Set(
      history.series.flatMap(({ metric, instance }) =>
        instance !== null && isOfKind(metric) ? [instance] : [],
      ),
    ),
  ];
  const isCard = (metric: string) => kinds.get(metric) === 'gpu';
  const gpus = query.gpu === undefined ? null : known('gpu', query.gpu, named(isCard));
  const things =
    query.instance === undefined
      ? null
      : known(
          'instance',
          query.instance,
          named(() => true),
        );
  return (metric, instance) =>
    (gpus === null || !isCard(metric) || gpus.includes(instance)) &&
    (things === null || things.includes(instance));
}

function refuseTooMuch(wanted: Wanted, history: History, now: number): void {
  const { points } = gridOf(history.tiers, wanted, now);
  const series = history.series.filter(
    (one) => wanted.metrics.includes(one.metric) && isWanted(one, wanted),
  ).length;
  const allowed = Math.floor(Math.min(mostPoints, mostValues / Math.max(1, series)));
  if (points <= allowed) return;
  const least = Math.ceil((wanted.to - wanted.from) / allowed / 1_000);
  throw new BadQuery(
    `that is ${points} points of ${series} series, and ${allowed} points are given at most; ask for a "step" of ` +
      `${least}s or more, for a shorter time or for fewer metrics`,
  );
}
