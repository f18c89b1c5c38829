import t from 'tap';
import { Failure } from '../../src/failures.js';
import type { HistoryStore, KeptBucket, KeptChanges } from '../../src/host/history-store.js';
import { Energy } from '../../src/sampling/energy.js';
import { flushInterval, HistoryKeeper } from '../../src/sampling/history-keeper.js';
import { History } from '../../src/sampling/history.js';
import { FakeClock } from '../helpers/fake-clock.js';

const day = 86_400_000;

/** A store in memory, whose file outlives the keepers and can be broken. */
class Disk implements HistoryStore {
  id = 'first';
  broken: Failure | null = null;
  opened = 0;
  writes: KeptChanges[] = [];
  readonly series = new Map<number, { id: number; metric: string; gpu: string | null }>();
  readonly buckets = new Map<string, KeptBucket>();
  readonly energy = new Map<string, KeptChanges['energy'][number]>();

  open() {
    this.opened += 1;
    if (this.broken !== null) return Promise.reject(this.broken);
    return Promise.resolve({
      id: this.id,
      series: [...this.series.values()],
      energy: [...this.energy.values()],
    });
  }

  read(tier: number, after: number, most: number) {
    const found = [...this.buckets.values()].filter((one) => one.tier === tier && one.bucket > after);
    return Promise.resolve(found.sort((a, b) => a.bucket - b.bucket).slice(0, most));
  }

  write(changes: KeptChanges) {
    if (this.broken !== null) return Promise.reject(this.broken);
    this.writes.push(changes);
    for (const one of changes.series) if (!this.series.has(one.id)) this.series.set(one.id, one);
    for (const one of changes.buckets) this.buckets.set(`${one.tier} ${one.bucket}`, one);
    for (const one of changes.energy) this.energy.set(one.gpu, one);
    for (const { tier, oldest, newest } of changes.limits) {
      for (const [key, one] of this.buckets) {
        if (one.tier === tier && (one.bucket < oldest || one.bucket > newest)) this.buckets.delete(key);
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
  const energy = new Energy(true);
  const told: (Failure | null)[] = [];
  const keeper = new HistoryKeeper({
    store: disk,
    history,
    energy,
    clock,
    onChange: (one) => told.push(one),
  });
  keeper.start();
  /** Lets time pass, with a value a second. */
  const run = async (seconds: number, valueAt: (second: number) => number = (second) => second) => {
    for (let second = 0; second < seconds; second += 1) {
      await clock.advance(1_000);
      history.record('cpu', null, clock.epoch(), valueAt(second));
      history.record('gpu', 'a', clock.epoch(), 50);
      energy.add({ gpu: 'a', joules: null, watts: 100 }, clock.monotonic(), clock.epoch());
    }
  };
  const points = (step: number, back: number) => {
    const now = clock.epoch();
    return history.select({ metrics: ['cpu'], gpus: null, from: now - back, to: now, step }, now).series[0];
  };
  return { history, energy, keeper, told, run, points };
}

t.test('a process that is killed loses no more than what came since the last flush', async (t) => {
  const [disk, clock] = [new Disk(), new FakeClock()];
  const first = life(disk, clock);
  await first.run(305);
  const before = first.points(15_000, 240_000)?.avg.slice(0, -2);
  // Killed: nothing more is written.
  disk.write = () => Promise.resolve();
  const kept = new Map(disk.buckets);
  await first.keeper.stop();
  const after = Object.assign(new Disk(), { series: disk.series, buckets: kept, energy: disk.energy });
  const second = life(after, clock);
  await clock.advance(0);
  t.same(second.points(15_000, 240_000)?.avg.slice(0, -2), before);
  t.ok(
    (second.energy.records()[0]?.joules ?? 0) >= 100 * (305 - 1 - flushInterval / 1_000 - 1),
    'energy too',
  );
  await second.keeper.stop();
});

t.test('a bucket that was open goes on after a restart', async (t) => {
  const [disk, clock] = [new Disk(), new FakeClock()];
  const first = life(disk, clock);
  await first.run(22, () => 10);
  await first.keeper.stop();
  const second = life(disk, clock);
  await second.run(10, () => 40);
  const bucket = Math.floor((clock.epoch() - 4_000) / 15_000);
  const spread = second.history.series.find(({ metric }) => metric === 'cpu')?.tiers[1]?.at(bucket);
  t.match(spread, { min: 10, max: 40 });
  await second.keeper.stop();
});

t.test('a file that breaks is told once, memory goes on, and when it heals all is written', async (t) => {
  const [disk, clock] = [new Disk(), new FakeClock()];
  const { run, told, keeper, energy, points } = life(disk, clock);
  await run(30);
  const writes = disk.writes.length;
  disk.broken = new Failure('failed', 'the disk is full');
  await run(300);
  t.same(
    told.map((one) => one?.message),
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
    told.map((one) => one?.message),
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
  const { keeper, told } = life(disk, clock);
  await clock.advance(600_000);
  t.ok(disk.opened <= 21, `${disk.opened} times in ten minutes`);
  t.equal(told.length, 1);
  await keeper.stop();
  t.equal(clock.timers, 0);
});

t.test('what lies in the future of the clock is not taken over', async (t) => {
  const [disk, ahead] = [new Disk(), new FakeClock('2030-01-01T00:00:00.000Z')];
  const first = life(disk, ahead);
  await first.run(60);
  await first.keeper.stop();
  const clock = new FakeClock('2026-01-31T12:00:00.000Z');
  const second = life(disk, clock);
  await second.run(60);
  await second.keeper.stop();
  t.ok(
    [...disk.buckets.values()].every(
      ({ tier, bucket }) => bucket * (tier === 1 ? 15_000 : 300_000) <= clock.epoch(),
    ),
  );
  t.ok(second.points(15_000, 45_000)?.avg.some((value) => value !== null));
});
