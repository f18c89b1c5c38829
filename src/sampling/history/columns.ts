import type { StoredBucket } from '../../host/history/store.js';
import type { Series } from './series.js';
import type { Spread } from './spread.js';

/** What all series have in one bucket; `idOf` gives the number under which a series is kept. */
export function columnsOf(
  all: readonly Series[],
  tier: number,
  bucket: number,
  idOf: (series: Series) => number,
): StoredBucket {
  const series = new Uint32Array(all.length);
  const parts = new Uint32Array(all.length);
  const spreads = new Float32Array(all.length * 3);
  let count = 0;
  for (const one of all) {
    const stored = one.tiers[tier]?.at(bucket);
    if (stored === undefined || stored === null) continue;
    series[count] = idOf(one);
    parts[count] = stored.count;
    spreads[3 * count] = stored.min;
    spreads[3 * count + 1] = stored.avg;
    spreads[3 * count + 2] = stored.max;
    count += 1;
  }
  return {
    ...{ tier, bucket },
    series: series.subarray(0, count),
    parts: parts.subarray(0, count),
    spreads: spreads.subarray(0, count * 3),
  };
}

/** One series in a kept bucket. */
export interface StoredSpread extends Spread {
  id: number;
  /** Of how many parts it was made when it was still open, else 0. */
  count: number;
}

/** What is kept of each series in a bucket. */
export function* spreadsOf({ series, parts, spreads }: StoredBucket): Generator<StoredSpread> {
  for (const [place, id] of series.entries()) {
    const at = 3 * place;
    const [min, avg, max] = [spreads[at] ?? NaN, spreads[at + 1] ?? NaN, spreads[at + 2] ?? NaN];
    if (!Number.isFinite(min + avg + max)) continue;
    yield { id, count: parts[place] ?? 0, min, avg, max };
  }
}
