import { crc32 } from 'node:zlib';
import type Database from 'libsql';
import type {
  EnergyRecord,
  ReadSpans,
  StoredBucket,
  StoredChanges,
  StoredLimits,
  StoredSeries,
} from '../../history/store.js';

/** A value as it stands in JSON on its way to and from SQLite: one call for all that is in a span. */
type Row = [series: number, min: number, avg: number, max: number, parts: number];

/** Writes values of a span in place of those they had; what it has of other series stays. */
export function putSpan(db: Database, stored: StoredBucket): void {
  const { tier, bucket } = stored;
  const rows = rowsOf(stored);
  db.prepare(
    `INSERT OR REPLACE INTO value
      SELECT ?, ?, value->>0, value->>1, value->>2, value->>3, value->>4 FROM json_each(?)`,
  ).run(tier, bucket, JSON.stringify(rows));
  const size = db.prepare<{ rows: number }>(spanSize).get(tier, bucket)?.rows ?? 0;
  const all = size === rows.length ? rows : parsed(db.prepare<{ rows: string }>(spanRows).get(tier, bucket));
  db.prepare('INSERT OR REPLACE INTO span VALUES (?, ?, ?)').run(tier, bucket, sumOf(all));
}

const spanSize = 'SELECT count(*) AS rows FROM value WHERE tier = ? AND bucket = ?';
const rowsAsJson = 'json_group_array(json_array(series, min, avg, max, parts)) AS rows';
const spanRows = `
  SELECT ${rowsAsJson} FROM (SELECT * FROM value WHERE tier = ? AND bucket = ? ORDER BY series)`;

function parsed(found: { rows: string } | undefined): Row[] {
  const rows: unknown = JSON.parse(found?.rows ?? '[]');
  return areRows(rows) ? rows : [];
}

/** Made by json_array() of columns that are numbers alone (STRICT). */
function areRows(value: unknown): value is Row[] {
  return Array.isArray(value) && value.every((row) => Array.isArray(row) && row.length === 5);
}

/** By the numbers of the series, with the seven significant digits that are kept. */
function rowsOf({ series, parts, spreads }: StoredBucket): Row[] {
  const digits = (place: number) => sevenDigits(spreads[place] ?? NaN);
  const rows: Row[] = Array.from(series, (id, place) => {
    const at = place * 3;
    return [id, digits(at), digits(at + 1), digits(at + 2), parts[place] ?? 0];
  });
  return rows
    .filter(([, ...numbers]) => numbers.every(Number.isFinite))
    .sort(([one], [other]) => one - other);
}

/** Rounded to seven significant digits: several times as fast as by way of a text. */
function sevenDigits(value: number): number {
  if (value === 0) return 0;
  const exponent = 6 - Math.floor(Math.log10(Math.abs(value)));
  const scale = 10 ** Math.abs(exponent);
  return exponent >= 0 ? Math.round(value * scale) / scale : Math.round(value / scale) * scale;
}

/** SQLite checks its own structure, not the content of a row. */
function sumOf(rows: readonly Row[]): number {
  return crc32(Float64Array.from(rows.flat()));
}

const spansAfter = `
  SELECT bucket, sum,
    (SELECT ${rowsAsJson}
      FROM (SELECT * FROM value WHERE value.tier = span.tier AND value.bucket = span.bucket ORDER BY series)) AS rows
  FROM span WHERE tier = ? AND bucket > ? ORDER BY bucket LIMIT ?`;

/** Up to `most` spans of a tier that come after `after`, in order; those whose content is not what was written apart. */
export function spansOf(db: Database, tier: number, after: number, most: number): ReadSpans {
  const found = db.prepare<{ bucket: number; sum: number; rows: string }>(spansAfter).all(tier, after, most);
  const read: ReadSpans = { buckets: [], damaged: [], last: found.at(-1)?.bucket ?? null };
  for (const one of found) {
    const rows = parsed(one);
    if (sumOf(rows) === one.sum) read.buckets.push(bucketOf(tier, one.bucket, rows));
    else read.damaged.push(one.bucket);
  }
  return read;
}

function bucketOf(tier: number, bucket: number, rows: readonly Row[]): StoredBucket {
  return {
    tier,
    bucket,
    series: Uint32Array.from(rows, ([id]) => id),
    parts: Uint32Array.from(rows, (row) => row[4]),
    spreads: Float32Array.from(rows.flatMap(([, min, avg, max]) => [min, avg, max])),
  };
}

