import t from 'tap';
import { parseAmdThrottleStatus } from '../../../src/parsers/amd/throttle-status.js';

const hotspot = 1n << 36n;

t.test('each bit is a reason with what it comes from, no bit is no reason', (t) => {
  t.same(parseAmdThrottleStatus(0n, true), []);
  t.same(parseAmdThrottleStatus(1n | (1n << 16n) | (1n << 34n) | (1n << 57n), true), [
    { class: 'power', reason: 'power limit 0' },
    { class: 'current', reason: 'current of the graphics engine' },
    { class: 'heat', reason: 'temperature of the memory' },
    { class: 'other', reason: 'reliability limit' },
  ]);
  t.equal(parseAmdThrottleStatus(null, true), null);
  t.end();
});

t.test('the bit of the hotspot counts where it can be trusted, else others alone', (t) => {
  t.same(parseAmdThrottleStatus(hotspot, true), [{ class: 'heat', reason: 'temperature of the hotspot' }]);
  t.equal(parseAmdThrottleStatus(hotspot, false), null);
  t.same(parseAmdThrottleStatus(hotspot | 1n, false), [{ class: 'power', reason: 'power limit 0' }]);
  t.same(parseAmdThrottleStatus(0n, false), []);
  t.end();
});
