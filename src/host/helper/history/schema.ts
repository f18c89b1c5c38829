import { randomUUID } from 'node:crypto';
import type Database from 'libsql';
import { takeOverPackedSpans } from './packed-spans.js';
import { knownOf, putEnergy } from './rows.js';

/** Says that a file is one of these ("SYSM"; SQLite's application_id). Its form is SQLite's user_version. */
export const applicationId = 0x5359534d;

/** The tables of the very first form, as they stand in a file that does not say whose it is. */
export const firstForm = [
  'CREATE TABLE bucket(tier INTEGER, bucket INTEGER, sum INTEGER NOT NULL, data BLOB NOT NULL,',
  'CREATE TABLE energy(gpu TEXT PRIMARY KEY, joules REAL NOT NULL,',
];

/** The same of the present form, by which a file is known whose header is damaged. */
export const rowForm = [
  'CREATE TABLE tier(tier INTEGER PRIMARY KEY, seconds INTEGER NOT NULL)',
  'CREATE TABLE span(tier INTEGER, bucket INTEGER, sum INTEGER NOT NULL,',
];

/** What makes a form of the file out of the one before. */
export type Migration = (db: Database) => void;

/**
 * How long the spans of a tier are (s), what every series had in a span, and how that is read by people. `parts`: of how
 * many values a span that is not over is made. `sum`: a checksum of all values of a span. `file.id` is of the content,
 * whatever the file's name. Of energy `since` and `counted_at` are ms since 1970.
 */
const tables = `
  CREATE TABLE IF NOT EXISTS file(id TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS series(id INTEGER PRIMARY KEY, metric TEXT NOT NULL, instance TEXT) STRICT;
  CREATE TABLE tier(tier INTEGER PRIMARY KEY, seconds INTEGER NOT NULL) STRICT;
  INSERT INTO tier VALUES (1, 15), (2, 300);
  CREATE TABLE span(tier INTEGER, bucket INTEGER, sum INTEGER NOT NULL,
    PRIMARY KEY(tier, bucket)) STRICT, WITHOUT ROWID;
  CREATE TABLE value(tier INTEGER, bucket INTEGER, series INTEGER, min REAL NOT NULL, avg REAL NOT NULL,
    max REAL NOT NULL, parts INTEGER NOT NULL, PRIMARY KEY(tier, bucket, series)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS energy(gpu TEXT PRIMARY KEY, joules REAL NOT NULL, counter REAL, sensor TEXT,
    counted_at REAL, since REAL NOT NULL) STRICT;
  CREATE VIEW history AS
    SELECT strftime('%Y-%m-%dT%H:%M:%SZ', bucket * seconds, 'unixepoch') AS at, seconds, metric, instance, min, avg, max
    FROM tier JOIN value USING (tier) JOIN series ON series.id = value.series;
  PRAGMA application_id = ${applicationId};
`;

/** The forms before the fourth had the values of a span packed in one blob; two different ones were called the second. */
function toRows(db: Database): void {
  const isNew = columnsOf(db, 'bucket').length === 0;
  if (columnsOf(db, 'series').includes('gpu')) db.exec('ALTER TABLE series RENAME COLUMN gpu TO instance');
  if (!isNew && !columnsOf(db, 'energy').includes('sensor')) {
    db.exec('ALTER TABLE energy ADD COLUMN sensor TEXT; ALTER TABLE energy ADD COLUMN counted_at REAL');
  }
  db.exec(tables);
  if (isNew) db.prepare('INSERT INTO file VALUES (?)').run(randomUUID());
  else takeOverPackedSpans(db);
}

/** The fourth form had no checksums of energy. */
function withSumsOfEnergy(db: Database): void {
  const { energy } = knownOf(db);
  db.exec('ALTER TABLE energy ADD COLUMN sum INTEGER');
  putEnergy(db, energy);
}

/** Which form each makes. A later one adds what it needs, a table for instance, and leaves what is there readable. */
const migrations: ReadonlyMap<number, Migration> = new Map([
  [4, toRows],
  [5, withSumsOfEnergy],
]);

/** The form that this service writes. */
export const version = Math.max(...migrations.keys());

/** Brings a file to the newest form, from any earlier one or from nothing; all of it or nothing. Says whether it changed. */
export function migrate(db: Database, steps: ReadonlyMap<number, Migration> = migrations): boolean {
  const from = versionOf(db);
  const due = [...steps].filter(([to]) => to > from).sort(([one], [other]) => one - other);
  for (const [to, step] of due) {
    step(db);
    db.exec(`PRAGMA user_version = ${to}`);
  }
  return due.length > 0;
}

/** Of which form a file is; 0 when nothing has been written to it. */
export function versionOf(db: Database): number {
  return db.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version ?? 0;
}

function columnsOf(db: Database, table: string): string[] {
  const columns = db.prepare<{ name: string }>('SELECT name FROM pragma_table_info(?)').all(table);
  return columns.map(({ name }) => name);
}
