import type { Series } from './series.js';
import type { Spread } from './spread.js';
import type { Tier } from './tier.js';

/** Which points are wanted. Instants in ms since 1970. */
export interface Wanted {
  metrics: readonly string[];
  /** Which things' series are wanted; all when left out. What is of the machine is always wanted. */
  of?: (metric: string, instance: string) => boolean;
  from: number;
  to: number;
  /** Wished length of a point, ms; it becomes a multiple of what is kept that far back. */
  step: number;
}

/** A value that is not recorded yet, and when it seems to have been measured, ms since 1970. */
export interface HeldValue {
  epoch: number;
  value: number;
}

/** Points on one grid for all series: point i is the span of `step` that begins at `from + i * step`. */
export interface Selection {
  from: number;
  step: number;
  points: number;
  series: {
    metric: string;
    instance: string | null;
    min: (number | null)[];
    avg: (number | null)[];
    max: (number | null)[];
  }[];
}

/** The grid on which `wanted` can be answered: the finest that reaches back so far and is not finer than wished. */
export function gridOf(
  tiers: readonly { step: number; span: number }[],
  { from, to, step: requested }: Pick<Wanted, 'from' | 'to' | 'step'>,
  now: number,
): { tier: number; from: number; step: number; points: number } {
  const reaching = tiers.map((_, index) => index).filter((index) => now - from <= (tiers[index]?.span ?? 0));
  const candidates = reaching.length === 0 ? [tiers.length - 1] : reaching;
  const stepOf = (index: number) => tiers[index]?.step ?? 1;
  const tier = candidates.findLast((index) => stepOf(index) <= requested) ?? candidates[0] ?? 0;
  const step = Math.ceil(requested / stepOf(tier)) * stepOf(tier);
  const start = Math.floor(from / step) * step;
  return { tier, from: start, step, points: Math.ceil((to - start) / step) };
}

/** The points of all series that are wanted. */
export function selected(
  all: readonly Series[],
  tiers: readonly { step: number; span: number }[],
  wanted: Wanted,
  now: number,
  heldOf: (series: Series) => HeldValue[],
): Selection {
  const { tier, ...grid } = gridOf(tiers, wanted, now);
  const series = wanted.metrics.flatMap((metric) =>
    all.filter((one) => one.metric === metric && isWanted(one, wanted)),
  );
  return { ...grid, series: series.map((one) => pointsOf(one, tier, grid, heldOf(one))) };
}

/** Whether a series is of a thing that is wanted. */
export function isWanted({ metric, instance }: Series, { of }: Pick<Wanted, 'of'>): boolean {
  return instance === null || of === undefined || of(metric, instance);
}

function pointsOf(
  series: Series,
  index: number,
  grid: Pick<Selection, 'from' | 'step' | 'points'>,
  held: readonly HeldValue[],
) {
  const tier = series.tiers[index];
  const inBuckets = tier === undefined ? new Map<number, Spread>() : bucketsOf(held, tier);
  const points = Array.from({ length: grid.points }, (_, place) =>
    tier === undefined ? null : pointOf(tier, inBuckets, grid.from + place * grid.step, grid.step),
  );
  return {
    metric: series.metric,
    instance: series.instance,
    min: points.map((point) => shown(point?.min)),
    avg: points.map((point) => shown(point?.avg)),
    max: points.map((point) => shown(point?.max)),
  };
}

function bucketsOf(held: readonly HeldValue[], tier: Tier): Map<number, Spread> {
  const byBucket = new Map<number, number[]>();
  for (const { epoch, value } of held) {
    const bucket = tier.bucketOf(epoch);
    byBucket.set(bucket, [...(byBucket.get(bucket) ?? []), value]);
  }
  return new Map([...byBucket].map(([bucket, values]) => [bucket, spreadOf(values)]));
}

function spreadOf(values: readonly number[]): Spread {
  const avg = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { min: Math.min(...values), avg, max: Math.max(...values) };
}

/** The mean of a point is that of its buckets that have one: each stands for the same time. */
function pointOf(tier: Tier, held: Map<number, Spread>, from: number, step: number): Spread | null {
  let [min, sum, max, count] = [Infinity, 0, -Infinity, 0];
  for (let bucket = tier.bucketOf(from); bucket * tier.step < from + step; bucket += 1) {
    const stored = tier.at(bucket) ?? held.get(bucket);
    if (stored === undefined) continue;
    min = Math.min(min, stored.min);
    max = Math.max(max, stored.max);
    sum += stored.avg;
    count += 1;
  }
  return count === 0 ? null : { min, avg: sum / count, max };
}

/** Seven significant digits are kept. */
function shown(value: number | undefined): number | null {
  return value === undefined ? null : Number(value.toPrecision(7));
}
