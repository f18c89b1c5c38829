import t from 'tap';
import { History } from '../../../src/sampling/history/history.js';
import { seriesBytes, tierSpans } from '../../../src/sampling/history/series.js';
import { Ring } from '../../../src/sampling/history/ring.js';
import { Tier } from '../../../src/sampling/history/tier.js';

const second = 1_000;
const start = Date.parse('2026-01-31T12:00:00.000Z');
const day = 86_400_000;
const unit = { unit: 'percent', decimals: 1, description: 'for this test', kind: 'gpu' } as const;

interface Sample {
  at: number;
  value: number;
}
interface Spread {
  min: number;
  avg: number;
  max: number;
}

/** Numbers from 0 to below 1, the same in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
}

/** What a tier must hold, computed from all samples: a bucket is made of the completed buckets of the tier before. */
function naive(
  samples: readonly Sample[],
  tiers: readonly { step: number }[],
  now: number,
): Map<number, Spread>[] {
  const result: Map<number, Spread>[] = [];
  let parts = samples.map(({ at, value }) => ({ at, min: value, avg: value, max: value }));
  for (const { step } of tiers) {
    const groups = new Map<number, Spread[]>();
    for (const part of parts) {
      const bucket = Math.floor(part.at / step);
      groups.set(bucket, [...(groups.get(bucket) ?? []), part]);
    }
    const buckets = new Map(
      [...groups].map(([bucket, group]) => [
        bucket,
        {
          min: Math.min(...group.map(({ min }) => min)),
          avg: group.reduce((sum, { avg }) => sum + avg, 0) / group.length,
          max: Math.max(...group.map(({ max }) => max)),
        },
      ]),
    );
    result.push(buckets);
    parts = [...buckets]
      .filter(([bucket]) => bucket < Math.floor(now / step))
      .map(([bucket, spread]) => ({ at: bucket * step, ...spread }));
  }
  return result;
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 2e-6 * Math.max(1, Math.abs(a), Math.abs(b));
}

t.test(
  'every bucket of every tier is what a naive computation gives, whatever the rhythm and the pauses',
  (t) => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const random = generator(seed);
      const history = new History(day);
      history.declare({ metric: 'x', ...unit });
      const samples: Sample[] = [];
      let now = start;
      for (let count = 0; count < 600; count += 1) {
        now +=
          random() < 0.02 ? random() * 900 * second : (0.2 + random()) * (random() < 0.5 ? 1 : 10) * second;
        const value = (random() - 0.3) * 10 ** Math.floor(random() * 8);
        samples.push({ at: now, value });
        history.record('x', null, now, value);
      }
      history.settle(now);
      const expected = naive(samples, history.tiers, now);
      const [series] = history.series;
      history.tiers.forEach(({ step, span }, index) => {
        const newest = Math.floor(now / step);
        const oldest = Math.max(Math.floor(start / step), newest - Math.ceil(span / step) + 1);
        for (let bucket = oldest; bucket <= newest; bucket += 1) {
          const [found, wanted] = [
            series?.tiers[index]?.at(bucket) ?? null,
            expected[index]?.get(bucket) ?? null,
          ];
          const same =
            found === null || wanted === null
              ? found === wanted
              : near(found.min, wanted.min) && near(found.avg, wanted.avg) && near(found.max, wanted.max);
          if (!same) {
            t.fail(`seed ${seed}, tier ${index}, bucket ${bucket}`, { found, wanted });
            return;
          }
        }
      });
    }
    t.pass('all the same');
    t.end();
  },
);

t.test(
  'points are put together of buckets: least, mean and greatest, and null where nothing was measured',
  (t) => {
    const history = new History(day);
    for (let at = 0; at < 120; at += 1) {
      if (at < 30 || at >= 60) history.record('x', null, start + at * second, at);
    }
    const wanted = { metrics: ['x'], from: start, to: start + 120 * second, step: 30 * second };
    history.settle(start + 120 * second);
    const { from, step, points, series } = history.select(wanted, start + 120 * second);
    t.same({ from, step, points }, { from: start, step: 30 * second, points: 4 });
    t.same(series, [
      {
        metric: 'x',
        instance: null,
        min: [0, null, 60, 90],
        avg: [14.5, null, 74.5, 104.5],
        max: [29, null, 89, 119],
      },
    ]);
    t.end();
  },
);

t.test('what is asked for is given as finely as it is kept so far back', (t) => {
  const history = new History(7 * day);
  const now = start + 7 * day;
  const grid = (back: number, step: number) => {
    const { step: given } = history.select({ metrics: ['x'], from: now - back, to: now, step }, now);
    return given / second;
  };
  t.equal(grid(600 * second, second), 1);
  t.equal(grid(600 * second, 2.5 * second), 3);
  t.equal(grid(3_600 * second, second), 15, 'an hour back no second is kept');
  t.equal(grid(3_600 * second, 20 * second), 30);
  t.equal(grid(day, second), 300);
  t.equal(grid(7 * day, 3_600 * second), 3_600);
  t.end();
});

