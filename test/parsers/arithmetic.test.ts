import t from 'tap';
import { increaseOf, ratioOf, remainderOf, sumOf } from '../../src/parsers/arithmetic.js';

void t.test('one unknown makes a sum unknown; of none it is 0', (t) => {
  t.equal(sumOf([]), 0);
  t.equal(sumOf([1, 2, 3]), 6);
  t.equal(sumOf([1, null, 3]), null);
  t.end();
});

void t.test(
  'what is left is never below 0, and of a part that is more than its whole nothing is known',
  (t) => {
    t.equal(remainderOf(5, 2), 3);
    t.equal(remainderOf(100, 101), 0);
    t.equal(remainderOf(2, 5), null);
    t.equal(remainderOf(null, 2), null);
    t.equal(remainderOf(5, null), null);
    t.end();
  },
);

void t.test('a ratio to nothing is unknown', (t) => {
  t.equal(ratioOf(1, 4), 0.25);
  t.equal(ratioOf(0, 4), 0);
  for (const whole of [0, -1, null]) t.equal(ratioOf(1, whole), null, String(whole));
  t.equal(ratioOf(null, 4), null);
  t.end();
});

void t.test('a counter that went backwards tells nothing', (t) => {
  t.equal(increaseOf(3, 5), 2);
  t.equal(increaseOf(5, 5), 0);
  t.equal(increaseOf(5, 3), null);
  t.equal(increaseOf(null, 3), null);
  t.equal(increaseOf(5, null), null);
  t.end();
});
