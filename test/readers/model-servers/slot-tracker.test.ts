import t from 'tap';
import type { Slot } from '../../../src/parsers/model-server/slots.js';
import { SlotTracker, type SlotsReading } from '../../../src/readers/model-servers/slot-tracker.js';

const unused: Slot = {
  ...{
    id: 0,
    contextLength: 4_096,
    isProcessing: false,
    isSpeculative: false,
    task: null,
    promptTokens: null,
  },
  ...{ promptTokensCached: null, promptTokensProcessed: null, decoded: null },
};
/** How many tokens the prompts of these tests have. */
const prompt = 17;
const idle = (task: number, left: number, more: Partial<Slot> = {}): Slot => ({
  ...{ ...unused, task, promptTokens: left, promptTokensCached: 0, promptTokensProcessed: 0, decoded: 0 },
  ...more,
});
/** A slot while a token is decoded. */
const busy = (task: number, decoded: number, more: Partial<Slot> = {}): Slot => ({
  ...{ ...unused, isProcessing: true, task, promptTokens: prompt + decoded, decoded },
  ...{ promptTokensCached: 16, promptTokensProcessed: 1, ...more },
});
/** A slot whose prompt is processed, so many tokens of it so far. */
const prompting = (task: number, tokens: number, more: Partial<Slot> = {}): Slot => ({
  ...{ ...unused, isProcessing: true, task, promptTokens: tokens, promptTokensCached: 0 },
  ...{ promptTokensProcessed: 0, decoded: 0, ...more },
});
/** What stays of a request that generated so many tokens. */
const after = (task: number, tokens: number, more: Partial<Slot> = {}) =>
  idle(task, prompt + tokens - 1, more);

/** Polls of these slots, at these times in seconds; each took 4 ms. */
function polled(...polls: [seconds: number, ...slots: Slot[]][]): SlotsReading[] {
  const tracker = new SlotTracker();
  return polls.map(([seconds, ...slots]) =>
    tracker.take({ asked: seconds * 1000 - 2, answered: seconds * 1000 + 2, slots }),
  );
}
const last = (readings: SlotsReading[]) => readings.at(-1);
const nothing: SlotsReading = {
  ...{ state: 'idle', slotsBusy: 0, slotsTotal: 1, tokensPerSecond: 0, promptTokensPerSecond: 0 },
  ...{ contextUsed: null, contextLength: 4_096, generatedTokensAtLeast: 0, requestsAtLeast: 0 },
  ...{ missedRequestsAtLeast: 0, finished: [] },
};

t.test('a request from its beginning to its end', (t) => {
  // It generates 100 tokens a second from 1.5 s on, and 450 in all: until 6 s.
  const readings = polled(
    [1, unused],
    [2, busy(5, 51)],
    [3, busy(5, 151)],
    [4, busy(5, 251)],
    [5, busy(5, 351)],
    [6.5, after(5, 451)],
    [7.5, after(5, 451)],
  );
  t.strictSame(readings[0], nothing);
  t.strictSame(readings[1], {
    ...{ ...nothing, state: 'generating', slotsBusy: 1, tokensPerSecond: null, contextUsed: 68 },
    ...{ generatedTokensAtLeast: 51, requestsAtLeast: 1 },
  });
  t.match(readings[2], { tokensPerSecond: 100, generatedTokensAtLeast: 151, contextUsed: 168 });
  t.match(readings[4], { tokensPerSecond: 100, generatedTokensAtLeast: 351 });
  const { finished = [] } = readings[5] ?? {};
  t.strictSame(readings[5], { ...nothing, generatedTokensAtLeast: 451, requestsAtLeast: 1, finished });
  t.match(finished, [{ tokens: 451, exact: true }]);
  t.equal(finished[0]?.seconds?.toFixed(3), '4.500', 'its ends are reckoned');
  t.equal(finished[0]?.tokensPerSecond?.toFixed(1), (451 / 4.5).toFixed(1));
  t.strictSame(last(readings), { ...nothing, generatedTokensAtLeast: 451, requestsAtLeast: 1 }, 'told once');
  t.end();
});

t.test('between two tokens there is one token less in the context, and the count is the same', (t) => {
  const between = (decoded: number) => busy(5, decoded, { promptTokens: prompt + decoded - 1 });
  for (const poll of [busy, (_: number, decoded: number) => between(decoded)]) {
    const reading = last(polled([1, unused], [2, poll(5, 30)], [3, after(5, 47)]));
    t.match(reading, {
      generatedTokensAtLeast: 47,
      finished: [{ tokens: 47, exact: true, tokensPerSecond: null }],
    });
  }
  t.end();
});

