import { randomUUID } from 'node:crypto';
import { accessSync, closeSync, constants, existsSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import type Database from 'libsql';
import { systemErrorCode } from '../../failures.js';
import type {
  EnergyRecord,
  StoredBucket,
  StoredChanges,
  StoredLimits,
  StoredSeries,
  OpenedStore,
} from '../history/store.js';

/** What can be wrong with a history file, in a word for the parent. */
export type FileFault =
  'NO_FOLDER' | 'GONE' | 'NOT_WRITABLE' | 'IN_USE' | 'DAMAGED' | 'OTHER_VERSION' | 'FULL' | 'NO_LIBRARY';

/** Says that a file is one of these, and in which form ("SYSM"; SQLite's application_id and user_version). */
const applicationId = 0x5359534d;
const formVersion = 3;

const tables = `
  CREATE TABLE file(id TEXT NOT NULL) STRICT;
  CREATE TABLE series(id INTEGER PRIMARY KEY, metric TEXT NOT NULL, instance TEXT) STRICT;
  CREATE TABLE bucket(tier INTEGER, bucket INTEGER, sum INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY(tier, bucket)) STRICT, WITHOUT ROWID;
  CREATE TABLE energy(gpu TEXT PRIMARY KEY, joules REAL NOT NULL, counter REAL, sensor TEXT, counted_at REAL,
    since REAL NOT NULL) STRICT;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${formVersion};
`;

let open: Database | null = null;
/** Where the open file was found, and which it was. */
let place: { path: string; identity: string } | null = null;

/** Reads and writes a history file; runs in the helper process. A FileFault is the code of what is thrown. */
export const methods = {
  open: async (path: string): Promise<OpenedStore> => {
    const library = await import('libsql').catch((thrown: unknown) => {
      throw fault('NO_LIBRARY', thrown);
    });
    return withFaults(() => opened(library.default, path));
  },

  read: (tier: number, after: number, most: number): StoredBucket[] =>
    withFaults(() => {
      const sql =
        'SELECT bucket, sum, data FROM bucket WHERE tier = ? AND bucket > ? ORDER BY bucket LIMIT ?';
      const rows = database().prepare<Row>(sql).all(tier, after, most);
      return rows.map((row) => ({ tier, bucket: row.bucket, data: sound(row) }));
    }),

  write: (changes: StoredChanges): void =>
    withFaults(() => {
      const db = database();
      if (place?.identity !== identityOf(place?.path)) throw fault('GONE');
      db.exec('BEGIN IMMEDIATE');
      write(db, changes);
      db.exec('COMMIT');
    }),

  close: (): void =>
    withFaults(() => {
      // Leaves one file instead of two.
      open?.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      open?.close();
      open = null;
    }),
};

interface Row {
  bucket: number;
  sum: number;
  data: ArrayBuffer;
}

function database(): Database {
  if (open === null) throw new Error('the history file is not open');
  return open;
}

function opened(Library: typeof Database, path: string): OpenedStore {
  open?.close();
  open = null;
  checkPlace(path);
  // Made here, so that it and what SQLite puts beside it are its owner's alone.
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  const isNew = lookAt(path) === 'empty';
  open = new Library(path, { timeout: 1_000 });
  // Locked for good: a second process must not write the same file. No data is lost when a process is killed.
  open.exec('PRAGMA locking_mode = EXCLUSIVE');
  if (isNew) makeTables(open);
  open.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; BEGIN EXCLUSIVE');
  checkTables(open);
  open.exec('COMMIT');
  place = { path, identity: identityOf(path) };
  const file = open.prepare<{ id: string }>('SELECT id FROM file').get();
  if (file === undefined) throw fault('DAMAGED');
  const series = open.prepare<StoredSeries>('SELECT id, metric, instance FROM series').all();
  const energy = open
    .prepare<EnergyRecord>('SELECT gpu, joules, counter, sensor, counted_at AS countedAt, since FROM energy')
    .all();
  return { id: file.id, series, energy };
}

/** Which file is there; SQLite goes on writing into one that was removed, and all of that is lost. */
function identityOf(path = ''): string {
  const file = statSync(path, { bigint: true, throwIfNoEntry: false });
  return file === undefined ? 'none' : `${file.dev} ${file.ino}`;
}

function checkPlace(path: string): void {
  if (!existsSync(dirname(path))) throw fault('NO_FOLDER');
  accessSync(existsSync(path) ? path : dirname(path), constants.W_OK);
}

/**
 * Whose file it is, by its own first bytes (https://www.sqlite.org/fileformat.html#the_database_header), read without
 * SQLite: a file of somebody else must not even be locked, or given another journal. Throws when it is not ours.
 */
function lookAt(path: string): 'empty' | 'ours' {
  const header = Buffer.alloc(72);
  const file = openSync(path, 'r');
  try {
    if (readSync(file, header) === 0) return 'empty';
  } finally {
    closeSync(file);
  }
  if (header.readUInt32BE(68) !== applicationId) throw fault('DAMAGED');
  if (header.readUInt32BE(60) !== formVersion) throw fault('OTHER_VERSION');
  return 'ours';
}

/** Makes a new file's tables, with a journal beside it: what is in a log (WAL) the header would not show. */
function makeTables(db: Database): void {
  db.exec('BEGIN EXCLUSIVE');
  db.exec(tables);
  db.prepare('INSERT INTO file VALUES (?)').run(randomUUID());
  db.exec('COMMIT');
}

function checkTables(db: Database): void {
  const verdict = db.prepare<{ quick_check: string }>('PRAGMA quick_check(1)').get();
  if (verdict?.quick_check !== 'ok') throw fault('DAMAGED');
}

/** SQLite checks its own structure, not the content of a row. */
function sound({ sum, data }: Row): Uint8Array {
  const bytes = new Uint8Array(data);
  if (crc32(bytes) !== sum) throw fault('DAMAGED');
  return bytes;
}

function write(db: Database, { series, buckets, energy, limits }: StoredChanges): void {
  const addSeries = db.prepare('INSERT OR IGNORE INTO series VALUES (?, ?, ?)');
  for (const { id, metric, instance } of series) addSeries.run(id, metric, instance);
  const putBucket = db.prepare('INSERT OR REPLACE INTO bucket VALUES (?, ?, ?, ?)');
  for (const { tier, bucket, data } of buckets) putBucket.run(tier, bucket, crc32(data), Buffer.from(data));
  const putEnergy = db.prepare('INSERT OR REPLACE INTO energy VALUES (?, ?, ?, ?, ?, ?)');
  for (const { gpu, joules, counter, sensor, countedAt, since } of energy) {
    putEnergy.run(gpu, joules, counter, sensor, countedAt, since);
  }
  for (const limit of limits) trim(db, limit);
  if (limits.some(({ most }) => most !== null)) forget(db, series);
}

/** Series that nobody has any more go; the one with the greatest number stays, since no number is given twice. */
function forget(db: Database, series: readonly StoredSeries[]): void {
  const ids = JSON.stringify(series.map(({ id }) => id));
  const unknown = 'id NOT IN (SELECT value FROM json_each(?)) AND id < (SELECT max(id) FROM series)';
  db.prepare(`DELETE FROM series WHERE ${unknown}`).run(ids);
}

const cap = `
  DELETE FROM bucket WHERE tier = ? AND bucket IN (
    SELECT bucket FROM bucket WHERE tier = ? ORDER BY abs(bucket - ?) DESC
    LIMIT max(0, (SELECT count(*) FROM bucket WHERE tier = ?) - ?))`;

/**
 * So many at a time: less than one goes between two writes while the clock is right, and one that is days ahead for
 * half an hour takes a few hundred instead of all.
 */
const agedAtOnce = 2;
const age = `
  DELETE FROM bucket WHERE tier = ? AND bucket IN (
    SELECT bucket FROM bucket WHERE tier = ? AND bucket < ? ORDER BY bucket LIMIT ${agedAtOnce})`;

function trim(db: Database, { tier, oldest, most }: StoredLimits): void {
  if (oldest !== null) db.prepare(age).run(tier, tier, oldest);
  if (most !== null) db.prepare(cap).run(tier, tier, most.around, tier, most.buckets);
}

/** After a fault the file is closed, whatever state it was in; it is opened and checked anew before it is used again. */
function withFaults<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    try {
      open?.close();
    } finally {
      open = null;
    }
    const word = faultOf(thrown);
    throw word === null ? thrown : fault(word, thrown);
  }
}

const byCode: [pattern: RegExp, fault: FileFault][] = [
  [/^SQLITE_(NOTADB|CORRUPT)/, 'DAMAGED'],
  [/^SQLITE_(BUSY|LOCKED)/, 'IN_USE'],
  [/^SQLITE_(FULL|IOERR)|^ENOSPC$|^EFBIG$/, 'FULL'],
  [/^SQLITE_(READONLY|CANTOPEN|PERM)|^EACCES$|^EPERM$|^EROFS$|^EISDIR$/, 'NOT_WRITABLE'],
];

function faultOf(thrown: unknown): FileFault | null {
  const code = systemErrorCode(thrown) ?? '';
  const found = byCode.find(([pattern]) => pattern.test(code))?.[1];
  if (found !== undefined) return found;
  // The library gives no code where the file cannot even be opened.
  const message = thrown instanceof Error ? thrown.message : '';
  if (message.includes('unsupported file format')) return 'DAMAGED';
  return message.includes('Unable to open connection') ? 'NOT_WRITABLE' : null;
}

function fault(code: FileFault, cause?: unknown): Error {
  return Object.assign(new Error(code, { cause }), { code });
}
