import fc from 'fast-check';
import t from 'tap';
import { percentOf, rounded } from '../../../../plugins/core/domain/rounding.js';

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

/** What `value` is with so many decimals, in whole numbers of any size. */
function exactlyRounded(value: number, decimals: number): number {
  let [numerator, shift] = [value, 0];
  for (; !Number.isInteger(numerator); shift += 1) numerator *= 2;
  const [scaled, whole] = [BigInt(numerator) * 10n ** BigInt(decimals), 1n << BigInt(shift)];
  const twice = 2n * (((scaled % whole) + whole) % whole);
  const below = (2n * scaled - twice) / (2n * whole);
  const isUp = twice > whole || (twice === whole && below % 2n !== 0n);
  return Number(`${below + (isUp ? 1n : 0n)}e-${decimals}`);
}

t.test('a value is rounded exactly, a tie to the even digit', (t) => {
  const value = fc.oneof(
    fc.double({ noDefaultInfinity: true, noNaN: true, min: -1e12, max: 1e12 }),
    fc.double({ noNaN: true, min: -100, max: 100 }),
    // Ties, and what is as near to one as a number can be.
    fc.integer({ min: -1e9, max: 1e9 }).map((many) => many / 64),
    fc
      .tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.constantFrom(0.5, 0.05, 0.005, 0.0005))
      .map(([a, b]) => a * b),
  );
  const isExact = fc.property(value, fc.integer({ min: 0, max: 6 }), (one, decimals) => {
    const [found, wanted] = [rounded(one, decimals), exactlyRounded(one, decimals)];
    return Object.is(found, wanted) || (found === 0 && wanted === 0);
  });
  fc.assert(isExact, { numRuns: 20_000 });
  t.strictSame(
    [2.5, 3.5, -2.5].map((one) => rounded(one, 0)),
    [2, 4, -2],
  );
  t.strictSame(
    [0.125, 0.375, 1.005, -0].map((one) => rounded(one, 2)),
    [0.12, 0.38, 1, 0],
  );
  t.strictSame(
    [NaN, Infinity].map((one) => rounded(one, 2)),
    [NaN, Infinity],
  );
  t.end();
});