t.test('a first poll in the middle of a request: what went before is not counted', (t) => {
  const readings = polled(
    [1, busy(5, 1_000)],
    [2, busy(5, 1_100)],
    [3, busy(5, 1_200)],
    [4, after(5, 1_250)],
  );
  t.match(readings[0], { state: 'generating', generatedTokensAtLeast: 0, requestsAtLeast: 1 });
  t.match(last(readings), {
    generatedTokensAtLeast: 250,
    finished: [{ tokens: 1_250, exact: true, seconds: null }],
  });
  t.equal(last(readings)?.finished[0]?.tokensPerSecond?.toFixed(1), '100.0', 'over what was seen');
  t.strictSame(last(polled([1, after(5, 9_000)])), nothing, 'nor what an idle slot did');
  t.end();
});

t.test('requests between two polls', (t) => {
  const missed = polled([1, unused], [2, after(5, 20)], [3, after(9, 30)], [4, after(9, 30)]);
  t.match(missed[1], {
    requestsAtLeast: 1,
    missedRequestsAtLeast: 1,
    generatedTokensAtLeast: 0,
    finished: [],
  });
  t.match(
    last(missed),
    { requestsAtLeast: 2, missedRequestsAtLeast: 2 },
    'at least: a number may be of the third since',
  );

  const twoAtOnce = last(polled([1, unused], [2, busy(5, 40)], [3, after(9, 30)]));
  t.match(twoAtOnce, { requestsAtLeast: 2, missedRequestsAtLeast: 1, generatedTokensAtLeast: 40 });
  t.strictSame(twoAtOnce?.finished, [{ tokens: 40, exact: false, tokensPerSecond: null, seconds: null }]);

  const next = last(polled([1, unused], [2, busy(5, 40)], [3, busy(5, 90)], [4, busy(9, 30)]));
  t.match(next, {
    state: 'generating',
    requestsAtLeast: 2,
    missedRequestsAtLeast: 0,
    generatedTokensAtLeast: 120,
  });
  t.match(next, {
    tokensPerSecond: null,
    finished: [{ tokens: 90, exact: false, tokensPerSecond: 50, seconds: null }],
  });
  t.end();
});

t.test('a prompt is processed a batch at a time', (t) => {
  const readings = polled(
    [0, idle(4, 900)],
    [1, prompting(6, 900)],
    [2, prompting(6, 1_024)],
    [3, prompting(6, 1_024)],
    [4, prompting(6, 2_048)],
    [5, prompting(6, 2_048)],
    [6, prompting(6, 3_072)],
    [7, prompting(6, 3_072)],
    [14, prompting(6, 3_072)],
    [15, busy(6, 1, { promptTokens: 3_500, promptTokensCached: 0, promptTokensProcessed: 3_499 })],
  );
  t.match(
    readings[1],
    { state: 'prompt', tokensPerSecond: null, contextUsed: null },
    'the count of the last request',
  );
  t.match(readings[2], { promptTokensPerSecond: null, contextUsed: 1_024 });
  t.match(readings[4], { promptTokensPerSecond: 512, contextUsed: 2_048, generatedTokensAtLeast: 0 });
  t.match(readings[7], { promptTokensPerSecond: 512 });
  t.match(readings[8], { promptTokensPerSecond: 128 }, 'a batch that does not end is slower');
  t.match(readings[9], {
    state: 'generating',
    promptTokensPerSecond: 0,
    contextUsed: 3_500,
    generatedTokensAtLeast: 1,
  });
  t.end();
});

t.test('where the slot was seen without the request, its first count is a step too', (t) => {
  for (const before of [unused, idle(4, 900)]) {
    const readings = polled(
      [1, before],
      [2, prompting(6, 2_048)],
      [9, prompting(6, 2_048)],
      [18, prompting(6, 4_096)],
    );
    t.match(readings[1], { contextUsed: 2_048, promptTokensPerSecond: null });
    t.equal(last(readings)?.promptTokensPerSecond, 128);
  }
  const joined = polled([2, prompting(6, 2_048)], [18, prompting(6, 4_096)]);
  t.match(joined[0], { contextUsed: null }, 'it may be what was left');
  t.match(last(joined), { contextUsed: 4_096, promptTokensPerSecond: null });
  t.end();
});

t.test('what was there already is no speed', (t) => {
  const cached = { promptTokensCached: 14_000 };
  const readings = polled(
    [1, prompting(6, 15)],
    [2, prompting(6, 14_512, cached)],
    [3, prompting(6, 15_024, cached)],
    [4, prompting(6, 15_536, cached)],
  );
  t.equal(last(readings)?.promptTokensPerSecond, 512);
  t.equal(last(readings)?.contextUsed, 15_536);
  t.end();
});

