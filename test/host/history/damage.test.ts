import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'libsql';
import t, { type Test } from 'tap';
import type { EnergyRecord, StoredBucket } from '../../../src/host/history/store.js';
import { changes, environment, failureOf, folder, isWhole, store } from '../../helpers/history/store.js';

/** A sound file of a hundred writes; gives its bytes. */
async function soundFile(t: Test): Promise<Buffer> {
  const path = join(folder(t), 'history.db');
  const file = store(t, path);
  await file.open();
  for (let number = 0; number < 100; number += 1) await file.write(changes(number));
  await file.close();
  file.helper.close();
  return readFileSync(path);
}

/** What becomes of a file with these bytes: what is read, what is told, and what stands beside it under which name. */
async function fateOf(t: Test, bytes: Buffer, log?: Buffer) {
  const path = join(folder(t), 'history.db');
  writeFileSync(path, bytes);
  if (log !== undefined) writeFileSync(`${path}-wal`, log);
  const subject = store(t, path);
  const { notice } = await subject.open();
  const { buckets, damaged } = await subject.read(1, -1, 1_000);
  await subject.write(changes(200));
  const after = await subject.read(1, 199, 10);
  subject.helper.close();
  const aside = readdirSync(dirname(path))
    .filter((name) => name.includes('.damaged-'))
    .map((name) => join(dirname(path), name));
  const [renamed = ''] = aside.filter((name) => !name.endsWith('-wal'));
  return {
    notice,
    buckets,
    damaged,
    after,
    aside,
    renamed: existsSync(renamed) ? readFileSync(renamed) : null,
  };
}

function isMeter(one: Partial<EnergyRecord> | undefined): one is EnergyRecord {
  return one?.joules !== undefined;
}

const whole = (buckets: StoredBucket[]) => buckets.every((one) => isWhole(one));

t.test('damage is told and the file set aside, wherever it lies, and a new one is used', async (t) => {
  const sound = await soundFile(t);
  const places = [0, 17, 24, 100, 4_096, 4_100];
  for (let place = 17_919; place < sound.length; place += 31_919) places.push(place);
  let [told, salvaged] = [0, 0];
  for (const place of places) {
    const bytes = Buffer.from(sound);
    for (let at = place; at < Math.min(place + 64, bytes.length); at += 1)
      bytes[at] = (bytes[at] ?? 0) ^ 0xa5;
    const { notice, buckets, damaged, after, renamed } = await fateOf(t, bytes);
    t.ok(whole(buckets), `nothing false at ${place}`);
    t.ok(after.buckets.length === 1 && whole(after.buckets), `and what comes is written at ${place}`);
    if (notice !== null || damaged.length > 0) told += 1;
    salvaged += buckets.length;
    if (notice === null) continue;
    t.match(notice, { code: 'malformed', message: /was renamed.*\.damaged-\d{4}/, remedy: /\.recover/ });
    t.ok(renamed?.equals(bytes), `nothing is deleted at ${place}`);
  }
  t.ok(told >= places.length * 0.7, `${told} of ${places.length} damages were found`);
  const all = places.length * 100;
  t.ok(salvaged > all * 0.6, `${salvaged} of ${all} spans were taken over`);
});

t.test('a file whose header is unreadable gives all of its spans', async (t) => {
  const bytes = await soundFile(t);
  bytes.fill(0xa5, 0, 100);
  const { notice, buckets, renamed, aside } = await fateOf(t, bytes);
  t.match(notice, { message: /was damaged.* 100 spans of it were taken over/ });
  t.ok(whole(buckets) && buckets.length === 100);
  t.ok(renamed?.equals(bytes), 'and it is kept as it was');
  t.equal(aside.length, 1);
});

t.test('a file that lost its end is used as far as it is whole, or set aside', async (t) => {
  const sound = await soundFile(t);
  const lengths = [16, 99, 100, 4_095, 8_192, 8_193];
  const shares = [0.1, 0.5, 0.75, 0.9, 0.99].map((share) => Math.floor(sound.length * share));
  let salvaged = 0;
  for (const length of [...lengths, ...shares, sound.length - 4_096, sound.length - 1]) {
    const bytes = sound.subarray(0, length);
    const { notice, buckets, damaged, renamed, after } = await fateOf(t, bytes);
    if (length < sound.length - 1)
      t.match(notice, { message: /was damaged/ }, `${length} of ${sound.length} bytes`);
    if (notice === null) t.ok(buckets.length + damaged.length === 100 && whole(buckets), 'all but the last');
    else t.ok(renamed?.equals(bytes), 'what is left of it');
    t.equal(after.buckets.length, 1);
    if (length === shares[3]) salvaged = buckets.length;
  }
  t.ok(salvaged > 50, `${salvaged} of 100 spans of nine tenths of the file were taken over`);
});

