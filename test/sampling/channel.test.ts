import t from 'tap';
import { Channel, type Frame, type Listener } from '../../src/sampling/channel.js';
import { FakeClock } from '../helpers/fake-clock.js';

interface Said extends Frame {
  body: Uint8Array;
  bytes: number;
}

interface Heard extends Listener<Said> {
  frames: Said[];
  gaps: [count: number, since: number][];
}

function listener(): Heard {
  const frames: Said[] = [];
  const gaps: [number, number][] = [];
  return {
    frames,
    gaps,
    frame: (frame) => frames.push(frame),
    replay: (several) => frames.push(...several),
    missed: (count, since) => gaps.push([count, since]),
  };
}

const frame = (id: number, body: Uint8Array): Said => ({ id, body, bytes: body.length });

function channel({ clock = new FakeClock(), interval = 1_000, keepBytes = 1_000, takes = 0 } = {}) {
  let made = 0;
  const make = async () => {
    made += 1;
    const number = made;
    if (takes > 0) await new Promise<void>((resolve) => clock.setTimer(takes, resolve));
    return Buffer.from(`frame ${number % 10}`);
  };
  const subject = new Channel({ clock, interval, delay: 100, make, frame, keepBytes: () => keepBytes });
  return { clock, subject, made: () => made };
}

const texts = ({ frames }: Heard) => frames.map(({ body }) => Buffer.from(body).toString());

t.test('a frame is made once for all who listen, and all are given the same one', async (t) => {
  const { clock, subject, made } = channel();
  const all = Array.from({ length: 120 }, listener);
  for (const one of all) subject.subscribe(one, null);
  await clock.advance(3_000);
  t.equal(made(), 4, 'one to greet and three on the grid');
  for (const { frames } of all)
    t.ok(frames.length === 4 && frames.every((frame, n) => frame === all[0]?.frames[n]));
});

t.test(
  'one who comes is greeted at once, and frames come on the grid of intervals after the readings',
  async (t) => {
    const { clock, subject } = channel();
    await clock.advance(500);
    const one = listener();
    subject.subscribe(one, null);
    await clock.advance(0);
    t.equal(one.frames.length, 1, 'greeted');
    await clock.advance(2_000);
    const times = one.frames.map(({ id }) => id - clock.epoch() + clock.monotonic());
    t.same(times.slice(-2), [1_100, 2_100]);
  },
);

t.test('a frame that was made a moment ago greets, one that is old does not', async (t) => {
  const { clock, subject, made } = channel({ interval: 60_000 });
  await clock.advance(200);
  const [first, second, third] = [listener(), listener(), listener()];
  subject.subscribe(first, null);
  await clock.advance(1_500);
  subject.subscribe(second, null);
  await clock.advance(5_000);
  t.equal(made(), 1);
  subject.subscribe(third, null);
  await clock.advance(0);
  t.equal(made(), 2);
  t.same(
    [first, second, third].map(texts),
    [['frame 1'], ['frame 1'], ['frame 2']],
    'and only the one who came gets it',
  );
});

t.test('whoever comes back is given what was missed, once, and what is gone is counted', async (t) => {
  const { clock, subject } = channel({ keepBytes: 3 * 'frame 1'.length });
  const one = listener();
  const leave = subject.subscribe(one, null);
  await clock.advance(2_200);
  leave();
  const seen = one.frames.at(-1)?.id ?? 0;
  await clock.advance(2_000);
  const back = listener();
  subject.subscribe(back, seen);
  await clock.advance(1_000);
  t.same(texts(back), ['frame 5', 'frame 6', 'frame 7']);
  t.same(back.gaps, []);
  const late = listener();
  subject.subscribe(late, seen);
  t.same(texts(late), ['frame 5', 'frame 6', 'frame 7']);
  await clock.advance(3_000);
  const tooLate = listener();
  subject.subscribe(tooLate, seen);
  t.same(tooLate.gaps, [[3, seen]]);
  t.same(texts(tooLate), ['frame 8', 'frame 9', 'frame 0']);
});

