import t from 'tap';
import { contentCodings, preferredCoding } from '../../../../plugins/core/http/content-encoding.js';

t.test('the coding a client wants most is chosen, of a tie the smallest', (t) => {
  const wanted: [accept: string | undefined, coding: string][] = [
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip', 'gzip'],
    ['x-gzip', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
    ['GZIP;Q=0.5', 'gzip'],
    ['gzip;q=0, br', 'br'],
    ['br;q=0, gzip;q=0', 'identity'],
    ['gzip;q=1, br;q=0.2', 'gzip'],
    ['identity, gzip;q=0.5', 'identity'],
    ['identity;q=0.5, gzip;q=0.5', 'gzip'],
    ['identity;q=0, gzip', 'gzip'],
    ['*', 'br'],
    ['*;q=0.5, gzip', 'gzip'],
    ['br;q=0, *', 'gzip'],
    ['identity', 'identity'],
    ['deflate', 'identity'],
    ['*;q=0', 'identity'],
    ['identity;q=0', 'identity'],
    ['gzip;q=2', 'identity'],
    ['gzip;q=x, ;;,', 'identity'],
  ];
  for (const [accept, coding] of wanted)
    t.equal(preferredCoding(accept, contentCodings), coding, JSON.stringify(accept));
  t.equal(preferredCoding('br, gzip', ['identity']), 'identity');
  t.end();
});
