import t from 'tap';
import { percentOf } from '../../../../plugins/core/domain/rounding.js';

t.test('a part is no more than its whole: a little more is all of it, much more is not known', (t) => {
  t.equal(percentOf(1, 3), 33.3);
  t.equal(percentOf(3, 3), 100);
  t.equal(percentOf(101, 100), 100, 'read one after the other');
  // The memory of a process on a machine whose /proc/meminfo was damaged.
  t.equal(percentOf(342, 100), null);
  t.equal(percentOf(1, 0), null);
  t.equal(percentOf(null, 1), null);
  t.end();
});
