import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import Database from 'libsql';
import t, { type Test } from 'tap';
import { applicationId, migrate, version, versionOf } from '../../../../src/host/helper/history/schema.js';
import { tierSpans } from '../../../../src/sampling/history/series.js';
import {
  bucketWith,
  changes,
  environment,
  failureOf,
  folder,
  store,
} from '../../../helpers/history/store.js';

const guide = join(import.meta.dirname, '../../../../../docs/stream-and-history.md');

/** The queries of the guide, by what it shows with them. */
const queries = [...readFileSync(guide, 'utf8').matchAll(/sqlite3 -box \S+ "([^"]+)"/g)].map(
  ([, sql]) => sql ?? '',
);

const hasProgram = spawnSync('sqlite3', ['--version']).status === 0;

/** What everybody's sqlite3 prints, or what the library reads where there is none. */
function asked(path: string, sql: string): string {
  if (!hasProgram) {
    const db = new Database(path);
    const rows = db.prepare<object>(sql).all();
    db.close();
    return rows.map((row) => Object.values(row).slice(0, -1).join('|')).join('\n');
  }
  const { stdout, stderr } = spawnSync('sqlite3', [path, sql], { encoding: 'utf8', env: environment });
  return stdout.trimEnd() + stderr;
}

t.test(
  'anybody reads the file with sqlite3, while it is written and after, by the queries of the guide',
  async (t) => {
    const path = join(folder(t), 'history.db');
    const file = store(t, path);
    await file.open();
    const at = Date.parse('2026-03-01T12:00:00Z') / 300_000;
    await file.write({
      ...changes(3_600),
      buckets: [bucketWith(2, at, 12.5, 1), bucketWith(1, at * 20, 0.1, 1)],
    });
    const [usage = '', energy = ''] = queries;
    t.equal(queries.length, 2);
    for (const state of ['open', 'closed']) {
      t.equal(asked(path, usage), '2026-03-01T12:00:00Z|12.5|12.5', state);
      t.equal(asked(path, energy), 'GPU-1|1.0', state);
      t.equal(
        asked(path, 'SELECT at, seconds, metric, instance, min, avg, max FROM history WHERE seconds = 15'),
        '2026-03-01T12:00:00Z|15|cpu.usage_percent||0.1|0.1|0.1',
        'with the digits of the reading',
      );
      t.match(asked(path, 'PRAGMA integrity_check'), /^ok/);
      if (state === 'open')
        t.match(await failureOf(store(t, path).open()), { message: /another process uses/ });
      if (state === 'open') await file.close();
    }
  },
);

t.test('the log beside the file does not grow for ever, and readers do not hold it', async (t) => {
  const path = join(folder(t), 'history.db');
  const file = store(t, path);
  await file.open();
  for (let number = 0; number < 400; number += 1) {
    await file.write({
      ...changes(number, 400),
      buckets: [bucketWith(1, number, 1.25, 400), bucketWith(2, 1, 1, 400)],
    });
    if (number % 100 === 50) t.match(asked(path, 'SELECT count(*) FROM span'), /^\d+$/);
  }
  const log = statSync(`${path}-wal`).size;
  t.ok(log < 6_000_000, `${log} bytes of log`);
  await file.close();
});

t.test('the steps of the tiers are those of the history', async (t) => {
  const path = join(folder(t), 'history.db');
  await store(t, path).open();
  const steps = tierSpans(86_400_000).map(({ step }) => step / 1_000);
  t.equal(
    asked(path, 'SELECT group_concat(seconds) FROM (SELECT * FROM tier ORDER BY tier)'),
    steps.slice(1).join(),
  );
});

t.test(
  'what the file has of a series that is no longer in memory stays when its span is written again',
  async (t) => {
    const file = store(t, join(folder(t), 'history.db'));
    await file.open();
    await file.write({ ...changes(1), buckets: [bucketWith(1, 7, 3, 5)] });
    await file.write({ ...changes(1), buckets: [bucketWith(1, 7, 4, 2)] });
    const { buckets, damaged } = await file.read(1, -1, 10);
    t.same(damaged, []);
    t.same([...(buckets[0]?.series ?? [])], [1, 2, 3, 4, 5]);
    t.same([...(buckets[0]?.spreads ?? [])], [4, 4, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 3, 3, 3]);
  },
);

const [packedBucket, marked] = [
  `CREATE TABLE bucket(tier INTEGER, bucket INTEGER, sum INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY(tier, bucket)) STRICT, WITHOUT ROWID;`,
  `PRAGMA application_id = ${applicationId};`,
];
const seriesOf = (instance: string) =>
  `CREATE TABLE file(id TEXT NOT NULL) STRICT;
  CREATE TABLE series(id INTEGER PRIMARY KEY, metric TEXT NOT NULL, ${instance} TEXT) STRICT;`;
const meters = `
  CREATE TABLE energy(gpu TEXT PRIMARY KEY, joules REAL NOT NULL, counter REAL, since REAL NOT NULL) STRICT;`;
const metersWithSensor = `
  CREATE TABLE energy(gpu TEXT PRIMARY KEY, joules REAL NOT NULL, counter REAL, sensor TEXT, counted_at REAL,
    since REAL NOT NULL) STRICT;`;

/** The tables of files that earlier builds have written, as those builds made them. */
const earlier = {
  'the first, that says nothing of itself': [1, seriesOf('gpu') + packedBucket + meters],
  'the first with a mark': [1, seriesOf('gpu') + packedBucket + meters + marked],
  'the second, with sensors': [2, seriesOf('gpu') + packedBucket + metersWithSensor + marked],
  'the second, with instances': [2, seriesOf('instance') + packedBucket + meters + marked],
  'the third': [3, seriesOf('instance') + packedBucket + metersWithSensor + marked],
} as const;