t.test('a log that lost its end, by a power cut, gives what was committed before it', async (t) => {
  const path = join(folder(t), 'history.db');
  const writer = store(t, path);
  await writer.open();
  for (let number = 0; number < 60; number += 1) await writer.write(changes(number));
  const [bytes, log] = [readFileSync(path), readFileSync(`${path}-wal`)];
  let least = Infinity;
  for (let place = 0; place <= 12; place += 1) {
    const length = Math.floor((log.length * place) / 12) - (place % 3);
    const { notice, buckets, damaged } = await fateOf(t, bytes, log.subarray(0, Math.max(0, length)));
    t.equal(notice, null);
    t.ok(whole(buckets) && damaged.length === 0);
    t.same(
      buckets.map(({ bucket }) => bucket),
      Array.from({ length: buckets.length }, (_, number) => number),
      'all of a write or nothing, and in order',
    );
    least = Math.min(least, buckets.length);
    if (place === 12) t.equal(buckets.length, 60);
  }
  t.equal(least, 0);
  writer.helper.close();
  const { notice, aside } = await fateOf(t, Buffer.alloc(0), log);
  t.match(notice, { message: /was damaged/ }, 'a log whose file is empty is not thrown away');
  t.ok(aside.some((name) => name.endsWith('-wal') && readFileSync(name).equals(log)));
});

t.test('a value that is not what was written is left out, and the rest is read', async (t) => {
  const path = join(folder(t), 'history.db');
  writeFileSync(path, await soundFile(t));
  const db = new Database(path);
  db.exec('UPDATE value SET avg = 99 WHERE bucket = 50 AND series = 7; DELETE FROM value WHERE bucket = 60');
  db.close();
  const subject = store(t, path);
  t.equal((await subject.open()).notice, null);
  const { buckets, damaged } = await subject.read(1, -1, 1_000);
  t.strictSame([damaged, buckets.length], [[50, 60], 98]);
});

t.test('energy that is not what was written is not believed', async (t) => {
  const path = join(folder(t), 'history.db');
  const energyOf = async () => {
    const subject = store(t, path);
    const { energy, notice } = await subject.open();
    t.equal(notice, null);
    await subject.close();
    return energy;
  };
  const writer = store(t, path);
  await writer.open();
  const [meter] = changes(7).energy;
  await writer.write({ ...changes(7), energy: [{ ...meter, gpu: 'GPU-2' }, meter].filter(isMeter) });
  await writer.close();
  t.strictSame((await energyOf()).length, 2);
  const db = new Database(path);
  db.exec("UPDATE energy SET joules = joules + 1e9 WHERE gpu = 'GPU-2'");
  db.close();
  t.strictSame(await energyOf(), [meter]);
});

t.test('a disk that damages every file is not filled with them', async (t) => {
  const home = folder(t);
  const path = join(home, 'history.db');
  const cut = Buffer.from('SQLite format 3\0');
  for (let round = 0; round < 7; round += 1) {
    writeFileSync(path, cut);
    const subject = store(t, path);
    if (round < 5) t.match((await subject.open()).notice, { message: /was damaged/ });
    else t.match(await failureOf(subject.open()), { message: /could not be moved/, remedy: /\.damaged-/ });
    await subject.close();
    subject.helper.close();
  }
  t.equal(readdirSync(home).filter((name) => name.includes('.damaged-')).length, 5);
  t.ok(readFileSync(path).equals(cut));
});

t.test('what is no history file is told and left as it is, to the byte', async (t) => {
  const home = folder(t);
  const later = await soundFile(t);
  later.writeUInt32BE(99, 60);
  for (const [name, content, words] of [
    ['text.db', Buffer.from('These are the notes of somebody.\n'.repeat(200)), /no history file/],
    ['short.db', Buffer.from('S'), /no history file/],
    ['later.db', later, /later version/],
  ] as const) {
    const path = join(home, name);
    writeFileSync(path, content);
    t.match(await failureOf(store(t, path).open()), { message: words, remedy: /move/ }, name);
    t.ok(readFileSync(path).equals(content), `${name} is left as it is`);
  }
  t.same(readdirSync(home).length, 3, 'and nothing is beside them');
});

t.test("another program's database is not touched, whatever its journal, open and closed", async (t) => {
  for (const [journal, mark] of [
    ['DELETE', 'user_version = 0'],
    ['WAL', 'user_version = 1'],
    ['WAL', 'application_id = 252006674'],
  ]) {
    const home = folder(t);
    const path = join(home, 'notes.db');
    const notes = new Database(path);
    notes.exec(
      `PRAGMA journal_mode = ${journal}; PRAGMA ${mark}; CREATE TABLE note(text); INSERT INTO note VALUES ('mine')`,
    );
    const files = () =>
      readdirSync(home).map((name) => [name, readFileSync(join(home, name)).toString('hex')]);
    for (const state of ['open', 'closed']) {
      const before = files();
      t.match(await failureOf(store(t, path).open()), { code: 'malformed', message: /left as it is/ });
      t.strictSame(files(), before, `${journal}, ${mark}, ${state}: not a byte, and nothing beside it`);
      if (state === 'open') notes.close();
    }
  }
});

