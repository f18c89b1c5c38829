import t from 'tap';
import { Standing } from '../../src/process/standing.js';

t.test('a loop that runs when it meant to never stands', (t) => {
  const standing = new Standing(10_000, 2_500);
  for (let beats = 0; beats < 50; beats += 1) t.notOk(standing.look({ beats, next: 1_000 }, 2_500));
  t.end();
});

t.test('one that waits for long, as it meant to, does not stand either', (t) => {
  const standing = new Standing(10_000, 2_500);
  const looks = Array.from({ length: 15 }, () => standing.look({ beats: 1, next: 30_000 }, 2_500));
  t.notOk(looks.includes(true), '35 s of 40 s have passed');
  t.end();
});

t.test(
  'one that does not come back stands, once the time it meant to wait and the limit have passed',
  (t) => {
    const standing = new Standing(10_000, 2_500);
    let looks = 0;
    while (!standing.look({ beats: 1, next: 1_000 }, 2_500)) looks += 1;
    t.equal(looks, 5, 'after 12.5 s, the first look behind 11 s');
    t.equal(standing.stood, 12_500);
    t.end();
  },
);

t.test('where nothing is due it may wait for ever', (t) => {
  const standing = new Standing(10_000, 2_500);
  const looks = Array.from({ length: 1_000 }, () => standing.look({ beats: 7, next: null }, 2_500));
  t.notOk(looks.includes(true));
  t.end();
});

t.test('time in which nobody looked does not count', (t) => {
  const standing = new Standing(10_000, 2_500);
  standing.look({ beats: 1, next: 1_000 }, 2_500);
  t.notOk(standing.look({ beats: 1, next: 1_000 }, 3_600_000), 'the machine slept for an hour');
  t.notOk(standing.look({ beats: 2, next: 1_000 }, 2_500), 'and goes on');
  t.end();
});
