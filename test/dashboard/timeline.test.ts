import t from 'tap';
import { joined, Timeline } from '../../dashboard/timeline.js';

const one = (value: number | null) => new Map([['cpu', value]]);

t.test('what comes within one span makes its mean, what is not known does not count', (t) => {
  const timeline = new Timeline(3, 900);
  for (const [at, value] of [
    [3, 10],
    [4, null],
    [5.9, 20],
    [6, null],
  ] as const) {
    timeline.add(at, one(value));
  }
  t.strictSame(timeline.columns(['cpu']), [
    [3, 6],
    [15, null],
  ]);
  t.end();
});

t.test('a silence of more than 15 s is a gap, a shorter one is drawn across', (t) => {
  const timeline = new Timeline(1, 900);
  for (const at of [0, 10, 40]) timeline.add(at, one(5));
  t.strictSame(timeline.columns(['cpu']), [
    [0, 10, 11, 40],
    [5, 5, null, 5],
  ]);
  const times = [0, 5, 10, 15, 20, 25, 30, 35];
  t.strictSame(
    joined(times, [null, 1, null, null, 2, null, null, null]),
    [null, 1, undefined, undefined, 2, null, null, null],
    'what is before the first and after the last stays empty',
  );
  t.strictSame(joined([0, 16, 32], [1, null, 1]), [1, null, 1]);
  t.end();
});

t.test(
  'the past stands before what is live, and columns that only one of them has are empty in the other',
  (t) => {
    const timeline = new Timeline(1, 900);
    timeline.add(102, new Map([['new', 7]]));
    timeline.seed([100, 101, 102], new Map([['cpu', [1, 2, 3]]]));
    timeline.add(103, one(4));
    t.strictSame(timeline.columns(['cpu', 'new', 'never']), [
      [100, 101, 102, 103],
      [1, 2, undefined, 4],
      [null, null, 7, null],
      [null, null, null, null],
    ]);
    t.end();
  },
);

t.test('it stays as long as its span, however long it runs', (t) => {
  const timeline = new Timeline(1, 60);
  for (let at = 1000; at < 2000; at += 1) timeline.add(at, one(at));
  const [times, values] = timeline.columns(['cpu']);
  t.strictSame([times.length, times[0], values?.at(-1)], [61, 1939, 1999]);
  t.strictSame(timeline.range(), [1939, 1999]);
  t.end();
});

t.test('a frame of the past is left out, and a clock that was set back begins anew', (t) => {
  const timeline = new Timeline(1, 60);
  for (const at of [1000, 990, 1001]) timeline.add(at, one(1));
  t.strictSame(timeline.columns(['cpu'])[0], [1000, 1001]);
  timeline.add(500, one(2));
  t.strictSame(timeline.columns(['cpu']), [[500], [2]]);
  t.end();
});
