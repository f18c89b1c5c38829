import t from 'tap';
import { Failure } from '../../../src/failures.js';
import type { HistoryStore, StoredBucket, StoredChanges } from '../../../src/host/history/store.js';
import { Energy } from '../../../src/sampling/energy.js';
import { flushInterval, HistoryKeeper } from '../../../src/sampling/history/keeper.js';
import { Recorder } from '../../../src/sampling/history/recorder.js';
import { History } from '../../../src/sampling/history/history.js';
import { FakeClock } from '../../helpers/fake-clock.js';

const day = 86_400_000;

/** A store in memory, whose file outlives the keepers and can be broken. */
class Disk implements HistoryStore {
  id = 'first';
  broken: Failure | null = null;
  notice: Failure | null = null;
  damaged: number[] = [];
  opened = 0;
  writes: StoredChanges[] = [];
  readonly series = new Map<number, { id: number; metric: string; instance: string | null }>();
  readonly buckets = new Map<string, StoredBucket>();
  readonly energy = new Map<string, StoredChanges['energy'][number]>();

  look() {
    return Promise.resolve();
  }

  open() {
    this.opened += 1;
    if (this.broken !== null) return Promise.reject(this.broken);
    return Promise.resolve({
      id: this.id,
      notice: this.notice,
      series: [...this.series.values()],
      energy: [...this.energy.values()],
    });
  }

  read(tier: number, after: number, most: number) {
    const found = [...this.buckets.values()].filter((one) => one.tier === tier && one.bucket > after);
    const all = found.sort((a, b) => a.bucket - b.bucket).slice(0, most);
    const isDamaged = ({ bucket }: StoredBucket) => this.damaged.includes(bucket);
    return Promise.resolve({
      buckets: all.filter((one) => !isDamaged(one)),
      damaged: all.filter(isDamaged).map(({ bucket }) => bucket),
      last: all.at(-1)?.bucket ?? null,
    });
  }

  write(changes: StoredChanges) {
    if (this.broken !== null) return Promise.reject(this.broken);
    this.writes.push(changes);
    for (const one of changes.series) if (!this.series.has(one.id)) this.series.set(one.id, one);
    for (const one of changes.buckets) this.buckets.set(`${one.tier} ${one.bucket}`, one);
    for (const one of changes.energy) this.energy.set(one.gpu, one);
    for (const { tier, oldest } of changes.limits) {
      for (const [key, one] of this.buckets) {
        if (one.tier === tier && one.bucket < (oldest ?? -Infinity)) this.buckets.delete(key);
      }
    }
    return Promise.resolve();
  }

  close() {
    return Promise.resolve();
  }

  replace() {
    this.id = 'second';
    for (const part of [this.series, this.buckets, this.energy]) part.clear();
  }
}

function life(disk: Disk, clock: FakeClock) {
  const history = new History(day);
  const recorder = new Recorder(history, clock);
  const energy = new Energy(true);
  const parsed: (Failure | null)[] = [];
  const notices: string[] = [];
  const keeper = new HistoryKeeper({
    store: disk,
    history,
    recorder,
    energy,
    clock,
    onChange: (one) => parsed.push(one),
    onNotice: ({ message }) => notices.push(message),
  });
  keeper.start();
  /** Lets time pass, with a value a second. */
  const run = async (seconds: number, valueAt: (second: number) => number = (second) => second) => {
    for (let second = 0; second < seconds; second += 1) {
      await clock.advance(1_000);
      const moment = { epoch: clock.epoch(), at: clock.monotonic() };
      recorder.record('cpu', null, moment, valueAt(second));
      recorder.record('gpu', 'a', moment, 50);
      energy.add(
        { gpu: 'a', sensor: null, joules: null, watts: 100, mostWatts: 1_000 },
        moment.at,
        moment.epoch,
        recorder.isCertain,
      );
    }
  };
  const points = (step: number, back: number) => {
    const now = clock.epoch();
    return recorder.select({ metrics: ['cpu'], from: now - back, to: now, step }, now).series[0];
  };
  return { history, energy, keeper, parsed, notices, run, points };
}

t.test('a process that is killed loses no more than what came since the last flush', async (t) => {
  const [disk, clock] = [new Disk(), new FakeClock()];
  const first = life(disk, clock);
  await first.run(305);
  const before = first.points(15_000, 240_000)?.avg.slice(0, -2);
  // Killed: nothing more is written.
  disk.write = () => Promise.resolve();
  const stored = new Map(disk.buckets);
  await first.keeper.stop();
  const after = Object.assign(new Disk(), { series: disk.series, buckets: stored, energy: disk.energy });
  const second = life(after, clock);
  await clock.advance(0);
  t.same(second.points(15_000, 240_000)?.avg.slice(0, -2), before);
  t.ok(
    (second.energy.records()[0]?.joules ?? 0) >= 100 * (305 - 1 - flushInterval / 1_000 - 1),
    'energy too',
  );
  await second.keeper.stop();
});

