import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import t, { type Test } from 'tap';
import { systemClock, type Clock } from '../../../src/clock.js';
import { Failure } from '../../../src/failures.js';
import { historyFile } from '../../../src/host/history/file.js';
import { Helper } from '../../../src/host/helper/helper.js';
import type { methods } from '../../../src/host/helper/history-file.js';
import type { StoredChanges } from '../../../src/host/history/store.js';

const writer = join(import.meta.dirname, 'writer.js');
const environment = { PATH: process.env['PATH'] ?? '' };

function folder(t: Test): string {
  const path = mkdtempSync(join(tmpdir(), 'history-'));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Deadlines are for disks that hang; here a processor that others use must not look like one. */
const patientClock: Clock = {
  ...systemClock,
  setTimer: (delay, wake) => systemClock.setTimer(delay * 25, wake),
};

/** A store with a helper process of its own, which ends with the test. */
function store(t: Test, path: string) {
  const helpers: Helper<typeof methods>[] = [];
  const start = () => {
    const helper = new Helper<typeof methods>('historyFile', environment, { clock: patientClock });
    helpers.push(helper);
    return helper;
  };
  const end = () => {
    for (const helper of helpers) helper.close();
  };
  t.teardown(end);
  return { ...historyFile(start, path), helper: { close: end } };
}

function changes(number: number, bytes = 2_000): StoredChanges {
  return {
    series: [{ id: 1, metric: 'cpu.usage_percent', instance: null }],
    buckets: [{ tier: 1, bucket: number, data: new Uint8Array(bytes).fill(number % 256) }],
    energy: [{ gpu: 'GPU-1', joules: number, counter: 5, sensor: 'card', countedAt: 9, since: 7 }],
    limits: [],
  };
}

/** The Failure that `pending` ends in. */
async function failureOf(pending: Promise<unknown>): Promise<Failure> {
  const thrown = await pending.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (thrown instanceof Failure) return thrown;
  throw new Error(`no Failure: ${String(thrown)}`);
}

t.test('what is written is there when the file is opened again, and it is private', async (t) => {
  const path = join(folder(t), 'history.db');
  const first = store(t, path);
  const { id } = await first.open();
  await first.write(changes(1));
  await first.write(changes(2));
  await first.close();
  t.equal(statSync(path).mode & 0o777, 0o600);
  const log = `${path}-wal`;
  t.ok(!existsSync(log) || statSync(log).size === 0, 'all of it is in the one file');
  const second = store(t, path);
  t.strictSame(await second.open(), {
    id,
    series: [{ id: 1, metric: 'cpu.usage_percent', instance: null }],
    energy: [{ gpu: 'GPU-1', joules: 2, counter: 5, sensor: 'card', countedAt: 9, since: 7 }],
  });
  const buckets = await second.read(1, -1, 10);
  t.same(
    buckets.map(({ bucket, data }) => [bucket, data.length, data[0]]),
    [
      [1, 2_000, 1],
      [2, 2_000, 2],
    ],
  );
  t.same((await second.read(1, 1, 10)).length, 1);
  await second.write({ ...changes(9), limits: [{ tier: 1, oldest: 2, most: null }] });
  const numbers = async () => (await second.read(1, -1, 10)).map(({ bucket }) => bucket);
  t.same(await numbers(), [2, 9], 'what is too old goes');
  for (const number of [3, 7, 400]) await second.write(changes(number));
  const most = { buckets: 3, around: 7 };
  await second.write({ ...changes(8), limits: [{ tier: 1, oldest: null, most }] });
  t.same(await numbers(), [7, 8, 9], 'of too many those that are farthest from now');
  await second.write({
    ...changes(500),
    limits: [{ tier: 2, oldest: null, most: { buckets: 1, around: 0 } }],
  });
  t.same(await numbers(), [7, 8, 9, 500], 'of its own tier alone, and nothing else is too new');
  await second.close();
});

t.test(
  'kill -9 at any instant loses nothing that was written, and never the file',
  { timeout: 120_000 },
  async (t) => {
    const path = join(folder(t), 'history.db');
    let next = 0;
    for (let round = 0; round < 25; round += 1) {
      const child = spawn(process.execPath, [writer, path, String(next)], { env: environment });
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
      while (said === '') await once(child.stdout, 'data');
      // Another instant in every round: in the midst of a write, of its end, of the log's being put back.
      await new Promise((resolve) => setTimeout(resolve, (round * 37) % 211));
      child.kill('SIGKILL');
      await once(child, 'close');
      const numbers = said.split('\n').slice(0, -1);
      t.notMatch(said, 'failed', `round ${round}`);
      next = Number(numbers.at(-1));
      const reader = store(t, path);
      const { energy } = await opened(reader);
      const joules = energy[0]?.joules ?? -1;
      t.ok(
        joules === next || joules === next + 1,
        `round ${round}: ${next} was said to be written, ${joules} is there`,
      );
      const buckets = await reader.read(1, -1, 1_000);
      t.ok(
        buckets.every(
          ({ bucket, data }) => data.length === 2_000 && data.every((byte) => byte === bucket % 256),
        ),
      );
      t.equal(buckets.at(-1)?.bucket, joules, 'all of a write or nothing');
      await reader.close();
      reader.helper.close();
      next = joules + 1;
    }
    t.comment(`${next} writes over 25 kills`);
  },
);

/** The helper of the process that was killed may live a moment longer. */
async function opened(reader: ReturnType<typeof store>) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await reader.open();
    } catch (thrown) {
      if (attempt === 20) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

t.test('a second process is told that the file is in use', async (t) => {
  const path = join(folder(t), 'history.db');
  const first = store(t, path);
  await first.open();
  await first.write(changes(1));
  const second = store(t, path);
  t.match(await failureOf(second.open()), {
    code: 'failed',
    message: /another process uses/,
    remedy: /a file of its own/,
  });
  await first.write(changes(2));
  await first.close();
  t.equal((await second.open()).energy[0]?.joules, 2, 'and gets it once the first has gone');
});

t.test(
  'a damaged file is told and left as it is, wherever the damage lies',
  { timeout: 120_000 },
  async (t) => {
    const home = folder(t);
    const path = join(home, 'history.db');
    const first = store(t, path);
    await first.open();
    for (let number = 0; number < 100; number += 1) await first.write(changes(number));
    await first.close();
    const sound = readFileSync(path);
    let parsed = 0;
    const places = [
      0,
      17,
      24,
      60,
      100,
      4_096,
      4_100,
      ...Array.from({ length: 24 }, (_, n) => (n + 1) * 7_919 + 8_192),
    ];
    for (const place of places.filter((one) => one < sound.length)) {
      const damaged = Buffer.from(sound);
      for (let at = place; at < Math.min(place + 64, damaged.length); at += 1)
        damaged[at] = (damaged[at] ?? 0) ^ 0xa5;
      const copy = join(home, `damaged-${place}.db`);
      writeFileSync(copy, damaged);
      const subject = store(t, copy);
      try {
        const { series, energy } = await subject.open();
        const buckets = await subject.read(1, -1, 1_000);
        t.ok(
          buckets.every(({ bucket, data }) => data.every((byte) => byte === bucket % 256)),
          `nothing false at ${place}`,
        );
        t.ok(series.length <= 1 && energy.length <= 1);
      } catch (thrown) {
        parsed += 1;
        t.match(
          thrown,
          { code: /malformed|unsupported|failed/, remedy: String },
          `told at ${place}: ${String(thrown)}`,
        );
        t.ok(readFileSync(copy).equals(damaged), `left as it is at ${place}`);
      }
      subject.helper.close();
    }
    t.ok(parsed >= places.length / 2, `${parsed} of ${places.length} damages were found`);
    for (const [name, content] of [
      ['text.db', 'These are the notes of somebody.\n'.repeat(200)],
      ['half.db', sound.subarray(0, sound.length / 2)],
    ] as const) {
      writeFileSync(join(home, name), content);
      const subject = store(t, join(home, name));
      const failure = await failureOf(subject.open().then(() => subject.read(1, -1, 1_000)));
      t.match(failure, { code: 'malformed', message: /damaged/, remedy: /move it away/ }, name);
      t.ok(readFileSync(join(home, name)).equals(Buffer.from(content)), `${name} is left as it is`);
    }
  },
);

t.test(
  'an empty file is a new one; a file of another version or of another program is not touched',
  async (t) => {
    const home = folder(t);
    writeFileSync(join(home, 'empty.db'), '');
    t.same((await store(t, join(home, 'empty.db')).open()).series, []);
    const path = join(home, 'history.db');
    const first = store(t, path);
    await first.open();
    await first.close();
    const bytes = readFileSync(path);
    // user_version and application_id in SQLite's header (https://www.sqlite.org/fileformat.html#the_database_header).
    for (const [offset, value, code] of [
      [60, 99, 'unsupported'],
      [68, 42, 'malformed'],
    ] as const) {
      const other = Buffer.from(bytes);
      other.writeUInt32BE(value, offset);
      writeFileSync(path, other);
      t.equal((await failureOf(store(t, path).open())).code, code);
      t.ok(readFileSync(path).equals(other));
    }
  },
);

t.test(
  "another program's database is not touched, whatever its journal, while it is open and after",
  async (t) => {
    for (const journal of ['DELETE', 'WAL']) {
      const home = folder(t);
      const path = join(home, 'notes.db');
      const notes = new Database(path);
      notes.exec(
        `PRAGMA journal_mode = ${journal}; CREATE TABLE note(text); INSERT INTO note VALUES ('mine')`,
      );
      const files = () =>
        readdirSync(home).map((name) => [name, readFileSync(join(home, name)).toString('hex')]);
      for (const state of ['open', 'closed']) {
        const before = files();
        t.match(await failureOf(store(t, path).open()), { code: 'malformed', message: /left as it is/ });
        t.strictSame(files(), before, `${journal}, ${state}: not a byte, and nothing beside it`);
        if (state === 'open') notes.close();
      }
    }
  },
);

t.test(
  'series that nobody has any more go when spans are counted, and no number is given twice',
  async (t) => {
    const path = join(folder(t), 'history.db');
    const subject = store(t, path);
    await subject.open();
    const series = [1, 2, 3].map((id) => ({ id, metric: 'x', instance: `veth${id}` }));
    const limits = (most: number | null) => [
      { tier: 1, oldest: null, most: most === null ? null : { buckets: most, around: 0 } },
    ];
    await subject.write({ ...changes(1), series, limits: limits(null) });
    await subject.write({ ...changes(2), series: series.slice(1, 2), limits: limits(null) });
    t.same((await subject.open()).series, series, 'not at every write');
    await subject.write({ ...changes(3), series: series.slice(1, 2), limits: limits(100) });
    t.same((await subject.open()).series, series.slice(1), 'the one with the greatest number stays');
  },
);

t.test('of what is too old little goes at a time: the clock may be wrong', async (t) => {
  const file = store(t, join(folder(t), 'history.db'));
  await file.open();
  for (let number = 1; number <= 10; number += 1) await file.write(changes(number));
  const wrong = [{ tier: 1, oldest: 1_000, most: null }];
  await file.write({ ...changes(2_000), limits: wrong });
  await file.write({ ...changes(2_000), limits: wrong });
  const left = (await file.read(1, -1, 100)).map(({ bucket }) => bucket);
  t.same(left, [5, 6, 7, 8, 9, 10, 2_000], 'the oldest first');
  await file.close();
});

t.test('a file that is taken away is told, and a new one is made', async (t) => {
  const path = join(folder(t), 'history.db');
  const file = store(t, path);
  const { id } = await file.open();
  await file.write(changes(1));
  for (const name of [path, `${path}-wal`, `${path}-shm`]) rmSync(name, { force: true });
  t.match(await failureOf(file.write(changes(2))), { code: 'absent', message: /was removed/ });
  const anew = await file.open();
  t.not(anew.id, id);
  await file.write(changes(3));
  t.same((await file.read(1, -1, 10)).map(({ bucket }) => bucket), [3]); // prettier-ignore
  await file.close();
});

t.test('a folder that is not there and a file that may not be written are told apart', async (t) => {
  const home = folder(t);
  t.match(await failureOf(store(t, join(home, 'nowhere', 'history.db')).open()), {
    code: 'absent',
    remedy: /make it/,
  });
  mkdirSync(join(home, 'a-folder.db'));
  t.match(await failureOf(store(t, join(home, 'a-folder.db')).open()), { code: 'no_permission' });
  if (process.getuid?.() === 0) return;
  chmodSync(home, 0o500);
  t.match(await failureOf(store(t, join(home, 'history.db')).open()), {
    code: 'no_permission',
    remedy: /let the user/,
  });
  chmodSync(home, 0o700);
});

t.test(
  'a file that may not grow is told, and goes on sound once it may',
  { skip: prlimitIsMissing() },
  async (t) => {
    const path = join(folder(t), 'history.db');
    const args = ['--fsize=400000', process.execPath, writer, path];
    const { stdout } = spawnSync('prlimit', args, { encoding: 'utf8', env: environment, timeout: 60_000 });
    t.match(
      stdout,
      /\nfailed: the history file cannot be written: the disk is full, or the file as large as it may be\n$/,
    );
    const last = Number(stdout.trimEnd().split('\n').at(-2));
    const after = store(t, path);
    t.equal((await after.open()).energy[0]?.joules, last, 'everything that was said to be written is there');
    await after.write(changes(last + 1));
    await after.close();
  },
);

function prlimitIsMissing(): string | false {
  return spawnSync('prlimit', ['--version']).status === 0 ? false : 'there is no prlimit here';
}

t.test('a full disk is told, and it heals when there is room', { skip: tmpfsIsMissing() }, async (t) => {
  const home = folder(t);
  const disk = join(home, 'disk');
  mkdirSync(disk);
  t.equal(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]).status, 0);
  const path = join(disk, 'history.db');
  const subject = store(t, path);
  t.teardown(() => {
    subject.helper.close();
    spawnSync('umount', ['-l', disk]);
  });
  await subject.open();
  await subject.write(changes(1));
  writeFileSync(join(disk, 'filler'), Buffer.alloc(900_000));
  const failure = await failureOf(subject.write(changes(2, 400_000)));
  t.match(failure, { code: 'failed', message: /disk is full/, remedy: /make room/ });
  rmSync(join(disk, 'filler'));
  t.equal((await subject.open()).energy[0]?.joules, 1);
  await subject.write(changes(3, 200_000));
  t.same(
    (await subject.read(1, -1, 10)).map(({ bucket }) => bucket),
    [1, 3],
  );
  copyFileSync(path, join(home, 'copy.db'));
});

function tmpfsIsMissing(): string | false {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'a file system is mounted by root alone';
  const probe = mkdtempSync(join(tmpdir(), 'probe-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', probe]).status === 0;
  if (mounted) spawnSync('umount', [probe]);
  rmSync(probe, { recursive: true });
  return mounted ? false : 'nothing can be mounted here';
}
