import { join } from 'node:path';
import t, { type Test } from 'tap';
import { gaps, life, rowsOf, shown } from '../helpers/history/life.js';
import { folder } from '../helpers/history/store.js';

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];
const start = Date.parse('2026-03-01T12:00:00.000Z');

/** By how much a clock is wrong that has no battery, is behind, or is ahead; ms. */
const errors = {
  'at 1970': 5 * second - start,
  'half an hour behind': -30 * minute,
  'two days ahead': 2 * day,
  'ten years ahead': 3_650 * day,
};

function fileOf(t: Test): string {
  return join(folder(t), 'history.db');
}

function missing(before: string[], after: string[]): string[] {
  return before.filter((row) => !after.includes(row));
}

for (const [how, error] of Object.entries(errors)) {
  t.test(`a clock that is ${how} for four seconds at the start loses nothing`, async (t) => {
    const path = fileOf(t);
    const first = await life(path, start);
    await first.pass(6 * minute);
    const range = [start + 15 * second, start + 5 * minute] as const;
    const before = await shown(first, ...range);
    t.same(gaps(before), []);
    await first.end();
    const rows = await rowsOf(path);

    const again = start + 8 * minute;
    const next = await life(path, again, error);
    await next.pass(4 * second);
    next.clock.shift(-error);
    await next.pass(10 * second);
    t.same(await shown(next, ...range), before, 'shown as soon as the clock is right');
    await next.pass(6 * minute);
    t.same(await shown(next, ...range), before, 'and when it has been right for minutes');
    t.same(gaps(await shown(next, again, again + 6 * minute)), [], 'the seconds of the error too');
    await next.end();
    t.same(missing(rows, await rowsOf(path)), [], 'no row was deleted');
  });

  t.test(`a clock that is ${how} for four seconds in the middle of a run loses nothing`, async (t) => {
    const path = fileOf(t);
    const run = await life(path, start);
    await run.pass(6 * minute - 2 * second);
    const range = [start + 15 * second, start + 5 * minute] as const;
    const before = await shown(run, ...range);
    t.same(gaps(before), []);
    run.clock.shift(error);
    // A reading and a flush fall into these.
    await run.pass(4 * second);
    run.clock.shift(-error);
    await run.pass(minute);
    t.same(await shown(run, ...range), before);
    t.same(gaps(await shown(run, start + 5 * minute, start + 6.5 * minute)), [], 'no gap');
    await run.pass(6 * minute);
    await run.end();
    const end = run.clock.epoch();
    const first = start / (15 * second) + 1;
    const expected = Array.from({ length: 46 }, (_, place) => `1 ${first + place}`);
    const rows = await rowsOf(path);
    t.same(missing(expected, rows), [], 'every row is in the file');
    t.same(
      rows.filter((row) => !isWithin(row, start, end)),
      [],
      'and none of another time',
    );
  });
}

t.test('a clock that is wrong for hours, and believed, takes nothing from the file', async (t) => {
  const path = fileOf(t);
  const first = await life(path, start);
  await first.pass(6 * minute);
  const range = [start + 15 * second, start + 5 * minute] as const;
  const before = await shown(first, ...range);
  await first.end();
  const rows = await rowsOf(path);
  for (const error of [3_650 * day, -start + 5 * second, -30 * minute]) {
    const again = await life(path, start + 10 * minute, error);
    // As a board without a network: no reading is needed for the file to be looked after.
    for (let passed = 0; passed < 3 * hour; passed += 15 * minute) {
      await again.clock.leap(15 * minute);
      await again.idle();
    }
    again.clock.shift(-error);
    await again.pass(7 * minute);
    t.same(await shown(again, ...range), before, 'shown when the clock is right');
    await again.end();
    t.same(missing(rows, await rowsOf(path)), [], 'no row was deleted');
  }
});

t.test('a laptop that slept for eight hours goes on at the right time within half a minute', async (t) => {
  const path = fileOf(t);
  const run = await life(path, start);
  await run.pass(6 * minute);
  const range = [start + 15 * second, start + 5 * minute] as const;
  const before = await shown(run, ...range);
  const slept = run.clock.epoch();
  run.clock.shift(8 * hour);
  const woke = run.clock.epoch();
  await run.pass(20 * second);
  t.same(gaps(await shown(run, woke, woke + 20 * second)), [], 'shown at once');
  await run.pass(7 * minute);
  t.same(await shown(run, ...range, '15s'), before);
  t.same(gaps(await shown(run, woke, woke + 6.5 * minute)), []);
  const night = await shown(run, slept + minute, woke - minute);
  t.same(gaps(night), night, 'of the sleep there is nothing');
  await run.end();
});

for (const [how, error] of [
  ['ahead', hour],
  ['back', -hour],
] as const) {
  t.test(`a clock that is set ${how} by an hour for good is followed`, async (t) => {
    const path = fileOf(t);
    const run = await life(path, start);
    await run.pass(6 * minute);
    const range = [start + 15 * second, start + 5 * minute] as const;
    const before = await shown(run, ...range);
    run.clock.shift(error);
    const set = run.clock.epoch();
    await run.pass(7 * minute);
    t.same(gaps(await shown(run, set, set + 6.5 * minute)), [], 'recording goes on at the new time');
    const from = Math.min(set, start) - 10 * minute;
    t.equal((await shown(run, from, run.clock.epoch())).length > 0, true, 'and what spans both is answered');
    run.clock.shift(-error);
    await run.pass(minute);
    t.same(await shown(run, ...range), before, 'should it be set back again, all is there');
    await run.end();
  });
}

t.test(
  'over forty days old rows go, and the file keeps what it is to keep',
  { timeout: 240_000 },
  async (t) => {
    const path = fileOf(t);
    const run = await life(path, start);
    // Both clocks go on in step, as they do; the process comes to its turns once an hour.
    for (let passed = 0; passed < 40 * day; passed += hour) {
      await run.clock.leap(hour);
      await run.idle();
    }
    const end = run.clock.epoch();
    await run.pass(minute);
    await run.end();
    const rows = await rowsOf(path);
    t.same(
      rows.filter((row) => !isWithin(row, end - day - 5 * minute, end + minute)),
      [],
      'nothing older than a day',
    );
    const stored = (tier: number) => rows.filter((row) => row.startsWith(`${tier} `)).length;
    t.ok(stored(2) >= 23, `${stored(2)} of the 24 that were measured`);
    t.ok(stored(1) >= 11, `${stored(1)} of the 12 of the last twelve hours`);
  },
);

/** Whether a row as `rowsOf` gives it lies between two instants. */
function isWithin(row: string, from: number, to: number): boolean {
  const [tier, bucket] = row.split(' ').map(Number);
  const step = tier === 1 ? 15 * second : 5 * minute;
  return (bucket ?? NaN) * step > from - step && (bucket ?? NaN) * step <= to;
}