t.test('what cannot be a file is told in words of its own, and nothing waits for it', async (t) => {
  const home = folder(t);
  mkdirSync(join(home, 'folder'));
  symlinkSync('loop', join(home, 'loop'));
  spawnSync('mkfifo', [join(home, 'pipe')], { env: environment });
  writeFileSync(join(home, 'text'), 'not a folder');
  for (const [name, expected] of [
    ['folder', { code: 'failed', message: /does not name a file/ }],
    ['loop', { code: 'failed', message: /does not name a file/ }],
    ...(existsSync(join(home, 'pipe'))
      ? ([['pipe', { code: 'failed', message: /does not name a file/ }]] as const)
      : []),
    ['nowhere/history.db', { code: 'absent', remedy: /make it/ }],
    ['text/history.db', { code: 'absent', message: /folder/ }],
    [`${'x'.repeat(300)}.db`, { code: 'absent' }],
  ] as const) {
    t.match(await failureOf(store(t, join(home, name)).open()), expected, name);
  }
});

t.test('links are followed, and what is set aside is the file and not the link', async (t) => {
  const [home, elsewhere] = [folder(t), folder(t)];
  const path = join(home, 'history.db');
  symlinkSync(join(elsewhere, 'real.db'), path);
  const first = store(t, path);
  await first.open();
  await first.write(changes(1));
  await first.close();
  first.helper.close();
  t.same(readdirSync(home), ['history.db']);
  writeFileSync(join(elsewhere, 'real.db'), readFileSync(path).subarray(0, 5_000));
  const second = store(t, path);
  t.match((await second.open()).notice, { message: /was damaged/ });
  await second.write(changes(2));
  t.same(readdirSync(home), ['history.db']);
  t.ok(readdirSync(elsewhere).some((name) => name.startsWith('real.db.damaged-')));
});

t.test('where processes cannot share memory the file is used by this one alone', async (t) => {
  const path = join(folder(t), 'history.db');
  mkdirSync(`${path}-shm`);
  const first = store(t, path);
  await first.open();
  for (let number = 0; number < 3; number += 1) await first.write(changes(number));
  t.match(await failureOf(store(t, path).open()), { message: /another process uses|cannot be/ });
  t.equal((await first.read(1, -1, 10)).buckets.length, 3);
  await first.close();
});

/** The store of a user without rights; as root nothing would be refused. */
t.test('a file, or a folder, that may not be written is told', { skip: isRootAlone() }, async (t) => {
  const home = folder(t);
  const path = join(home, 'history.db');
  writeFileSync(path, await soundFile(t));
  const script = `
    import { historyFile } from '${join(import.meta.dirname, '../../../src/host/history/file.js')}';
    import { Helper } from '${join(import.meta.dirname, '../../../src/host/helper/helper.js')}';
    const store = historyFile(() => new Helper('historyFile', { PATH: process.env.PATH }), process.argv[1]);
    await store.open().then(() => console.log('open'), ({ code, message }) => console.log(code, message));
    process.exit();`;
  const asNobody = () =>
    spawnSync(
      'setpriv',
      [
        '--reuid=65534',
        '--regid=65534',
        '--clear-groups',
        process.execPath,
        '--input-type=module',
        '-e',
        script,
        path,
      ],
      { encoding: 'utf8', env: environment, timeout: 60_000 },
    ).stdout;
  for (const [what, folderMode, fileMode] of [
    ['nothing may be read', 0o777, 0o000],
    ['the file may not be written', 0o777, 0o444],
    ['the file may be read by nobody', 0o777, 0o222],
    ['the folder may not be written', 0o755, 0o666],
    ['the folder may not be entered', 0o700, 0o666],
  ] as const) {
    chmodSync(path, fileMode);
    chmodSync(home, folderMode);
    t.match(asNobody(), /^no_permission .*cannot be read and written/, what);
    chmodSync(home, 0o755);
  }
  chmodSync(path, 0o666);
  chmodSync(home, 0o777);
  t.equal(asNobody(), 'open\n');
  copyFileSync(path, join(home, 'copy.db'));
});

function isRootAlone(): string | false {
  const isRoot = process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).status === 0;
  // The program itself must be readable for a user without rights, and Node be started by one.
  const probe = [
    '--reuid=65534',
    '--regid=65534',
    '--clear-groups',
    process.execPath,
    '-e',
    `
    require('node:fs').readFileSync(${JSON.stringify(import.meta.filename)});
    require('node:child_process').execFileSync(process.execPath, ['--version'])`,
  ];
  return isRoot && spawnSync('setpriv', probe).status === 0
    ? false
    : 'root alone can become a user without rights';
}
