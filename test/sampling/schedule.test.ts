import t from 'tap';
import { Sampler } from '../../src/sampling/sampler.js';
import { Schedule } from '../../src/sampling/schedule.js';
import { FakeClock } from '../helpers/fake-clock.js';

function setUp(idleIntervals: (number | null)[]) {
  const clock = new FakeClock();
  const schedule = new Schedule(clock, 1_000);
  const reads: number[][] = idleIntervals.map(() => []);
  const samplers = idleIntervals.map((idleInterval, index) => {
    const read = () => reads[index]?.push(clock.monotonic()) ?? 0;
    const options = { name: `thing ${index}`, clock, interval: 1_000, deadline: 500, primeGap: null };
    const sampler = new Sampler({ ...options, read, idleInterval });
    schedule.add(sampler);
    return sampler;
  });
  return { clock, schedule, samplers, reads };
}

void t.test('while nobody asks only the cheap are read, at the idle interval', async (t) => {
  const { clock, schedule, reads } = setUp([10_000, null]);
  schedule.start();
  await clock.advance(35_000);
  t.same(reads, [[0, 10_000, 20_000, 30_000], []]);
  schedule.stop();
  t.equal(clock.timers, 0);
});

void t.test('interest brings a domain to the short interval for a minute, and only that one', async (t) => {
  const { clock, schedule, samplers, reads } = setUp([10_000, null]);
  schedule.start();
  await clock.advance(4_400);
  await samplers[1]?.current();
  await clock.advance(3_000);
  t.same(reads[1], [4_400, 5_000, 6_000, 7_000]);
  t.same(reads[0], [0]);
  await clock.advance(120_000);
  const last = reads[1]?.at(-1) ?? 0;
  t.ok(last > 60_000 && last < 66_000, `the last reading was at ${last} ms`);
  schedule.stop();
});

void t.test(
  'domains that were first asked at different instants are read in the same wake-ups',
  async (t) => {
    const { clock, schedule, samplers, reads } = setUp([null, null]);
    schedule.start();
    await clock.advance(100);
    await samplers[0]?.current();
    await clock.advance(600);
    await samplers[1]?.current();
    await clock.advance(3_000);
    t.same(reads[0]?.slice(-2), reads[1]?.slice(-2));
    schedule.stop();
  },
);

void t.test('a reading that hangs does not make the timer spin', async (t) => {
  const clock = new FakeClock();
  const schedule = new Schedule(clock, 1_000);
  let reads = 0;
  const hang = () => new Promise<number>(() => (reads += 1));
  const options = {
    name: 'hang',
    clock,
    interval: 1_000,
    idleInterval: 10_000,
    deadline: 500,
    primeGap: null,
  };
  schedule.add(new Sampler({ ...options, read: hang }));
  schedule.start();
  await clock.advance(60_000);
  t.equal(reads, 1);
  t.equal(clock.timers, 0, 'nothing is due until the reading ends');
  schedule.stop();
});

void t.test('stopping ends all reading', async (t) => {
  const { clock, schedule, samplers, reads } = setUp([10_000]);
  schedule.start();
  schedule.stop();
  await samplers[0]?.current();
  await clock.advance(60_000);
  t.equal(reads[0]?.length, 1);
});

void t.test(
  'how late the timer comes is known, since everything else in the event loop is as late',
  async (t) => {
    const { clock, schedule } = setUp([10_000]);
    t.same(schedule.timing, { wakeUps: 0, lastDelay: 0, totalDelay: 0 });
    schedule.start();
    await clock.advance(10_000);
    t.same(schedule.timing, { wakeUps: 1, lastDelay: 0, totalDelay: 0 });
    const late = new LateClock(300);
    const busy = new Schedule(late, 1_000);
    const options = { name: 'thing', clock: late, interval: 1_000, deadline: 500, primeGap: null };
    busy.add(new Sampler({ ...options, read: () => 1, idleInterval: 10_000 }));
    busy.start();
    await late.advance(10_300);
    t.same(busy.timing, { wakeUps: 1, lastDelay: 300, totalDelay: 300 });
    schedule.stop();
    busy.stop();
  },
);

/** A clock whose timers come late. */
class LateClock extends FakeClock {
  constructor(readonly delay: number) {
    super();
  }

  override setTimer(delay: number, wake: () => void): () => void {
    return super.setTimer(delay + this.delay, wake);
  }
}
