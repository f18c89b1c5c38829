import { closeSync, copyFileSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import type Database from 'libsql';
import { systemErrorCode } from '../../../failures.js';
import type { EnergyRecord } from '../../history/store.js';
import { faultOf } from './faults.js';
import { knownOf, putSpan, spansOf, write } from './rows.js';
import { applicationId, version } from './schema.js';

/** What the name of the copy ends in that is read where the header is unreadable. */
const mendedMark = '-mended';

/**
 * Takes over what can be read of a damaged file: every span whose content is what was written, series and energy. Gives
 * the number of spans. The file is opened as one that never changes (`immutable`), so that not a byte of it does; where its
 * header is unreadable, a copy with another.
 */
export function salvage(Library: typeof Database, db: Database, damaged: string): number {
  const found = taken(Library, db, damaged);
  if (found !== null) return found;
  // What its header says is the same for all such files but for the length.
  const mended = `${damaged}${mendedMark}`;
  try {
    return readable(() => withHeader(damaged, mended)) === null ? 0 : (taken(Library, db, mended) ?? 0);
  } finally {
    rmSync(mended, { force: true });
  }
}

/** The same of a file whose header is sound; null where nothing of it can be read. */
function taken(Library: typeof Database, db: Database, damaged: string): number | null {
  const old = readable(() => new Library(`file:${encodeURI(damaged)}?immutable=1`));
  if (old === null) return null;
  try {
    // One that lost its end is refused otherwise.
    const known = readable(() => {
      old.exec('PRAGMA writable_schema = ON');
      return knownOf(old);
    });
    if (known === null) return null;
    write(db, { series: known.series, energy: known.energy.filter(isMeter), buckets: [], limits: [] });
    const tiers = db.prepare<{ tier: number }>('SELECT tier FROM tier').all();
    return tiers.reduce((count, { tier }) => count + takeOverTier(db, old, tier), 0);
  } finally {
    old.close();
  }
}

/** Makes a copy with the header of a sound file: https://www.sqlite.org/fileformat.html#the_database_header */
function withHeader(damaged: string, copy: string): true {
  copyFileSync(damaged, copy);
  const [pageSize, header] = [4_096, Buffer.alloc(100)];
  header.write('SQLite format 3\0', 'latin1');
  header.writeUInt16BE(pageSize, 16);
  // Without a log; what payload shares are.
  header.set([1, 1, 0, 64, 32, 32], 18);
  // The numbers of its last change, of pages, of its schema, and of the encoding.
  for (const at of [24, 40, 56, 92]) header.writeUInt32BE(1, at);
  header.writeUInt32BE(Math.ceil(statSync(copy).size / pageSize), 28);
  header.writeUInt32BE(4, 44);
  header.writeUInt32BE(version, 60);
  header.writeUInt32BE(applicationId, 68);
  const file = openSync(copy, 'r+');
  try {
    writeSync(file, header, 0, header.length, 0);
  } finally {
    closeSync(file);
  }
  return true;
}

function takeOverTier(db: Database, old: Database, tier: number): number {
  const list = 'SELECT bucket FROM span WHERE tier = ? ORDER BY bucket';
  const known = readable(() => old.prepare<{ bucket: number }>(list).all(tier)) ?? [];
  let count = 0;
  // One by one: what lies behind a damaged page may be sound.
  for (const { bucket } of known) {
    const [span] = readable(() => spansOf(old, tier, bucket - 1, 1))?.buckets ?? [];
    if (span?.bucket !== bucket) continue;
    putSpan(db, span);
    count += 1;
  }
  return count;
}

/** What is read; null where the damage lies. */
function readable<T>(read: () => T): T | null {
  try {
    return read();
  } catch (thrown) {
    // A damaged schema makes SQLite say anything; what does not come from it is a fault of this program.
    const isOfFile = faultOf(thrown) !== null || systemErrorCode(thrown)?.startsWith('SQLITE_') === true;
    if (!isOfFile) throw thrown;
    return null;
  }
}

function isMeter({ gpu, joules, since }: EnergyRecord): boolean {
  return gpu !== '' && Number.isFinite(joules) && joules >= 0 && Number.isFinite(since);
}