/** The values of series 1, 2, 3 and 4 as earlier builds packed them. */
function packed(values: number[]): Buffer {
  const data = Buffer.alloc(values.length * 20);
  values.forEach((value, place) => {
    data.writeUInt32BE(place + 1, place * 20);
    data.writeUInt32BE(place === 0 ? 3 : 0, place * 20 + 4);
    [value - 1, value, value + 1].forEach((one, field) => data.writeFloatBE(one, place * 20 + 8 + field * 4));
  });
  return data;
}

/** A file of an earlier form, as a build that was killed leaves it: the last part is in the log alone. */
function earlierFile(t: Test, form: number, tables: string): string {
  const home = folder(t);
  const path = join(home, 'written.db');
  const db = new Database(path);
  db.exec(
    `${tables} PRAGMA user_version = ${form}; PRAGMA journal_mode = WAL; PRAGMA wal_checkpoint(TRUNCATE)`,
  );
  db.exec("INSERT INTO file VALUES ('an-id')");
  const series = ['cpu.load_1', 'memory.percent', 'gpu.energy_kwh', 'gpu.usage_percent'];
  series.forEach((metric, place) => {
    const instance = metric.startsWith('gpu.') ? 'GPU-1' : null;
    db.prepare('INSERT INTO series VALUES (?, ?, ?)').run(place + 1, metric, instance);
  });
  const put = db.prepare('INSERT INTO bucket VALUES (?, ?, ?, ?)');
  for (let bucket = 1; bucket <= 450; bucket += 1) {
    const data = packed([bucket, 50, 0.25, 60]);
    // One is damaged.
    put.run(bucket % 2 === 0 ? 1 : 2, bucket, bucket === 100 ? 1 : crc32(data), data);
  }
  db.exec("INSERT INTO energy (gpu, joules, counter, since) VALUES ('GPU-1', 900, 5, 7)");
  const copy = join(home, 'history.db');
  for (const part of ['', '-wal']) copyFileSync(path + part, copy + part);
  db.close();
  return copy;
}

for (const [which, [form, tables]] of Object.entries(earlier)) {
  t.test(`a file of ${which} form is made over with all that it holds`, async (t) => {
    const path = earlierFile(t, form, tables);
    const file = store(t, path);
    for (const state of ['at first', 'and again']) {
      const { id, notice, series, energy } = await file.open();
      t.strictSame([id, notice], ['an-id', null], state);
      t.strictSame(series, [
        { id: 1, metric: 'cpu.load_average', instance: null },
        { id: 2, metric: 'memory.percent', instance: null },
        { id: 3, metric: 'gpu.energy_watt_hours', instance: 'GPU-1' },
        { id: 4, metric: 'gpu.usage_percent', instance: 'GPU-1' },
      ]);
      const meter = { gpu: 'GPU-1', joules: 900, counter: 5, sensor: null, countedAt: null, since: 7 };
      t.strictSame(energy, [meter]);
      const [even, odd] = [await file.read(1, -1, 1_000), await file.read(2, -1, 1_000)];
      t.same(
        [even.buckets.length, odd.buckets.length, even.damaged],
        [224, 225, []],
        'all but the damaged one',
      );
      t.same([...(odd.buckets[0]?.parts ?? [])], [3, 0, 0, 0]);
      t.same([...(odd.buckets[0]?.spreads ?? [])], [0, 1, 2, 49, 50, 51, -750, 250, 1_250, 59, 60, 61]);
      if (state === 'at first') await file.write({ series: [], buckets: [], energy: [], limits: [] });
    }
    await file.close();
    file.helper.close();
    t.equal(asked(path, 'PRAGMA user_version'), String(version));
    t.same(
      readdirSync(join(path, '..')).filter((name) => name.includes('damaged')),
      [],
    );
  });
}

t.test('a file of the fourth form, whose energy had no checksums, is made over', async (t) => {
  const path = join(folder(t), 'history.db');
  const written = store(t, path);
  await written.open();
  await written.write(changes(7));
  await written.close();
  written.helper.close();
  const db = new Database(path);
  db.exec('ALTER TABLE energy DROP COLUMN sum; PRAGMA user_version = 4; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
  const file = store(t, path);
  const { energy, notice } = await file.open();
  t.strictSame([notice, energy], [null, changes(7).energy]);
  t.equal((await file.read(1, -1, 10)).buckets.length, 1);
});

t.test('a later form adds tables and keeps what is there; the file of today is brought to it', async (t) => {
  const path = join(folder(t), 'history.db');
  const file = store(t, path);
  await file.open();
  await file.write(changes(7));
  await file.close();
  file.helper.close();
  const withEvents = (db: Database) =>
    db.exec('CREATE TABLE event(at REAL NOT NULL, what TEXT NOT NULL) STRICT');
  const db = new Database(path);
  t.equal(migrate(db), false, 'nothing is done to a file of today');
  t.equal(migrate(db, new Map([[version + 1, withEvents]])), true);
  db.exec("INSERT INTO event VALUES (1, 'a card was lost')");
  t.equal(versionOf(db), version + 1);
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
  t.equal(asked(path, 'SELECT count(*) FROM value'), '100');
  t.match(await failureOf(store(t, path).open()), { code: 'unsupported', message: /later version/ });
  t.equal(asked(path, 'SELECT what FROM event'), 'a card was lost', 'which this version leaves as it is');
  t.notOk(existsSync(`${path}.damaged`));
});
