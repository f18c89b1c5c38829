import type Database from 'libsql';
import { systemErrorCode } from '../../../failures.js';
import type { EnergyRecord } from '../../history/store.js';
import { faultOf } from './faults.js';
import { knownOf, putSpan, spansOf, write } from './rows.js';

/**
 * Takes over what can be read of a damaged file: every span whose content is what was written, series and energy. Gives
 * the number of spans. The file is opened as one that never changes (`immutable`), so that not a byte of it does.
 */
export function salvage(Library: typeof Database, db: Database, damaged: string): number {
  const old = readable(() => new Library(`file:${encodeURI(damaged)}?immutable=1`));
  if (old === null) return 0;
  try {
    // One that lost its end is refused otherwise.
    const known = readable(() => {
      old.exec('PRAGMA writable_schema = ON');
      return knownOf(old);
    });
    if (known === null) return 0;
    write(db, { series: known.series, energy: known.energy.filter(isMeter), buckets: [], limits: [] });
    const tiers = db.prepare<{ tier: number }>('SELECT tier FROM tier').all();
    return tiers.reduce((count, { tier }) => count + takeOverTier(db, old, tier), 0);
  } finally {
    old.close();
  }
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
