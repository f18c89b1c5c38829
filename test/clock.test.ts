import t from 'tap';
import { atOnce, believed, pause, remembered, seldom, within } from '../src/clock.js';
import { Failure } from '../src/failures.js';
import { FakeClock } from './helpers/fake-clock.js';

/** A piece of work that ends when it is told to. */
function work<T>() {
  let end: (value: T) => void = () => undefined;
  let fail: (thrown: Error) => void = () => undefined;
  const promise = new Promise<T>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  return { promise, end, fail };
}

const tooLate = () => {
  throw new Failure('timeout', 'too late');
};

void t.test('work that ends in time is what is given, and no timer is left', async (t) => {
  const clock = new FakeClock();
  const { promise, end } = work<string>();
  const given = within(clock, 100, promise, tooLate);
  await clock.advance(99);
  t.equal(clock.timers, 1);
  end('done');
  t.equal(await given, 'done');
  t.equal(clock.timers, 0);
  await clock.advance(1_000);
});

void t.test('work that fails in time fails with what it threw, and no timer is left', async (t) => {
  const clock = new FakeClock();
  const failed = within(clock, 100, Promise.reject(new Failure('absent', 'not there')), tooLate);
  await t.rejects(failed, { code: 'absent' });
  t.equal(clock.timers, 0);
});

void t.test('late work gives what stands for it, once, whatever it becomes afterwards', async (t) => {
  const clock = new FakeClock();
  for (const afterwards of ['ends', 'fails']) {
    const { promise, end, fail } = work<string>();
    let times = 0;
    const given = within(clock, 100, promise, () => (times += 1));
    await clock.advance(99);
    t.equal(times, 0, 'not early');
    await clock.advance(1);
    t.equal(await given, 1);
    if (afterwards === 'ends') end('after all');
    else fail(new Error('after all'));
    await clock.advance(1_000);
    t.equal(times, 1);
    t.equal(clock.timers, 0);
  }
});

void t.test('late work fails with what is thrown in its place, also by a promise', async (t) => {
  const clock = new FakeClock();
  const never = new Promise<string>(() => undefined);
  const thrown = t.rejects(within(clock, 100, never, tooLate), { code: 'timeout', message: 'too late' });
  const rejected = t.rejects(
    within(clock, 100, never, () => Promise.reject(new Failure('stale', 'old'))),
    { code: 'stale' },
  );
  await clock.advance(100);
  await Promise.all([thrown, rejected]);
  t.equal(clock.timers, 0);
});

void t.test(
  'what was read is given again while it is young enough, counted from when it was asked',
  async (t) => {
    const clock = new FakeClock();
    let reads = 0;
    const ask = remembered(clock, 1_000, () => (reads += 1));
    t.equal(await ask(), 1);
    await clock.advance(999);
    t.equal(await ask(), 1);
    await clock.advance(1);
    t.equal(await ask(), 2, 'at that age it is read anew');
    t.equal(await ask(), 2);

    const slow = remembered(clock, 1_000, async () => {
      await pause(clock, 400);
      return (reads += 1);
    });
    t.equal(await clock.until(slow()), 3);
    await clock.advance(599);
    t.equal(await slow(), 3);
    await clock.advance(1);
    t.equal(await clock.until(slow()), 4);
  },
);

void t.test('one read at a time is shared by all who ask, however long it takes', async (t) => {
  const clock = new FakeClock();
  const reads: ReturnType<typeof work<string>>[] = [];
  const ask = remembered(clock, 1_000, () => {
    const read = work<string>();
    reads.push(read);
    return read.promise;
  });
  const requested = [ask(), ask()];
  await clock.advance(5_000);
  requested.push(ask());
  t.equal(reads.length, 1);
  reads[0]?.end('slow');
  t.strictSame(await Promise.all(requested), ['slow', 'slow', 'slow']);
  const next = [ask(), ask()];
  t.equal(reads.length, 2, 'what took longer than it is believed is read anew');
  reads[1]?.end('new');
  t.strictSame(await Promise.all(next), ['new', 'new']);
});

void t.test('a failure is told to all who share it and not remembered', async (t) => {
  const clock = new FakeClock();
  let reads = 0;
  const ask = remembered(clock, 1_000, async () => {
    reads += 1;
    await pause(clock, 10);
    if (reads === 1) throw new Failure('failed', 'once');
    return reads;
  });
  const shared = [t.rejects(ask(), { message: 'once' }), t.rejects(ask(), { message: 'once' })];
  await clock.advance(10);
  await Promise.all(shared);
  t.equal(await clock.until(ask()), 2);
  t.equal(await ask(), 2);

  const thrower = remembered(clock, 1_000, (): number => {
    reads += 1;
    if (reads === 3) throw new Failure('failed', 'at once');
    return reads;
  });
  await t.rejects(
    thrower(),
    { message: 'at once' },
    'one that is thrown without a promise is rejected all the same',
  );
  t.equal(await thrower(), 4);
});