t.test('what falls was of the request before, and no part of the speed', (t) => {
  const cached = { promptTokensCached: 14_000 };
  const readings = polled(
    [1, unused],
    [2, prompting(6, 500)],
    [3, prompting(6, 14_100, cached)],
    [4, prompting(6, 14_612, cached)],
    [5, prompting(6, 15_124, cached)],
  );
  t.equal(last(readings)?.promptTokensPerSecond, 512);
  t.end();
});

t.test('a request has begun after the poll without it, and ended before the next', (t) => {
  const readings = polled(
    [1, unused],
    [2, busy(5, 400)],
    [3, busy(5, 500)],
    [4, busy(5, 600)],
    [5, after(5, 900)],
  );
  t.strictSame(last(readings)?.finished, [{ tokens: 900, exact: true, tokensPerSecond: 225, seconds: 4 }]);
  const waited = polled(
    [1, unused],
    [2, prompting(5, 9)],
    [3, busy(5, 400)],
    [4, busy(5, 500)],
    [5, after(5, 550)],
  );
  t.match(last(waited)?.finished, [{ seconds: 2.5 }], 'nor while its prompt was processed');
  t.end();
});

t.test('an embedding runner generates nothing and has no rate', (t) => {
  const readings = polled(
    [1, unused],
    [2, prompting(3, 302)],
    [3, prompting(8, 400)],
    [4, idle(8, 400)],
    [5, idle(11, 9)],
  );
  for (const reading of readings.slice(1, 3))
    t.match(reading, { state: 'prompt', slotsBusy: 1, tokensPerSecond: null });
  t.match(last(readings), {
    state: 'idle',
    requestsAtLeast: 3,
    missedRequestsAtLeast: 1,
    generatedTokensAtLeast: 0,
  });
  t.strictSame(
    readings.flatMap(({ finished }) => finished),
    [],
  );
  t.end();
});

t.test('several slots: the sum of their speeds, the fullest context', (t) => {
  const two = (first: number, second: number) => [
    busy(5, first),
    busy(6, second, { id: 1 }),
    { ...unused, id: 2 },
  ];
  const readings = polled([1, ...two(100, 10)], [2, ...two(150, 40)], [3, ...two(200, 70)]);
  t.match(last(readings), {
    slotsBusy: 2,
    slotsTotal: 3,
    tokensPerSecond: 80,
    contextUsed: 217,
    generatedTokensAtLeast: 160,
  });
  const begun = polled([1, busy(5, 100), { ...unused, id: 1 }], [2, busy(5, 150), busy(6, 40, { id: 1 })]);
  t.equal(last(begun)?.tokensPerSecond, null, 'a part of a sum is not the sum');
  const waiting = polled([1, busy(5, 100)], [2, busy(5, 150), prompting(6, 40, { id: 1 })]);
  t.match(last(waiting), { state: 'generating', tokensPerSecond: 50, promptTokensPerSecond: null });
  t.end();
});

t.test('another number of slots', (t) => {
  const readings = polled(
    [1, busy(5, 10), busy(6, 20, { id: 1 })],
    [2, busy(5, 20)],
    [3, busy(5, 30), after(6, 40, { id: 1 })],
    [4],
  );
  t.match(readings[1], { slotsTotal: 1, tokensPerSecond: 10, finished: [{ tokens: 20, exact: false }] });
  t.match(
    readings[2],
    { slotsTotal: 2, missedRequestsAtLeast: 0, requestsAtLeast: 2 },
    'nobody looked at it',
  );
  t.match(readings[3], {
    state: 'idle',
    slotsTotal: 0,
    contextLength: null,
    generatedTokensAtLeast: 20,
    requestsAtLeast: 2,
  });
  t.end();
});

t.test('a pause in which polls failed', (t) => {
  const readings = polled([1, busy(5, 10)], [2, busy(5, 20)], [62, busy(5, 620)], [63, busy(5, 640)]);
  t.equal(readings[2]?.tokensPerSecond, null, 'the last minute is not now');
  t.match(last(readings), { tokensPerSecond: 20, generatedTokensAtLeast: 630 });
  t.match(
    last(polled([1, busy(5, 10)], [11, busy(5, 110)])),
    { tokensPerSecond: 10 },
    'ten seconds are, where they are the interval',
  );
  t.end();
});

t.test('a full context: half of it is dropped, and what stays says no more how many there were', (t) => {
  const shifted = polled(
    [1, busy(5, 3_000)],
    [2, busy(5, 3_900)],
    [3, busy(5, 4_500, { promptTokens: 2_500 })],
    [4, idle(5, 2_600)],
  );
  t.equal(shifted[2]?.contextUsed, 2_500);
  t.match(last(shifted), {
    finished: [{ tokens: 4_500, exact: false, seconds: null }],
    generatedTokensAtLeast: 1_500,
  });
  const unseen = polled([1, unused], [2, busy(5, 3_000)], [3, busy(5, 3_900)], [4, idle(5, 4_000)]);
  t.match(
    last(unseen),
    { finished: [{ tokens: 3_984, exact: false }] },
    'it may have been since the last poll',
  );
  t.end();
});

