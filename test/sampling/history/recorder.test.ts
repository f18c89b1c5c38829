import t from 'tap';
import { History } from '../../../src/sampling/history/history.js';
import { Recorder } from '../../../src/sampling/history/recorder.js';
import { FakeClock } from '../../helpers/fake-clock.js';

const day = 86_400_000;
const hour = 3_600_000;

/** A history in memory; `run` records a value a second, which counts up over the whole run. */
function recorded() {
  const clock = new FakeClock();
  const history = new History(day);
  const recorder = new Recorder(history, clock);
  let count = 0;
  const run = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      await clock.advance(1_000);
      recorder.record('x', null, { epoch: clock.epoch(), at: clock.monotonic() }, (count += 1));
    }
  };
  const values = (from: number, to: number, step = 1_000) =>
    recorder.select({ metrics: ['x'], from, to, step }, clock.epoch()).series[0]?.avg;
  return { clock, history, recorder, run, values };
}

const upTo = (last: number) => Array.from({ length: last }, (_, place) => place + 1);

t.test('before the clock is believed readings are shown by it as it is, and kept when it is', async (t) => {
  const { clock, history, run, values } = recorded();
  const start = clock.epoch() + 1_000;
  await run(20);
  t.same(values(start, start + 20_000), upTo(20));
  t.equal(values(start - 1_000, start + 14_000, 15_000)?.[0], 7.5, 'in every tier');
  t.equal(history.series[0]?.tiers[0]?.at(start / 1_000), null);
  t.equal(history.series[0]?.lastAt, clock.epoch());
  await run(20);
  t.same(values(start, start + 40_000), upTo(40));
  t.equal(history.series[0]?.tiers[0]?.at(start / 1_000)?.avg, 1);
});

t.test('whatever the error, at the start or in the midst, every reading has its own second', async (t) => {
  for (const error of [-Date.parse('2026-01-31T12:00:00Z'), -hour / 2, 2 * day, 3_000, -3_000]) {
    for (const before of [0, 20, 600]) {
      const { clock, run, values } = recorded();
      const start = clock.epoch() + 1_000;
      await run(before);
      clock.shift(error);
      await run(4);
      clock.shift(-error);
      await run(40);
      t.same(values(start, start + (before + 44) * 1_000), upTo(before + 44), `${error} after ${before} s`);
    }
  }
});

t.test('a jump that stands moves what was held to the new time', async (t) => {
  const { clock, run, values } = recorded();
  const start = clock.epoch() + 1_000;
  await run(100);
  clock.shift(8 * hour);
  const woke = clock.epoch() + 1_000;
  await run(60);
  t.same(
    values(start, start + 100_000, 15_000)?.some((value) => value === null),
    false,
  );
  t.same(
    values(woke, woke + 60_000),
    upTo(60).map((value) => value + 100),
  );
});

t.test('at the end what is held is kept, but not readings since a jump', async (t) => {
  const first = recorded();
  await first.run(10);
  first.recorder.end();
  t.equal(first.history.series[0]?.tiers[0]?.at(first.clock.epoch() / 1_000)?.avg, 10);
  const other = recorded();
  await other.run(60);
  other.clock.shift(hour);
  await other.run(10);
  other.recorder.end();
  const tier = other.history.series[0]?.tiers[0];
  t.same(
    [tier?.at(other.clock.epoch() / 1_000), tier?.at((other.clock.epoch() - hour) / 1_000)],
    [null, null],
  );
});

t.test('what is held is bounded', (t) => {
  const { clock, history, recorder } = recorded();
  for (let at = 0; at < 20_500; at += 1) {
    recorder.record(`metric ${at % 900}`, null, { epoch: clock.epoch(), at: clock.monotonic() }, at);
  }
  t.ok(recorder.isCertain);
  t.equal(history.series.length, 900);
  t.ok(history.series.every(({ tiers }) => tiers[0]?.at(Math.floor(clock.epoch() / 1_000)) !== null));
  t.end();
});