t.test('what a file has nothing of takes no place, and what is in it was last measured then', async (t) => {
  const [disk, clock] = [new Disk(), new FakeClock()];
  const first = life(disk, clock);
  await first.run(60);
  await first.keeper.stop();
  const end = clock.epoch();
  disk.series.set(99, { id: 99, metric: 'gpu', instance: 'long gone' });
  await clock.advance(7_200_000);
  const second = life(disk, clock);
  await clock.advance(0);
  t.same(second.history.series.map(({ instance }) => instance).sort(), ['a', null]);
  for (const { lastAt } of second.history.series) t.ok(lastAt > end - 60_000 && lastAt <= end);
  second.history.record('gpu', 'new', clock.epoch(), 1);
  await second.run(12);
  const ids = new Map(disk.writes.at(-1)?.series.map(({ id, instance }) => [instance, id]));
  t.same([...ids.keys()].sort(), ['a', 'new', null]);
  t.equal(ids.get('new'), 100, 'a new number is none that was given');
  await second.keeper.stop();
});

t.test('a bucket that was open goes on after a restart', async (t) => {
  const [disk, clock] = [new Disk(), new FakeClock()];
  const first = life(disk, clock);
  await first.run(22, () => 10);
  await first.keeper.stop();
  const bucket = Math.floor(clock.epoch() / 15_000);
  const second = life(disk, clock);
  await second.run(40, () => 40);
  const spread = second.history.series.find(({ metric }) => metric === 'cpu')?.tiers[1]?.at(bucket);
  t.match(spread, { min: 10, max: 40 });
  await second.keeper.stop();
});

t.test('a file that breaks is told once, memory goes on, and when it heals all is written', async (t) => {
  const [disk, clock] = [new Disk(), new FakeClock()];
  const { run, parsed, keeper, energy, points } = life(disk, clock);
  await run(30);
  const writes = disk.writes.length;
  disk.broken = new Failure('failed', 'the disk is full');
  await run(300);
  t.same(
    parsed.map((one) => one?.message),
    ['the disk is full'],
  );
  t.equal(keeper.failure?.message, 'the disk is full');
  t.equal(disk.writes.length, writes);
  t.ok((energy.total('a') ?? 0) > 25_000, 'the total is shown though it could be lost');
  t.ok(
    points(15_000, 240_000)?.avg.every((value) => value !== null),
    'no gap in memory',
  );
  disk.broken = null;
  await run(60);
  t.same(
    parsed.map((one) => one?.message),
    ['the disk is full', undefined],
  );
  await keeper.stop();
  const next = life(disk, clock);
  await clock.advance(0);
  t.ok(
    next
      .points(15_000, 300_000)
      ?.avg.slice(0, -1)
      .every((value) => value !== null),
    'no gap in the file',
  );
  await next.keeper.stop();
});

t.test('a file that was moved away is made anew with all that is in memory', async (t) => {
  const [disk, clock] = [new Disk(), new FakeClock()];
  const { run, keeper, energy } = life(disk, clock);
  await run(100);
  const total = energy.records()[0]?.joules;
  disk.broken = new Failure('failed', 'gone');
  await run(20);
  disk.replace();
  disk.broken = null;
  await run(60);
  t.ok((energy.records()[0]?.joules ?? 0) < (total ?? 0) + 100 * 81, 'energy is not counted twice');
  await keeper.stop();
  const next = life(disk, clock);
  await clock.advance(0);
  t.ok(
    next
      .points(15_000, 150_000)
      ?.avg.slice(0, -1)
      .every((value) => value !== null),
  );
  await next.keeper.stop();
});

t.test('a broken file is not asked more often than twice a minute', async (t) => {
  const [disk, clock] = [new Disk(), new FakeClock()];
  disk.broken = new Failure('malformed', 'damaged');
  const { keeper, parsed } = life(disk, clock);
  await clock.advance(600_000);
  t.ok(disk.opened <= 21, `${disk.opened} times in ten minutes`);
  t.equal(parsed.length, 1);
  await keeper.stop();
  t.equal(clock.timers, 0);
});

t.test('what lies in the future is kept, and shown when its time comes', async (t) => {
  const [disk, clock] = [new Disk(), new FakeClock()];
  const first = life(disk, clock);
  await first.run(300);
  await first.keeper.stop();
  const [now, rows] = [clock.epoch(), [...disk.buckets.keys()]];
  const before = first.points(15_000, 270_000)?.avg;
  clock.shift(-day / 2);
  const second = life(disk, clock);
  await second.run(600);
  t.ok(
    second.points(15_000, 45_000)?.avg.every((value) => value !== null),
    'recording goes on',
  );
  await clock.leap(now + 60_000 - clock.epoch());
  t.same(second.points(15_000, 330_000)?.avg.slice(0, before?.length), before);
  await second.keeper.stop();
  t.ok(
    rows.every((row) => disk.buckets.has(row)),
    'no row was deleted',
  );
});

