import { crc32 } from 'node:zlib';
import type Database from 'libsql';
import { putSpan } from './rows.js';

/** 20 bytes for each series that has a value in a span: its number, parts, least, mean and greatest. */
const entrySize = 20;
/** So many are read at a time. */
const portion = 200;

/** What metrics were called in earlier forms, and what their values are multiplied by today. */
const renamed: [before: string, now: string, factor: number][] = [
  ['cpu.load_1', 'cpu.load_average', 1],
  ['disk.write_bytes_per_second', 'disk.written_bytes_per_second', 1],
  ['network.receive_bytes_per_second', 'network.received_bytes_per_second', 1],
  ['network.send_bytes_per_second', 'network.sent_bytes_per_second', 1],
  ['gpu.energy_kwh', 'gpu.energy_watt_hours', 1_000],
];

interface Packed {
  tier: number;
  bucket: number;
  sum: number;
  data: ArrayBuffer;
}

/** Makes rows of the packed spans of an earlier form. A damaged one stays behind, and the rest is taken over. */
export function takeOverPackedSpans(db: Database): void {
  const factors = rename(db);
  const sql =
    'SELECT tier, bucket, sum, data FROM bucket WHERE (tier, bucket) > (?, ?) ORDER BY tier, bucket LIMIT ?';
  const next = db.prepare<Packed>(sql);
  for (let [tier, bucket, left] = [-1, -1, true]; left;) {
    const spans = next.all(tier, bucket, portion);
    for (const span of spans) takeOver(db, span, factors);
    ({ tier, bucket } = spans.at(-1) ?? { tier, bucket });
    left = spans.length === portion;
  }
  db.exec('DROP TABLE bucket');
}

/** Gives the factors by the number of a series. */
function rename(db: Database): Map<number, number> {
  const factors = new Map<number, number>();
  const update = db.prepare<{ id: number }>('UPDATE series SET metric = ? WHERE metric = ? RETURNING id');
  for (const [before, now, factor] of renamed) {
    for (const { id } of update.all(now, before)) factors.set(id, factor);
  }
  return factors;
}

function takeOver(db: Database, { tier, bucket, sum, data }: Packed, factors: Map<number, number>): void {
  if (crc32(new Uint8Array(data)) !== sum) return;
  const view = new DataView(data);
  const count = Math.floor(view.byteLength / entrySize);
  const places = Array.from({ length: count }, (_, place) => place * entrySize);
  const series = Uint32Array.from(places, (at) => view.getUint32(at));
  const parts = Uint32Array.from(places, (at) => view.getUint32(at + 4));
  const factorAt = (at: number) => factors.get(view.getUint32(at)) ?? 1;
  const spreads = places.flatMap((at) =>
    [8, 12, 16].map((field) => view.getFloat32(at + field) * factorAt(at)),
  );
  putSpan(db, { tier, bucket, series, parts, spreads: Float32Array.from(spreads) });
}
