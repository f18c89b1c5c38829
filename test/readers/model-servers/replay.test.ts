import t from 'tap';
import { SlotTracker } from '../../../src/readers/model-servers/slot-tracker.js';
import { captures, skip } from '../../helpers/machines/captures.js';
import { recordedPolls, recordedRequests, replay, type Replay } from './replay.js';

// How far the rates are off is printed by replay-table.js beside this file.
t.test('the recorded polls of a runner', { skip }, (t) => {
  const polls = recordedPolls(captures);
  const requests = recordedRequests(captures);
  const long = requests
    .map((_, place) => place)
    .filter((place) => (requests[place]?.eval_duration_ns ?? 0) > 4e9);
  const truth = requests.reduce((sum, { eval_count }) => sum + eval_count, 0);
  /** One poll of so many, from each on: they are 250 ms apart. */
  const each = (step: number) =>
    Array.from({ length: step }, (_, phase) => replay(polls, requests, step, phase));
  const errorsOf = (all: Replay[]) =>
    all
      .flatMap((one) => long.map((place) => one.requests[place]?.error ?? null))
      .filter((error) => error !== null);
  const within = (errors: number[], percent: number) =>
    errors.filter((error) => Math.abs(error) <= percent).length;
  const every = { second: each(4), two: each(8), five: each(20) };
  t.equal(polls.length, 1_092, 'every poll of this runner');
  t.equal(long.length, 14);

  t.test('once a second: the rate of every request of more than four seconds within 2 %', (t) => {
    const errors = errorsOf(every.second);
    t.equal(errors.length, long.length * 4, 'each is told, in each phase');
    t.equal(within(errors, 2), errors.length);
    t.end();
  });

  t.test('more seldom: most of them within 5 %', (t) => {
    const [two, five] = [errorsOf(every.two), errorsOf(every.five)];
    t.equal(two.length, long.length * 8);
    t.ok(within(two, 5) >= 108, `${within(two, 5)} of ${two.length}`);
    t.ok(within(two, 7.5) === two.length);
    t.ok(five.length >= 190, `${five.length} of ${long.length * 20} are told`);
    t.ok(within(five, 5) >= 180 && within(five, 7.5) === five.length);
    t.end();
  });

  t.test('now is the mean of its five seconds, within 5 %', (t) => {
    for (const { nowErrors } of [...every.second, ...every.two]) {
      const mean = nowErrors.reduce((sum, error) => sum + error, 0) / nowErrors.length;
      t.ok(
        nowErrors.length > 75 && within(nowErrors, 5) >= nowErrors.length - 1,
        `${nowErrors.length} polls`,
      );
      t.ok(Math.abs(mean) < 0.5 && within(nowErrors, 6) === nowErrors.length, `${mean} %`);
    }
    t.end();
  });

  t.test('tokens and requests are lower bounds, and what is exact is', (t) => {
    for (const one of [...every.second, ...every.two, ...every.five]) {
      const counted = one.readings.at(-1)?.reading.generatedTokensAtLeast ?? 0;
      t.ok(counted <= truth && counted > truth * 0.85, `${counted} of ${truth}`);
      for (const { told, found } of one.requests) {
        if (found === null) continue;
        const isTrue = found.exact ? found.tokens === told.eval_count : found.tokens <= told.eval_count;
        if (!isTrue) t.fail(`${found.tokens} for ${told.eval_count}`);
      }
    }
    const seen = every.second.map((one) => long.filter((place) => one.requests[place]?.found?.exact).length);
    t.ok(
      seen.every((exact) => exact >= long.length - 1),
      'all but one, which ended in a pause between two polls',
    );
    t.end();
  });

  t.test('every poll: all short requests are seen too, and counted to the token', (t) => {
    const tracker = new SlotTracker();
    const short = requests.filter(({ tag }) => tag === 'short');
    const from = Math.min(...short.map(({ start_ms }) => start_ms));
    const readings = polls.filter(({ asked }) => asked > from - 1_000).map((poll) => tracker.take(poll));
    const last = readings.at(-1);
    t.equal((last?.requestsAtLeast ?? 0) - short.length, 0);
    const exact = readings.flatMap(({ finished }) => finished).filter((one) => one.exact);
    t.ok(
      exact.every(({ tokens }) => short.some(({ eval_count }) => eval_count === tokens)),
      `${exact.length} exactly`,
    );
    t.ok(exact.length >= 16, `${exact.length} of ${short.length}`);
    t.end();
  });
  t.end();
});
