import t from 'tap';
import { Failure } from '../../src/failures.js';
import { Sampler, type Known, type SamplerOptions } from '../../src/sampling/sampler.js';
import { FakeClock } from '../helpers/fake-clock.js';

function sampler<R extends Known>(read: () => R | Promise<R>, options: Partial<SamplerOptions<R>> = {}) {
  const clock = new FakeClock();
  const made = new Sampler<R>({
    name: 'thing',
    read,
    clock,
    interval: 1_000,
    idleInterval: null,
    deadline: 500,
    primeGap: null,
    ...options,
  });
  return { clock, sampler: made };
}

/** A reading whose end the test decides. */
function controlled() {
  const started: { resolve: (value: number) => void; reject: (error: Error) => void }[] = [];
  const read = () => new Promise<number>((resolve, reject) => started.push({ resolve, reject }));
  return { started, read };
}

void t.test('any number of requests share one reading', async (t) => {
  let reads = 0;
  const { sampler: s, clock } = sampler(() => (reads += 1));
  const first = await Promise.all([s.current(), s.current(), s.current()]);
  t.equal(reads, 1);
  t.ok(first.every((outcome) => outcome === first[0]));
  await clock.advance(1_900);
  t.equal(await s.current(), first[0], 'memory answers while the reading is fresh');
  await clock.advance(200);
  t.match(await s.current(), { ok: true, reading: 2 }, 'an old one is not served as live');
});

void t.test('requests during a slow reading join it instead of starting another', async (t) => {
  const { started, read } = controlled();
  const { sampler: s, clock } = sampler(read);
  const both = [s.current(), s.current()];
  await clock.advance(100);
  started[0]?.resolve(7);
  t.match(await Promise.all(both), [{ reading: 7 }, { reading: 7 }]);
  t.equal(started.length, 1);
});

void t.test(
  'a reading past its deadline is a timeout, and none is started until it has really ended',
  async (t) => {
    const { started, read } = controlled();
    const { sampler: s, clock } = sampler(read);
    const requested = s.current();
    await clock.advance(500);
    const outcome = await requested;
    t.match(outcome, {
      ok: false,
      failure: { code: 'timeout', message: 'thing could not be read within 0.5 s' },
    });
    await clock.advance(60_000);
    t.equal(await s.current(), outcome, 'still the timeout, at once');
    t.equal(s.due, Infinity);
    t.equal(started.length, 1, 'the hanging reading is the only one');

    started[0]?.resolve(1);
    await clock.advance(10);
    t.equal(s.latest(), outcome, 'what came too late is not taken for a live value');
    const healed = s.current();
    await clock.advance(10);
    started[1]?.resolve(2);
    t.match(await healed, { ok: true, reading: 2 });
  },
);

void t.test('a failure is remembered for the interval, and asked again after it', async (t) => {
  let reads = 0;
  const { sampler: s, clock } = sampler<number>(() => {
    reads += 1;
    throw new Failure('no_permission', 'not yours');
  });
  t.match(await s.current(), { ok: false, failure: { code: 'no_permission' } });
  await s.current();
  t.equal(reads, 1);
  await clock.advance(2_100);
  await s.current();
  t.equal(reads, 2);
});

void t.test('a failure from before a long pause is not told as if it were of now', async (t) => {
  let isBroken = true;
  const read = () => {
    if (isBroken) throw new Failure('failed', 'broken');
    return 7;
  };
  const { sampler: s, clock } = sampler<number>(read, { idleInterval: 10_000, primeGap: 250 });
  t.match(await s.current(), { ok: false });
  isBroken = false;
  await clock.leap(61_000);
  // The timer comes first, and reads twice after so long a time.
  void s.readNow();
  t.match(await clock.until(s.current()), { ok: true, reading: 7 });
});

void t.test('what is thrown and is no Failure becomes one, with its cause', async (t) => {
  const cause = new TypeError('a fault of ours');
  const { sampler: s } = sampler<number>(() => Promise.reject(cause));
  t.match(await s.current(), { ok: false, failure: { code: 'failed', message: 'a fault of ours', cause } });
});