/** What is known of series and of energy. */
export function knownOf(db: Database): { series: StoredSeries[]; energy: EnergyRecord[] } {
  const series = db.prepare<StoredSeries>('SELECT id, metric, instance FROM series').all();
  const meters = db.prepare<StoredMeter>('SELECT * FROM energy').all();
  // Up to the fourth form there was none.
  const sound = meters.filter(
    ({ sum, ...meter }) => sum === undefined || sum === sumOfMeter(recordOf(meter)),
  );
  return { series, energy: sound.map(recordOf) };
}

/** A row of energy; `sum` as that of spans: SQLite does not check what a row holds. */
interface StoredMeter extends Omit<EnergyRecord, 'countedAt'> {
  counted_at: number | null;
  sum?: number;
}

function recordOf({ gpu, joules, counter, sensor, counted_at: countedAt, since }: StoredMeter): EnergyRecord {
  return { gpu, joules, counter, sensor, countedAt, since };
}

function sumOfMeter({ gpu, joules, counter, sensor, countedAt, since }: EnergyRecord): number {
  return crc32(JSON.stringify([gpu, joules, counter, sensor, countedAt, since]));
}

/** Writes energy, in place of what it was. */
export function putEnergy(db: Database, energy: readonly EnergyRecord[]): void {
  const put = db.prepare(`INSERT OR REPLACE INTO energy (gpu, joules, counter, sensor, counted_at, since, sum)
    VALUES (?, ?, ?, ?, ?, ?, ?)`);
  for (const meter of energy) {
    const { gpu, joules, counter, sensor, countedAt, since } = meter;
    put.run(gpu, joules, counter, sensor, countedAt, since, sumOfMeter(meter));
  }
}

const addSeries = 'INSERT OR IGNORE INTO series SELECT value->>0, value->>1, value->>2 FROM json_each(?)';

/** Writes what has changed, and deletes what is beyond the limits. */
export function write(db: Database, { series, buckets, energy, limits }: StoredChanges): void {
  const named = JSON.stringify(series.map(({ id, metric, instance }) => [id, metric, instance]));
  db.prepare(addSeries).run(named);
  for (const bucket of buckets) putSpan(db, bucket);
  putEnergy(db, energy);
  for (const limit of limits) trim(db, limit);
  if (limits.some(({ most }) => most !== null)) forget(db, series);
}

/**
 * Series that nobody has any more go once no value is left of them; the one with the greatest number stays, since no
 * number is given twice.
 */
function forget(db: Database, series: readonly StoredSeries[]): void {
  const ids = JSON.stringify(series.map(({ id }) => id));
  const unknown = 'id NOT IN (SELECT value FROM json_each(?)) AND id < (SELECT max(id) FROM series)';
  db.prepare(`DELETE FROM series WHERE ${unknown} AND id NOT IN (SELECT series FROM value)`).run(ids);
}

/** So many go at a time: less than one grows old between two writes. */
const agedAtOnce = 2;
const aged = `SELECT bucket FROM span WHERE tier = ? AND bucket < ? ORDER BY bucket LIMIT ${agedAtOnce}`;
/** More than come to a tier between two counts, and few enough for one write. */
const excessAtOnce = 300;
const excess = `
  SELECT bucket FROM span WHERE tier = ? ORDER BY abs(bucket - ?) DESC
  LIMIT min(${excessAtOnce}, max(0, (SELECT count(*) FROM span WHERE tier = ?) - ?))`;

function trim(db: Database, { tier, oldest, most }: StoredLimits): void {
  if (oldest !== null) remove(db, tier, db.prepare<Found>(aged).all(tier, oldest));
  if (most === null) return;
  remove(db, tier, db.prepare<Found>(excess).all(tier, most.around, tier, most.buckets));
}

interface Found {
  bucket: number;
}

function remove(db: Database, tier: number, spans: readonly Found[]): void {
  for (const table of ['value', 'span']) {
    const from = db.prepare(`DELETE FROM ${table} WHERE tier = ? AND bucket = ?`);
    for (const { bucket } of spans) from.run(tier, bucket);
  }
}