void t.test('a failure that is given as a value is remembered like any', async (t) => {
  const clock = new FakeClock();
  let reads = 0;
  const ask = remembered(clock, 1_000, () => new Failure('absent', `asked ${(reads += 1)} times`));
  t.match(await ask(), { code: 'absent', message: 'asked 1 times' });
  await clock.advance(999);
  t.match(await ask(), { message: 'asked 1 times' });
  await clock.advance(1);
  t.match(await ask(), { message: 'asked 2 times' });
});

void t.test(
  'a read gets what is given by the one who causes it, and its age may depend on what came of it',
  async (t) => {
    const clock = new FakeClock();
    let age = 0;
    const ask = remembered(
      clock,
      () => age,
      (name: string) => name,
    );
    t.equal(await ask('a'), 'a');
    t.equal(await ask('b'), 'b', 'no age at all: read anew');
    age = 100;
    t.equal(await ask('c'), 'b');
    await clock.advance(100);
    t.equal(await ask('d'), 'd');
  },
);

void t.test('a pause takes as long as it is to take', async (t) => {
  const clock = new FakeClock();
  let over = false;
  const done = pause(clock, 50).then(() => (over = true));
  await clock.advance(49);
  t.equal(over, false);
  await clock.advance(1);
  await done;
  t.equal(over, true);
});

t.test('what is read at once is believed for a time, as long as it is read of the same', async (t) => {
  const clock = new FakeClock();
  const read: string[] = [];
  const known = believed(clock, 1_000, (name: string) => {
    read.push(name);
    if (name === 'bad') throw new Failure('failed', 'bad');
    return `${name} ${read.length}`;
  });
  t.equal(known('one'), 'one 1');
  await clock.advance(999);
  t.equal(known('one'), 'one 1');
  t.equal(known('two'), 'two 2');
  await clock.advance(999);
  t.equal(known('two'), 'two 2');
  await clock.advance(1);
  t.equal(known('two'), 'two 3');
  t.throws(() => known('bad'));
  t.throws(() => known('bad'));
  t.equal(known('two'), 'two 6');
});

t.test('a promise that was kept is given as its value the next time', async (t) => {
  const [first, second] = [work<string>(), work<string>()];
  let given = first.promise;
  const now = atOnce(() => given);
  t.equal(now(), first.promise);
  t.equal(now(), first.promise, 'not kept yet');
  first.end('one');
  t.equal(await now(), 'one');
  t.equal(now(), 'one');
  given = second.promise;
  second.fail(new Error('no'));
  await t.rejects(async () => now());
  await t.rejects(async () => now(), 'what is broken is no value');
});

/** A source that says what `answers` has for a second, and when it was asked, in s. */
function scarce(answerAt: (second: number) => string, sign?: () => string) {
  const clock = new FakeClock();
  const asked: number[] = [];
  const ask = () => {
    asked.push(clock.monotonic() / 1000);
    return Promise.resolve(answerAt(clock.monotonic() / 1000));
  };
  const isNothing = (answer: string) => answer === 'nothing';
  const read = seldom(clock, ask, { isNothing, longest: 30_000, ...(sign === undefined ? {} : { sign }) });
  const readFor = async (seconds: number) => {
    const answers: string[] = [];
    for (let second = 0; second < seconds; second += 1) {
      answers.push(await read());
      await clock.advance(1_000);
    }
    return answers;
  };
  return { asked, read, readFor };
}

t.test('what is not there is asked for ever more seldom, at the least every longest pause', async (t) => {
  const { asked, readFor } = scarce(() => 'nothing');
  t.same(new Set(await readFor(130)), new Set(['nothing']));
  t.same(asked, [0, 2, 6, 14, 30, 60, 90, 120]);
});

t.test(
  'what is there is asked each time, and what has gone for a while anew from the first pause on',
  async (t) => {
    const { asked, readFor } = scarce((second) => (second >= 14 && second < 17 ? 'there' : 'nothing'));
    const answers = await readFor(21);
    t.same(answers.slice(13, 18), ['nothing', 'there', 'there', 'there', 'nothing']);
    t.same(asked, [0, 2, 6, 14, 15, 16, 17, 19]);
  },
);

t.test('another sign makes it asked at once', async (t) => {
  let sign = '';
  const { asked, readFor } = scarce(
    () => (sign === 'card0' ? 'there' : 'nothing'),
    () => sign,
  );
  await readFor(20);
  sign = 'card0';
  t.same(await readFor(1), ['there']);
  t.same(asked, [0, 2, 6, 14, 20]);
});

t.test('what is thrown is not kept', async (t) => {
  const asked: number[] = [];
  const ask = () => {
    asked.push(1);
    return asked.length === 1 ? Promise.reject(new Error('no')) : Promise.resolve('nothing');
  };
  const read = seldom(new FakeClock(), ask, { isNothing: () => true, longest: 30_000 });
  await t.rejects(async () => read());
  t.equal(await read(), 'nothing');
  t.equal(await read(), 'nothing');
  t.equal(asked.length, 2);
});