t.test('a clock that is set back or leaps takes nothing with it', (t) => {
  const history = new History(day);
  const values = (from: number, now: number) => {
    history.settle(now);
    return history.select({ metrics: ['x'], from, to: now, step: second }, now).series[0]?.avg;
  };
  for (let at = 0; at < 10; at += 1) history.record('x', null, start + at * second, at);
  history.record('x', null, start + 4 * second, 100);
  history.record('x', null, start + 5 * second, 101);
  t.same(
    values(start, start + 10 * second),
    [0, 1, 2, 3, 52, 53, 6, 7, 8, 9],
    'a second lived twice is both',
  );
  const later = start + 50 * 365 * day + 100 * second;
  history.record('x', null, later, 7);
  t.same(values(later, later + second), [7]);
  history.record('x', null, start + 20 * second, 8);
  t.same(values(start, start + 10 * second), [0, 1, 2, 3, 52, 53, 6, 7, 8, 9], 'and back again');
  t.same(values(later, later + second), [7], 'what is of the future waits for it');
  t.end();
});

t.test('of two buckets for one place the one of the time before now has it', (t) => {
  const tier = new Tier(new Ring(second, 60 * second));
  const spread = (value: number) => ({ min: value, avg: value, max: value });
  const now = 1_000;
  tier.fill(1_030, spread(1), now);
  tier.fill(970, spread(2), now);
  t.same([tier.at(970)?.avg, tier.at(1_030)], [2, null], 'the future gives its place away');
  tier.fill(1_030, spread(3), now);
  t.equal(tier.at(970)?.avg, 2, 'and does not take one');
  tier.fill(970, spread(4), now);
  t.equal(tier.at(970)?.avg, 2, 'what is there is not overwritten');
  tier.fill(1_030, spread(5), 1_031);
  t.same([tier.at(970), tier.at(1_030)?.avg], [null, 5], 'when its time has come it has the place');
  t.end();
});

t.test('no value, and none that is no number, is ever kept as one', (t) => {
  const history = new History(day);
  for (const value of [null, NaN, Infinity, -Infinity]) history.record('x', null, start, value);
  t.same(history.series, []);
  history.record('x', null, start, 0);
  const { series } = history.select(
    { metrics: ['x'], from: start, to: start + 2 * second, step: second },
    start + second,
  );
  t.same(series[0]?.avg, [0, null], 'a measured 0 is a value');
  t.end();
});

t.test('memory is fixed: so many bytes a series, and a limit to their number', (t) => {
  const history = new History(day);
  for (let card = 0; card < 1_500; card += 1) history.record('x', `GPU-${card}`, start, 1);
  t.equal(history.series.length, 32, 'so many things of one metric');
  for (let metric = 0; metric < 1_500; metric += 1) history.record(`metric ${metric}`, null, start, 1);
  t.equal(history.series.length, 1_000, 'and so many of all');
  t.equal(seriesBytes(day), (1_800 + 2_880 + 288) * 12, 'the figure in docs/stream-and-history.md');
  const bytes = () => history.series[0]?.tiers.reduce((sum, tier) => sum + tier.bytes, 0);
  t.equal(bytes(), seriesBytes(day) / 3, 'a third while every value is as its mean');
  const { metric = '', instance = null } = history.series[0] ?? {};
  for (let at = 0; at < 900; at += 1) history.record(metric, instance, start + at * 900, at % 7);
  t.equal(bytes(), seriesBytes(day), 'and no more than that');
  t.same(
    tierSpans(600_000).map(({ span }) => span),
    [600_000, 600_000, 600_000],
    'a short history is short in every tier',
  );
  t.end();
});

t.test('zero is a value, whatever stands beside it', (t) => {
  const tier = new Tier(new Ring(second, 60 * second));
  const put = (bucket: number, min: number, avg: number, max: number) =>
    tier.fill(bucket, { min, avg, max }, 100);
  put(60, 0, 0, 0);
  put(61, 5, 5, 5);
  t.strictSame(tier.at(60), { min: 0, avg: 0, max: 0, count: 0 });
  put(62, -3, 0, 3);
  t.strictSame(tier.at(60), { min: 0, avg: 0, max: 0, count: 0 });
  t.strictSame(tier.at(61), { min: 5, avg: 5, max: 5, count: 0 });
  t.strictSame(tier.at(62), { min: -3, avg: 0, max: 3, count: 0 });
  t.equal(tier.at(63), null);
  t.end();
});

t.test(
  "series that share a ring keep their own values, and what one has of another time is no other one's",
  (t) => {
    const ring = new Ring(second, 60 * second);
    const [one, other] = [new Tier(ring), new Tier(ring)];
    one.fill(60, { min: 1, avg: 2, max: 3 }, 60);
    other.fill(60, { min: 4, avg: 5, max: 6 }, 60);
    one.fill(120, { min: 7, avg: 8, max: 9 }, 120);
    t.same([one.at(60), other.at(60), other.at(120)], [null, null, null], 'never under a wrong time');
    t.equal(one.at(120)?.avg, 8);
    other.leave();
    other.fill(120, { min: 1, avg: 1, max: 1 }, 120);
    t.equal(one.at(120)?.avg, 8);
    t.end();
  },
);

t.test('a thing that is gone for an hour gives its place to a new one, one that is there does not', (t) => {
  const history = new History(day);
  const seconds = (count: number) => start + count * second;
  for (let one = 0; one < 32; one += 1) history.record('x', `veth${one}`, seconds(one), 1);
  history.record('x', 'new', seconds(3_599), 1);
  t.equal(history.seriesOf('x', 'new', seconds(3_599)), null, 'nobody is gone yet');
  history.record('x', 'veth0', seconds(3_600), 1);
  history.record('x', 'new', seconds(3_601), 1);
  const names = history.series.map(({ instance }) => instance);
  t.same([names.includes('veth0'), names.includes('veth1'), names.includes('new')], [true, false, true]);
  t.equal(names.length, 32);
  t.end();
});