t.test('what memory gave its place away for comes from the file again when the clock is right', async (t) => {
  const [disk, clock] = [new Disk(), new FakeClock()];
  const first = life(disk, clock);
  await first.run(300);
  await first.keeper.stop();
  // A clock without a battery, for two minutes: so long that it is believed. Its buckets need the places of others.
  const wrong = 86_400_000 * Math.floor(clock.epoch() / 86_400_000);
  clock.shift(-wrong);
  const second = life(disk, clock);
  await second.run(120);
  clock.shift(wrong);
  await second.run(60);
  const before = second.points(15_000, 450_000)?.avg.slice(0, 17);
  t.same(
    before?.every((value) => value !== null),
    true,
  );
  await second.keeper.stop();
});

t.test('old rows go once the clock has run in step for as long as they reach, and no sooner', async (t) => {
  const [disk, clock] = [new Disk(), new FakeClock()];
  const first = life(disk, clock);
  await first.run(60);
  await first.keeper.stop();
  const rows = [...disk.buckets.keys()];
  clock.shift(2 * day);
  const second = life(disk, clock);
  const isLeft = (row: string) => disk.buckets.has(row);
  const ofTier = (tier: number) => rows.filter((row) => row.startsWith(`${tier} `));
  await clock.advance(day / 2 - 60_000);
  t.ok(rows.every(isLeft), 'a clock that is two days ahead might come back');
  await clock.advance(120_000);
  t.notOk(ofTier(1).some(isLeft), 'it has not for twelve hours: what these twelve hours do not reach is old');
  t.ok(ofTier(2).every(isLeft), 'what a day reaches is not yet');
  await clock.advance(day / 2);
  t.notOk(ofTier(2).some(isLeft));
  await second.keeper.stop();
});

t.test('the number of rows is bounded whatever the clock does: at the start, and hourly', async (t) => {
  const [disk, clock] = [new Disk(), new FakeClock()];
  const { keeper, run } = life(disk, clock);
  await run(30);
  await clock.advance(7_200_000);
  const counted = (tier: number) =>
    disk.writes
      .flatMap(({ limits }) => limits.filter((limit) => limit.tier === tier))
      .flatMap(({ most }) => most?.buckets ?? []);
  t.same(counted(1), [20_000, 2 * 2_880, 2 * 2_880], 'a shorter history by mistake deletes nothing at once');
  t.same(counted(2), [20_000, 2 * 288, 2 * 288]);
  await keeper.stop();
});

t.test('what was damaged is told once, and the file is used', async (t) => {
  const [disk, clock] = [new Disk(), new FakeClock()];
  const first = life(disk, clock);
  await first.run(120);
  await first.keeper.stop();
  disk.notice = new Failure('malformed', 'the history file was damaged');
  disk.damaged = [[...disk.buckets.values()].find(({ tier }) => tier === 1)?.bucket ?? NaN];
  const second = life(disk, clock);
  await second.run(60);
  t.same(second.notices, [
    'the history file was damaged',
    '1 spans of the history file are damaged, and are left out',
  ]);
  t.same(second.parsed, []);
  t.equal(second.points(15_000, 180_000)?.avg.filter((value) => value !== null).length, 11);
  await second.keeper.stop();
});

t.test('a disk that has room again just before the end is written to, with all that was held', async (t) => {
  const [disk, clock] = [new Disk(), new FakeClock()];
  const { keeper, run } = life(disk, clock);
  await run(30);
  disk.broken = new Failure('failed', 'the disk is full');
  await run(4_000);
  disk.broken = null;
  const before = disk.buckets.size;
  await keeper.stop();
  t.ok(disk.buckets.size - before > 4_000 / 15, `${disk.buckets.size} rows, ${before} before`);
});

t.test(
  'when a meter of energy began is kept as it was, though the clock was wrong when it was first read',
  async (t) => {
    const [disk, clock] = [new Disk(), new FakeClock()];
    const began = clock.epoch();
    clock.shift(-began);
    const { keeper, run, energy } = life(disk, clock);
    await run(15);
    t.equal(disk.energy.size, 0, 'nothing is kept under a false time');
    clock.shift(began);
    await run(60);
    t.equal(disk.energy.get('a')?.since, began + 1_000);
    t.ok((energy.total('a') ?? 0) >= 100 * 60, 'of the energy nothing is lost');
    clock.shift(-1_800_000);
    await run(4);
    clock.shift(1_800_000 + 2 * day);
    await run(4);
    clock.shift(-2 * day);
    await run(60);
    await keeper.stop();
    const unknown = { counter: null, sensor: null, countedAt: null };
    t.same(disk.energy.get('a'), { gpu: 'a', joules: 100 * 142, ...unknown, since: began + 1_000 });
  },
);
