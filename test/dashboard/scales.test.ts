import t from 'tap';
import { scales } from '../../dashboard/scales.js';

t.test('an axis has room for its greatest value, and a quiet line is not blown up', (t) => {
  const { percent, rate, tokens } = scales;
  t.strictSame([percent.top(null), percent.top(3)], [100, 100]);
  t.strictSame([rate.top(null), rate.top(5), rate.top(100_000)], [10_000, 10_000, 110_000.00000000001]);
  t.strictSame(
    [null, 0, 3, 11, 41.7, 61, 950, 1_001].map(tokens.top),
    [10, 10, 10, 20, 60, 100, 1_000, 2_000],
  );
  t.end();
});
