import t from 'tap';
import { keyValues } from '../../src/check/key-values.js';

void t.test('the first known values with their names, and how long lists are', async (t) => {
  const body = {
    state: 'ok',
    total_gb: 1.5,
    used_gb: null,
    gpus: [1, 2],
    limits: { a: 1 },
    up: true,
    name: 'x',
  };
  t.equal(keyValues(body), 'total_gb 1.5, gpus: 2, up true, name x');
  t.equal(keyValues(body, 1), 'total_gb 1.5');
  t.equal(keyValues({ implausible: [], total_gb: 1 }), 'total_gb 1');
  t.equal(keyValues({ implausible: ['why'] }), 'implausible: 1');
  t.equal(keyValues({ state: 'absent', sampled_at: 'now' }), '');
});