t.test(
  'hundreds that were missed are sent fifty at a time, with what is made meanwhile after them',
  async (t) => {
    const { clock, subject } = channel({ keepBytes: 1e6, interval: 10 });
    const first = listener();
    subject.subscribe(first, null);
    await clock.advance(1_300);
    const back = listener();
    subject.subscribe(back, first.frames[0]?.id ?? 0);
    t.equal(back.frames.length, 50);
    await clock.advance(1);
    t.equal(back.frames.length, 100);
    await clock.advance(100);
    t.same(
      back.frames.map(({ id }) => id),
      first.frames.slice(1).map(({ id }) => id),
      'none missing, none twice, in order',
    );
    const gone = listener();
    subject.subscribe(gone, first.frames[0]?.id ?? 0)();
    await clock.advance(100);
    t.equal(gone.frames.length, 50, 'nothing more for one who has left meanwhile');
  },
);

t.test('what is made of a frame later on counts among what is kept', async (t) => {
  const { clock, subject } = channel({ keepBytes: 6 * 'frame 1'.length });
  const one = listener();
  subject.subscribe(one, null);
  await clock.advance(5_200);
  for (const frame of one.frames) frame.bytes *= 2;
  await clock.advance(1_000);
  const back = listener();
  subject.subscribe(back, clock.epoch() - 60_000);
  t.same(texts(back), ['frame 6', 'frame 7', 'frame 8']);
});

t.test('one who is up to date waits for the next frame; an id of the future is no gap', async (t) => {
  const { clock, subject } = channel();
  const one = listener();
  subject.subscribe(one, null);
  await clock.advance(1_200);
  for (const since of [one.frames.at(-1)?.id ?? 0, clock.epoch() + 1e9]) {
    const back = listener();
    subject.subscribe(back, since);
    await clock.advance(0);
    t.same(texts(back), []);
    t.same(back.gaps, []);
    await clock.advance(1_000);
    t.equal(back.frames.length, 1);
  }
});

t.test('a wall clock that jumps makes no gap for one who comes back', async (t) => {
  const { clock, subject } = channel();
  const one = listener();
  const leave = subject.subscribe(one, null);
  await clock.advance(2_200);
  leave();
  const seen = one.frames.at(-1)?.id ?? 0;
  for (const jump of [2 * 86_400_000, -3 * 86_400_000]) {
    clock.shift(jump);
    await clock.advance(1_000);
  }
  const back = listener();
  subject.subscribe(back, seen);
  t.same(back.gaps, []);
  t.equal(back.frames.length, 2);
  await clock.advance(1_000);
  t.equal(back.frames.length, 3, 'and it goes on');
});

t.test('a channel that has just been opened tells one who comes back how much is gone', async (t) => {
  const { clock, subject } = channel();
  const back = listener();
  subject.subscribe(back, clock.epoch() - 10_000);
  await clock.advance(0);
  t.same(back.gaps, [[9, clock.epoch() - 10_000]]);
  t.equal(back.frames.length, 1);
});

t.test('a frame that takes longer than an interval stands for those that fall due meanwhile', async (t) => {
  const { clock, subject, made } = channel({ takes: 2_500 });
  const one = listener();
  subject.subscribe(one, null);
  await clock.advance(10_000);
  t.ok(made() <= 5, `${made()} made`);
  const ids = one.frames.map(({ id }) => id);
  t.same(
    ids,
    [...new Set(ids)].sort((a, b) => a - b),
    'none twice, in order',
  );
});

t.test(
  'a timer that fires early does not make the same frame twice, and ids grow when the clock is set back',
  async (t) => {
    class Early extends FakeClock {
      back = 0;
      override epoch() {
        return super.epoch() - this.back;
      }
      override setTimer(delay: number, wake: () => void) {
        return super.setTimer(Math.max(0, delay - 0.6), wake);
      }
    }
    const clock = new Early();
    const { subject } = channel({ clock });
    const one = listener();
    subject.subscribe(one, null);
    await clock.advance(2_500);
    clock.back = 3_600_000;
    await clock.advance(3_000);
    t.equal(one.frames.length, 7, 'one to greet, and six on the grid');
    const ids = one.frames.map(({ id }) => id);
    t.same(
      ids,
      [...new Set(ids)].sort((a, b) => a - b),
    );
  },
);

t.test('nothing is sent after leaving or stopping, and no timer is left', async (t) => {
  const { clock, subject } = channel();
  const [one, other] = [listener(), listener()];
  subject.subscribe(one, null)();
  subject.subscribe(other, null);
  subject.stop();
  await clock.advance(5_000);
  t.same([...texts(one), ...texts(other)], []);
  t.equal(clock.timers, 0);
});
