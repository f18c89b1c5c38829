import type Database from 'libsql';
import type { OpenedStore, ReadSpans, StoredChanges } from '../../history/store.js';
import { asFault, fault, faultOf } from './faults.js';
import { asItIs, foundAt, lookAt, mustBeThere, placeInUse, placeOf, setAside, type Place } from './place.js';
import { knownOf, spansOf, write } from './rows.js';
import { salvage } from './salvage.js';
import { migrate, versionOf } from './schema.js';

let open: Database | null = null;
let place: Place | null = null;

/** Reads and writes a history file; runs in the helper process. A FileFault is the code of what is thrown. */
export const methods = {
  /**
   * With `alone` no other process can read the file meanwhile; for where processes cannot share memory. `damaged` is the
   * ending of a file that was set aside: what can be read of it is taken over.
   */
  open: async (path: string, alone: boolean, damaged: string | null): Promise<Opened> => {
    const Library = await library();
    return withFaults(() => opened(Library, path, { alone, damaged }));
  },

  /** Whether the file could be opened, as far as that is seen without touching it; throws what is wrong. */
  look: async (path: string): Promise<void> => {
    await library();
    withFaults(() => {
      const file = foundAt(path);
      if (file !== null && lookAt(file) === 'damaged') throw fault('TO_BE_SET_ASIDE');
    });
  },

  read: (tier: number, after: number, most: number): ReadSpans =>
    withFaults(() => spansOf(database(), tier, after, most)),

  write: (changes: StoredChanges): void =>
    withFaults(() => {
      const db = database();
      if (place !== null) mustBeThere(place);
      write(db, changes);
      db.exec(`COMMIT; ${begin}`);
      if (place !== null) place = asItIs(place.path, place.descriptor);
    }),

  close: (): void =>
    withFaults(() => {
      // Leaves one file instead of two.
      open?.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
      open?.close();
      open = null;
    }),
};

/**
 * A transaction that writes is open at all times: so no second service can write the file, while anybody may read it.
 * The lock goes with the process, however that ends.
 */
const begin = 'BEGIN IMMEDIATE';

/** Loaded only where a file is used. */
async function library(): Promise<typeof Database> {
  try {
    return (await import('libsql')).default;
  } catch (thrown) {
    throw fault('NO_LIBRARY', thrown);
  }
}

/** What is told of a file that was opened, and how many spans of a damaged one were taken over. */
type Opened = Omit<OpenedStore, 'notice'> & { salvaged: number };

interface HowOpened {
  alone: boolean;
  damaged: string | null;
}

function database(): Database {
  if (open === null) throw new Error('the history file is not open');
  return open;
}

function opened(Library: typeof Database, path: string, { alone, damaged }: HowOpened): Opened {
  open?.close();
  open = null;
  const file = placeOf(path);
  if (lookAt(file) === 'damaged') throw fault('SET_ASIDE', null, setAside(file));
  try {
    const id = started(Library, file, alone);
    const salvaged = damaged === null ? 0 : tookOver(Library, file + damaged);
    place = placeInUse(file);
    return { id, salvaged, ...knownOf(database()) };
  } catch (thrown) {
    if (faultOf(thrown) !== 'DAMAGED') throw thrown;
    throw fault('SET_ASIDE', thrown, setAside(file));
  }
}

/** Opens the file, ready to be written; gives the id of its content. */
function started(Library: typeof Database, file: string, alone: boolean): string {
  try {
    open = new Library(file, { timeout: 1_000 });
    if (alone) open.exec('PRAGMA locking_mode = EXCLUSIVE');
    return prepared(open);
  } catch (thrown) {
    // SQLite shares an index of its log through memory, and says in many ways that it cannot.
    const mayBeThat = !alone && /^(NOT_WRITABLE|DISK)$/.test(faultOf(thrown) ?? '');
    throw mayBeThat ? fault('NOT_SHARED', thrown) : thrown;
  }
}

function tookOver(Library: typeof Database, damaged: string): number {
  const salvaged = salvage(Library, database(), damaged);
  database().exec(`COMMIT; ${begin}`);
  return salvaged;
}

/** Makes tables where there are none, and those of today of earlier ones. */
function prepared(db: Database): string {
  if (versionOf(db) === 0) makeTables(db);
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${begin}`);
  const verdict = db.prepare<{ quick_check: string }>('PRAGMA quick_check(1)').get();
  if (verdict?.quick_check !== 'ok') throw fault('DAMAGED');
  // What is in the log alone, the header does not show.
  if (migrate(db)) db.exec(`COMMIT; PRAGMA wal_checkpoint(TRUNCATE); ${begin}`);
  const file = db.prepare<{ id: string }>('SELECT id FROM file').get();
  if (file === undefined) throw fault('DAMAGED');
  return file.id;
}

/** With a journal beside the file: what is in a log (WAL) the header would not show. Another process may be faster. */
function makeTables(db: Database): void {
  db.exec('BEGIN EXCLUSIVE');
  migrate(db);
  db.exec('COMMIT');
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
    throw asFault(thrown);
  }
}
