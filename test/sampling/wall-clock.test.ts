import t from 'tap';
import { WallClock } from '../../src/sampling/wall-clock.js';

const hour = 3_600_000;

/** A clock observed every `step` seconds for as many, its error being what `errorAt` gives for a second. */
function watched(seconds: number, errorAt: (second: number) => number, step = 1) {
  const wall = new WallClock();
  const certain: number[] = [];
  for (let second = 0; second <= seconds; second += step) {
    wall.observe({ at: second * 1_000, epoch: 1_000_000 + second * 1_000 + errorAt(second) });
    if (wall.isCertain) certain.push(second);
  }
  return { wall, certain };
}

t.test(
  'a clock is believed when it has run in step for half a minute, and it is known for how long it has',
  (t) => {
    t.equal(watched(0, () => 0).wall.wasCertain, false);
    t.equal(watched(29, () => 0).wall.isCertain, false);
    t.equal(watched(30, () => 0).wall.isCertain, true);
    t.equal(watched(30, () => 0).wall.distance, 1_000_000);
    t.equal(watched(29, () => 0).wall.inStepFor, 0);
    t.equal(watched(300, () => 0).wall.inStepFor, 300_000);
    t.equal(watched(300, () => 0, 60).wall.inStepFor, 300_000, 'however seldom it is looked at');
    t.end();
  },
);

t.test('a clock that is wrong for a while is believed again at once when it is right', (t) => {
  const { wall, certain } = watched(100, (second) => (second >= 60 && second < 64 ? 2 * hour : 0));
  t.same(
    [59, 60, 63, 64].map((second) => certain.includes(second)),
    [true, false, false, true],
  );
  t.equal(wall.distance, 1_000_000);
  t.equal(wall.inStepFor, 36_000, 'but it has not run in step for longer');
  const wrong = watched(63, (second) => (second >= 60 ? -hour : 0)).wall;
  t.equal(wrong.distance, 1_000_000, 'meanwhile the time is what it would be without the jump');
  t.equal(wrong.seenDistance, 1_000_000 - hour);
  t.end();
});

t.test('a jump that stands is real', (t) => {
  const at = (second: number) => watched(second, (now) => (now >= 60 ? 8 * hour : 0)).wall;
  t.equal(at(89).isCertain, false);
  t.equal(at(90).isCertain, true);
  t.equal(at(90).distance, 1_000_000 + 8 * hour);
  t.end();
});

t.test('a clock that is slewed is followed without a doubt', (t) => {
  const { wall, certain } = watched(3 * 3_600, (second) => second / 2);
  t.equal(certain.length, 3 * 3_600 + 1 - 30);
  t.equal(wall.inStepFor, 3 * hour);
  t.equal(wall.distance, 1_000_000 + 5_400);
  t.end();
});

t.test(
  'a clock that never stands is taken as it is after ten minutes, and has never run in step for long',
  (t) => {
    const { wall, certain } = watched(3_600, (second) => Math.floor(second / 20) * hour);
    t.equal(certain[0], 600);
    t.ok(certain.length >= 5);
    t.ok(wall.inStepFor < 20_000);
    t.end();
  },
);
