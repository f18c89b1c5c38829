import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { gaps, life, problems, rowsOf, shown } from '../helpers/history/life.js';
import { folder } from '../helpers/history/store.js';
import { ended } from '../helpers/service/program.js';

const [second, minute] = [1_000, 60_000];
const start = Date.parse('2026-03-01T12:00:00.000Z');

type Life = Awaited<ReturnType<typeof life>>;

/** Whether every span since the start is there, in memory and, after the end, in the file. */
async function nothingIsLost(t: Test, run: Life, path: string): Promise<void> {
  const end = run.clock.epoch();
  t.same(gaps(await shown(run, start + 15 * second, end - 15 * second)), [], 'no gap in memory');
  await run.end();
  const rows = await rowsOf(path);
  const first = Math.ceil((start + 15 * second) / 15_000);
  const expected = Array.from(
    { length: Math.floor((end - start) / 15_000) - 1 },
    (_, place) => `1 ${first + place}`,
  );
  t.same(
    expected.filter((row) => !rows.includes(row)),
    [],
    'none in the file',
  );
}

t.test(
  'of two services on a file the second says so once, and has it when the first is killed',
  async (t) => {
    const path = join(folder(t), 'history.db');
    const first = await life(path, start);
    await first.pass(2 * minute);
    const other = await life(path, start);
    await other.pass(40 * second);
    t.match(await problems(other), [
      /^another process uses the history file; history is kept in memory meanwhile$/,
    ]);
    await first.pass(2 * minute);
    t.same(await problems(first), [], 'the first goes on');
    const of = [start + 45 * second, start + 3 * minute] as const;
    const kept = await shown(first, ...of);
    t.same(gaps(kept), []);
    process.kill(first.pid() ?? NaN, 'SIGKILL');
    // It has died with its helper: it does nothing any more.
    await other.pass(minute);
    t.same(await problems(other), [], 'at the next try');
    t.same(gaps(await shown(other, start + 15 * 1_000, other.clock.epoch() - 15_000)), []);
    await nothingIsLost(t, other, path);
    await first.end();
  },
);

t.test(
  'a full disk, and one that may only be read, costs nothing but time',
  { skip: noMounts() },
  async (t) => {
    const disk = join(folder(t), 'disk');
    mkdirSync(disk);
    const mount = (options: string) =>
      spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]).status;
    t.equal(mount('size=1m,ro'), 0);
    t.teardown(() => spawnSync('umount', ['-l', disk]));
    const path = join(disk, 'history.db');
    const run = await life(path, start);
    await run.pass(2 * minute);
    t.match(await problems(run), [/folder, cannot be read and written; history is kept in memory/]);
    t.equal(mount('remount,rw,size=1m'), 0);
    await run.pass(minute);
    t.same(await problems(run), []);
    spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'filler')}`, 'bs=4096']);
    await run.pass(3 * minute);
    t.match(await problems(run), [/the disk is full/]);
    rmSync(join(disk, 'filler'));
    await run.pass(minute);
    t.same(await problems(run), []);
    await nothingIsLost(t, run, path);
  },
);

function noMounts(): string | false {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'a file system is mounted by root alone';
  const works = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
  return works ? false : 'nothing can be mounted here';
}

t.test('a disk that hangs holds nobody, and what came meanwhile is written', async (t) => {
  const path = join(folder(t), 'history.db');
  const run = await life(path, start);
  await run.pass(2 * minute);
  run.byOwnClock();
  process.kill(run.pid() ?? NaN, 'SIGSTOP');
  run.hang(true);
  await run.pass(30 * second);
  t.match(await problems(run), [/historyFile.write did not answer within 10 s; history is kept in memory/]);
  t.equal((await run.get('/stats')).status, 200);
  run.hang(false);
  await run.pass(2 * minute);
  t.same(await problems(run), []);
  await nothingIsLost(t, run, path);
});

for (const [how, change] of [
  ['removed', (path: string) => rmSync(path)],
  ['renamed', (path: string) => renameSync(path, `${path}.old`)],
  ['written over with less', (path: string) => writeFileSync(path, 'SQLite format 3\0')],
  ['written over with an earlier copy of itself', (path: string) => copyFileSync(`${path}.copy`, path)],
] as const) {
  t.test(`a file that is ${how} while it is in use is made anew with all that is in memory`, async (t) => {
    const path = join(folder(t), 'history.db');
    const run = await life(path, start);
    await run.pass(minute);
    // As somebody would who keeps a copy.
    spawnSync('sqlite3', [path, `.backup ${path}.copy`]);
    if (!existsSync(`${path}.copy`)) copyFileSync(path, `${path}.copy`);
    await run.pass(2 * minute);
    change(path);
    await run.pass(2 * minute);
    if (how.endsWith('less'))
      t.match(await problems(run), [/was damaged; it was renamed, and a new one made/]);
    else t.same(await problems(run), []);
    await nothingIsLost(t, run, path);
  });
}

t.test('a file of somebody else is told by the service and by --check, and left as it is', async (t) => {
  const home = folder(t);
  const path = join(home, 'notes.txt');
  writeFileSync(path, 'notes\n');
  const run = await life(path, start);
  await run.pass(2 * minute);
  t.match(await problems(run), [
    /is no history file; it is left as it is; history is kept in memory meanwhile/,
  ]);
  const { stdout, code } = await ended(['--check'], { SYSMON_HISTORY_FILE: path });
  t.match(stdout.replace(/\s+/g, ' '), /is no history file; it is left as it is/);
  t.equal(code, 1);
  t.strictSame([readdirSync(home), readFileSync(path, 'utf8')], [['notes.txt'], 'notes\n']);
  rmSync(path);
  await run.pass(minute);
  t.same(await problems(run), [], 'once it is moved away a file is made');
  await nothingIsLost(t, run, path);
});

t.test('--check touches no file: neither one that is not there, nor one that the service uses', async (t) => {
  const path = join(folder(t), 'history.db');
  await ended(['--check'], { SYSMON_HISTORY_FILE: path });
  t.notOk(existsSync(path));
  const run = await life(path, start);
  await run.pass(minute);
  const { stdout } = await ended(['--check'], { SYSMON_HISTORY_FILE: path });
  t.notMatch(stdout, /history file/);
  await run.end();
});
