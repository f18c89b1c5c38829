import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import {
  changes,
  environment,
  failureOf,
  folder,
  isWhole,
  openedSoon,
  store,
} from '../../helpers/history/store.js';

const writer = join(import.meta.dirname, 'writer.js');

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
    notice: null,
    series: [{ id: 1, metric: 'cpu.usage_percent', instance: null }],
    energy: [{ gpu: 'GPU-1', joules: 2, counter: 5, sensor: 'card', countedAt: 9, since: 7 }],
  });
  const { buckets, damaged, last } = await second.read(1, -1, 10);
  t.same(
    buckets.map(({ bucket }) => bucket),
    [1, 2],
  );
  t.ok(buckets.every((one) => isWhole(one)));
  t.strictSame([damaged, last], [[], 2]);
  t.same((await second.read(1, 1, 10)).buckets.length, 1);
  t.same(await second.read(1, 2, 10), { buckets: [], damaged: [], last: null });
  await second.write({ ...changes(9), limits: [{ tier: 1, oldest: 2, most: null }] });
  const numbers = async () => (await second.read(1, -1, 10)).buckets.map(({ bucket }) => bucket);
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
    for (let round = 0; round < 20; round += 1) {
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
      const { energy, notice } = await openedSoon(reader);
      t.equal(notice, null);
      const joules = energy[0]?.joules ?? -1;
      t.ok(
        joules === next || joules === next + 1,
        `round ${round}: ${next} was said to be written, ${joules} is there`,
      );
      const { buckets, damaged } = await reader.read(1, -1, 1_000);
      t.ok(damaged.length === 0 && buckets.every((one) => isWhole(one)));
      t.equal(buckets.at(-1)?.bucket, joules, 'all of a write or nothing');
      await reader.close();
      reader.helper.close();
      next = joules + 1;
    }
    t.comment(`${next} writes over 20 kills`);
  },
);

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
  'series that nobody has any more go when spans are counted, and no number is given twice',
  async (t) => {
    const path = join(folder(t), 'history.db');
    const subject = store(t, path);
    await subject.open();
    const series = [1, 201, 202, 203].map((id) => ({ id, metric: 'x', instance: `veth${id}` }));
    const limits = (most: number | null) => [
      { tier: 1, oldest: null, most: most === null ? null : { buckets: most, around: 0 } },
    ];
    await subject.write({ ...changes(1), series, limits: limits(null) });
    await subject.write({ ...changes(2), series: series.slice(2, 3), limits: limits(null) });
    t.same((await subject.open()).series, series, 'not at every write');
    await subject.write({ ...changes(3), series: series.slice(2, 3), limits: limits(100) });
    const left = [series[0], series[2], series[3]];
    t.same(
      (await subject.open()).series,
      left,
      'one of which values are left stays, and that with the greatest number',
    );
  },
);

t.test('of what is too old little goes at a time: the clock may be wrong', async (t) => {
  const file = store(t, join(folder(t), 'history.db'));
  await file.open();
  for (let number = 1; number <= 10; number += 1) await file.write(changes(number));
  const wrong = [{ tier: 1, oldest: 1_000, most: null }];
  await file.write({ ...changes(2_000), limits: wrong });
  await file.write({ ...changes(2_000), limits: wrong });
  const left = (await file.read(1, -1, 100)).buckets.map(({ bucket }) => bucket);
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
  t.same((await file.read(1, -1, 10)).buckets.map(({ bucket }) => bucket), [3]); // prettier-ignore
  await file.close();
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
  const failure = await failureOf(subject.write(changes(2, 20_000)));
  t.match(failure, { code: 'failed', message: /disk is full/, remedy: /make room/ });
  rmSync(join(disk, 'filler'));
  t.equal((await subject.open()).energy[0]?.joules, 1);
  await subject.write(changes(3, 5_000));
  t.same(
    (await subject.read(1, -1, 10)).buckets.map(({ bucket }) => bucket),
    [1, 3],
  );
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
