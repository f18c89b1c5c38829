import t from 'tap';
import { BackOff } from '../../../src/host/helper/back-off.js';

t.test('a process that keeps dying is started after 1, 2, 4 … and at most 60 s', (t) => {
  const backOff = new BackOff();
  t.equal(backOff.remaining(0), 0, 'the first start waits for nothing');
  const waits: number[] = [];
  for (let now = 0; waits.length < 8; now += waits.at(-1) ?? 0) {
    backOff.started(now);
    backOff.died(now);
    waits.push(backOff.remaining(now));
  }
  t.same(waits, [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  t.end();
});

t.test('the wait runs down with time and never below 0', (t) => {
  const backOff = new BackOff();
  backOff.started(10_000);
  backOff.died(10_000);
  t.same(
    [10_000, 10_400, 11_000, 99_000].map((now) => backOff.remaining(now)),
    [1_000, 600, 0, 0],
  );
  t.end();
});

t.test('a death after a minute of life counts as the first again, one before it does not', (t) => {
  const backOff = new BackOff();
  for (const now of [0, 1_000, 3_000]) {
    backOff.started(now);
    backOff.died(now);
  }
  backOff.started(10_000);
  backOff.died(69_999);
  t.equal(backOff.remaining(69_999), 8_000);
  backOff.started(100_000);
  backOff.died(160_000);
  t.equal(backOff.remaining(160_000), 1_000);
  t.end();
});
