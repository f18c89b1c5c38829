import type { StoredBucket } from '../../host/history/store.js';
import type { Series } from './series.js';
import type { Spread } from './tier.js';

/** 20 bytes for each series that has a value in a bucket: its number, parts, least, mean and greatest. */
const entrySize = 20;

/** What all series have in one bucket; `idOf` gives the number under which a series is kept. */
export function encodeBucket(
  series: readonly Series[],
  tier: number,
  bucket: number,
  idOf: (series: Series) => number,
): StoredBucket {
  const data = new DataView(new ArrayBuffer(series.length * entrySize));
  let end = 0;
  for (const one of series) {
    const stored = one.tiers[tier]?.at(bucket);
    if (stored === undefined || stored === null) continue;
    data.setUint32(end, idOf(one));
    data.setUint32(end + 4, stored.count);
    data.setFloat32(end + 8, stored.min);
    data.setFloat32(end + 12, stored.avg);
    data.setFloat32(end + 16, stored.max);
    end += entrySize;
  }
  return { tier, bucket, data: new Uint8Array(data.buffer, 0, end) };
}

/** One series in a kept bucket. */
export interface StoredSpread extends Spread {
  id: number;
  /** Of how many parts it was made when it was still open, else 0. */
  count: number;
}

/** What is kept of each series in a bucket. */
export function* decodedBucket({ data }: Pick<StoredBucket, 'data'>): Generator<StoredSpread> {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  for (let at = 0; at + entrySize <= view.byteLength; at += entrySize) {
    const [min, avg, max] = [view.getFloat32(at + 8), view.getFloat32(at + 12), view.getFloat32(at + 16)];
    if (!Number.isFinite(min + avg + max)) continue;
    yield { id: view.getUint32(at), count: view.getUint32(at + 4), min, avg, max };
  }
}