t.test('drafts and other versions: what was seen counts, and no more', (t) => {
  const end = (first: Partial<Slot>, left: number) =>
    last(polled([1, unused], [2, busy(5, 20, first)], [3, busy(5, 40, first)], [4, idle(5, left)]))?.finished;
  const seen = [{ tokens: 40, exact: false, tokensPerSecond: 20, seconds: null }];
  t.strictSame(end({ isSpeculative: true }, 80), seen, 'drafts may stay that were not taken');
  t.strictSame(end({ promptTokens: 64 }, 80), seen, 'drafts in the context');
  t.strictSame(end({ promptTokens: prompt }, prompt), seen, 'a version that tells the prompt alone');
  t.strictSame(
    end({ promptTokens: null, promptTokensCached: null, promptTokensProcessed: null }, 80),
    seen,
    'or nothing of it',
  );
  t.strictSame(end({}, 0), seen, 'a slot that was erased');
  t.match(last(polled([1, unused], [2, busy(5, 1)], [3, idle(5, prompt)])), {
    finished: [{ tokens: 1, exact: false }],
  });
  t.end();
});

t.test('a version that leaves the tokens of a request on its slot', (t) => {
  const left = (task: number, decoded: number) => idle(task, 0, { promptTokens: null, decoded });
  const going = (task: number, decoded: number) => busy(task, decoded, { promptTokens: null });
  const readings = polled(
    [0, left(1, 70)],
    [1, going(5, 70)],
    [2, going(5, 20)],
    [3, going(5, 40)],
    [4, left(5, 55)],
    [5, left(9, 12)],
  );
  t.match(readings[1], { state: 'prompt', generatedTokensAtLeast: 0 }, 'still that of the request before');
  t.match(readings[4], { generatedTokensAtLeast: 55, finished: [{ tokens: 55, exact: true }] });
  t.match(last(readings), {
    generatedTokensAtLeast: 67,
    requestsAtLeast: 2,
    missedRequestsAtLeast: 0,
    finished: [{ tokens: 12 }],
  });
  t.end();
});

t.test('a version that does not number its requests', (t) => {
  const going = (decoded: number) => busy(0, decoded, { task: null });
  const free = idle(0, 20, { task: null });
  const readings = polled([1, free], [2, going(10)], [3, going(20)], [4, going(5)], [5, free], [6, free]);
  t.match(readings[3], {
    requestsAtLeast: 2,
    generatedTokensAtLeast: 25,
    finished: [{ tokens: 20, exact: false }],
  });
  t.match(last(readings), { requestsAtLeast: 2, missedRequestsAtLeast: 0, generatedTokensAtLeast: 25 });
  t.end();
});

t.test('counters never fall and rates are numbers, whatever is told', (t) => {
  const random = (below: number) => Math.floor(Math.random() * below);
  const slot = (id: number): Slot => ({
    ...{
      id,
      contextLength: random(3) === 0 ? null : 4_096,
      isProcessing: random(3) > 0,
      isSpeculative: random(9) === 0,
    },
    ...{ task: random(4) === 0 ? null : random(3), decoded: random(5) === 0 ? null : random(200) },
    ...{ promptTokens: random(5) === 0 ? null : random(300), promptTokensCached: random(3) },
    promptTokensProcessed: random(9) === 0 ? null : random(3),
  });
  const tracker = new SlotTracker();
  let before: SlotsReading | null = null;
  for (let poll = 0; poll < 5_000; poll += 1) {
    const slots = Array.from({ length: random(4) }, (_, id) => slot(id));
    const asked = poll * 1000 + random(100);
    const reading = tracker.take({ asked, answered: asked + random(200), slots });
    const rates = [
      reading.tokensPerSecond,
      reading.promptTokensPerSecond,
      ...reading.finished.flatMap((one) => [one.tokens, one.seconds, one.tokensPerSecond]),
    ];
    if (!rates.every((rate) => rate === null || (Number.isFinite(rate) && rate >= 0)))
      t.fail('a rate is none', { rates });
    for (const counter of ['generatedTokensAtLeast', 'requestsAtLeast', 'missedRequestsAtLeast'] as const) {
      if (before !== null && reading[counter] < before[counter]) t.fail(`${counter} fell`);
    }
    before = reading;
  }
  t.ok((before?.generatedTokensAtLeast ?? 0) > 0);
  t.end();
});