void t.test('repeated timeouts are tried ever more seldom, up to half a minute apart', async (t) => {
  const { sampler: s, clock } = sampler<number>(
    () =>
      new Promise((_, reject) => {
        clock.setTimer(501, () => {
          reject(new Error('late'));
        });
      }),
  );
  const pauses: number[] = [];
  for (let turn = 0; turn < 7; turn += 1) {
    const start = clock.monotonic();
    await clock.until(s.readNow());
    await clock.advance(10);
    void s.current();
    pauses.push(s.due - start);
    await clock.advance(s.due - clock.monotonic());
  }
  t.same(pauses, [2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
});

void t.test(
  'a reader of rates is called twice before its first answer, and not again for later ones',
  async (t) => {
    let reads = 0;
    const { sampler: s, clock } = sampler(() => (reads += 1), { primeGap: 250 });
    const requested = s.current();
    await clock.advance(249);
    t.equal(s.latest(), null, 'a request before that waits');
    await clock.advance(1);
    t.match(await requested, { ok: true, reading: 2 });
    await clock.advance(5_000);
    t.match(await s.current(), { reading: 3 });
    await clock.advance(120_000);
    const afterLong = s.current();
    await clock.advance(250);
    t.match(await afterLong, { reading: 5 }, 'after a long pause the old counters are no basis');
  },
);

void t.test(
  'what timed out before a long pause is waited for a moment, then its last word given',
  async (t) => {
    const { started, read } = controlled();
    const { sampler: s, clock } = sampler(read);
    const first = s.current();
    await clock.advance(500);
    const timeout = await first;
    started[0]?.reject(new Error('gone'));
    await clock.advance(600_000);

    t.equal(s.fresh(), null, 'it is not told as if it were of now');
    const hanging = s.current();
    await clock.advance(250);
    t.equal(await hanging, timeout);
    started[1]?.reject(new Error('gone'));
    await clock.advance(600_000);

    const well = s.current();
    started[2]?.resolve(7);
    t.match(await well, { ok: true, reading: 7 }, 'what answers by then is told');
  },
);

void t.test('what is in memory and fresh is had without waiting', async (t) => {
  const { sampler: s, clock } = sampler(() => 7);
  t.equal(s.fresh(), null, 'nothing is read for it');
  const outcome = await s.current();
  t.equal(s.fresh(), outcome);
  await clock.advance(2_100);
  t.equal(s.fresh(), null);
  t.ok(s.wanted);
});

void t.test(
  'a first reading of which nothing is counted is answered without waiting for a second',
  async (t) => {
    let reads = 0;
    const { sampler: s } = sampler(() => (reads += 1), { primeGap: 250, counts: () => false });
    t.match(await s.current(), { ok: true, reading: 1 });
  },
);

void t.test('a first reading that fails is answered without waiting for a second', async (t) => {
  const { sampler: s } = sampler<number>(
    () => {
      throw new Failure('absent', 'no such file');
    },
    { primeGap: 250 },
  );
  t.match(await s.current(), { ok: false, failure: { code: 'absent' } });
});

void t.test('while nobody asks a domain is due at its idle interval or not at all', async (t) => {
  const { sampler: lazy } = sampler(() => 1);
  t.equal(lazy.due, Infinity);
  const { sampler: steady, clock } = sampler(() => 1, { idleInterval: 10_000 });
  await steady.readNow();
  t.equal(steady.due, 10_000);
  await steady.current();
  t.equal(steady.due, 1_000, 'somebody asked');
  await clock.advance(60_000);
  t.equal(steady.wanted, false, 'a minute later nobody is interested any more');
});

void t.test('how often history has it read while nobody asks may hang on what was read last', async (t) => {
  let value = 1;
  const { sampler: one, clock } = sampler(() => value, {
    historyInterval: (last) => (last === 2 ? 1_000 : 60_000),
  });
  t.equal(one.due, 60_000, 'before the first reading');
  await clock.advance(60_000);
  await one.readNow();
  t.equal(one.due, 120_000);
  value = 2;
  await clock.advance(60_000);
  await one.readNow();
  t.equal(one.due, 121_000, 'something goes on');
  value = 3;
  await clock.advance(1_000);
  await one.readNow();
  t.equal(one.due, 181_000, 'and has ended');
});
