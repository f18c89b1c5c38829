import { selected, type HeldValue, type Selection, type Wanted } from './selection.js';
import { keyOf, ringsOf, Series, tierSpans } from './series.js';
import type { Ring } from './ring.js';
import type { HistoryMetric } from './metric.js';

/** What is known of a metric beside its values. */
export interface Metric extends Readonly<Omit<HistoryMetric<never>, 'metric' | 'values'>> {
  readonly name: string;
}

/** So many things have a series of one metric. More would be a machine whose things come and go under ever new names. */
const mostInstances = 32;
/** Whatever a file may hold, the memory stays fixed. */
const mostSeries = 1_000;
/** What was not measured for so long gives its place to a new thing, ms. */
const goneAfter = 3_600_000;

/** The past of this machine, in memory of a fixed size. */
export class History {
  /** How far back it reaches, ms. */
  readonly span: number;
  readonly #metrics = new Map<string, Metric>();
  readonly #series = new Map<string, Series>();
  readonly #rings: readonly Ring[];
  /** Buckets that have changed since they were last taken, by the place of their tier. */
  readonly #touched: Set<number>[];
  readonly #touch = (tier: number, bucket: number): void => {
    this.#touched[tier]?.add(bucket);
  };

  constructor(span: number) {
    this.span = span;
    this.#rings = ringsOf(span);
    this.#touched = tierSpans(span).map(() => new Set());
  }

  /** Makes a metric known, so that it is listed before its first value. The same one may be declared again. */
  declare({ metric, unit, decimals, description, kind }: Omit<HistoryMetric<never>, 'values'>): void {
    this.#metrics.set(metric, { name: metric, unit, decimals, description, kind });
  }

  /** Keeps a value; null is a gap, and nothing is kept. */
  record(metric: string, instance: string | null, epoch: number, value: number | null): void {
    if (value === null || !Number.isFinite(value)) return;
    this.seriesOf(metric, instance, epoch)?.add(epoch, value, this.#touch);
  }

  get metrics(): Metric[] {
    return [...this.#metrics.values()];
  }

  get series(): Series[] {
    return [...this.#series.values()];
  }

  /** Length and reach of the tiers, ms. */
  get tiers(): { step: number; span: number }[] {
    return tierSpans(this.span);
  }

  /** The series, which is made if there is none at `epoch`, ms since 1970; null when there are too many. */
  seriesOf(metric: string, instance: string | null, epoch: number): Series | null {
    const known = this.#series.get(keyOf(metric, instance));
    if (known !== undefined) return known;
    if (!this.#hasPlace(metric, epoch)) return null;
    const series = new Series(metric, instance, this.#rings);
    this.#series.set(series.key, series);
    return series;
  }

  /** Whether one more series of a metric has a place, which one of a thing that is gone gives up if need be. */
  #hasPlace(metric: string, epoch: number): boolean {
    const own = this.series.filter((series) => series.metric === metric);
    if (own.length < mostInstances) return this.#series.size < mostSeries;
    const [longestGone] = own.sort((a, b) => a.lastAt - b.lastAt);
    if (longestGone === undefined || epoch - longestGone.lastAt < goneAfter) return false;
    longestGone.leave();
    return this.#series.delete(longestGone.key);
  }

  /** Whether a series is still kept, or has given up its place. */
  has(series: Series): boolean {
    return this.#series.get(series.key) === series;
  }

  /** Points of the past, as of `now`; `heldOf` gives values of a series that are not recorded yet. */
  select(wanted: Wanted, now: number, heldOf: (series: Series) => HeldValue[] = () => []): Selection {
    return selected(this.series, this.tiers, wanted, now, heldOf);
  }

  /** Completes every bucket that has passed. */
  settle(now: number): void {
    for (const series of this.#series.values()) series.settle(now, this.#touch);
  }

  /** Up to `most` buckets of a tier that have changed since they were last taken, the newest first. */
  takeTouched(tier: number, most: number): number[] {
    const touched = this.#touched[tier];
    const taken = [...(touched ?? [])].sort((a, b) => b - a).slice(0, most);
    for (const bucket of taken) touched?.delete(bucket);
    return taken;
  }

  /** Whether buckets of a tier have changed that were not taken. */
  hasTouched(tier: number): boolean {
    return (this.#touched[tier]?.size ?? 0) > 0;
  }

  /** As if these had changed again. */
  touch(tier: number, buckets: Iterable<number>): void {
    for (const bucket of buckets) this.#touched[tier]?.add(bucket);
  }
}
