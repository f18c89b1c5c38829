import t from 'tap';
import type { EnergyRecord } from '../../src/host/history/store.js';
import { Energy } from '../../src/sampling/energy.js';

const card = { gpu: 'a', sensor: null, mostWatts: 1_000 };
const watts = (value: number | null) => ({ ...card, joules: null, watts: value });
/** What a counter tells of a card that draws 10 W. */
const joules = (value: number | null, sensor: string | null = null) => ({
  ...card,
  sensor,
  joules: value,
  watts: 10,
});
/** What is kept of a card without a sensor of its own. */
const kept = { gpu: 'a', joules: 0, counter: null, sensor: null, countedAt: null, since: 0 };

t.test("a card's own counter counts; one that begins again at 0 goes on from there", (t) => {
  const energy = new Energy(false);
  for (const [at, value] of [5_000, 5_010, 5_010, 5_025, 3, 10].entries())
    energy.add(joules(value), at * 1_000, at);
  t.equal(energy.total('a'), 25 + 10);
  t.end();
});

/** What is counted of a card whose readings, a second apart, are these: its counter, by which sensor. */
function counted(readings: (readonly [joules: number | null, sensor?: string | null])[]): number | null {
  const energy = new Energy(false);
  for (const [place, [value, sensor]] of readings.entries())
    energy.add(joules(value, sensor), place * 1_000, place * 1_000);
  return energy.total('a');
}

t.test(
  'a counter that cannot be read, stands, begins late or jumps never adds what the card cannot have drawn',
  (t) => {
    const [card, chip] = [710_520_000, 977_130_000];
    const sensors = [
      ...[
        [card, 'card'],
        [card + 10, 'card'],
        [chip, 'pkg'],
        [chip + 9, 'pkg'],
        [card + 40, 'card'],
        [card + 50, 'card'],
      ],
    ] as [number, string][];
    t.equal(
      counted(sensors),
      10 + 10 + 9 + 10 + 10,
      'another sensor for two seconds: power counts where they change',
    );
    t.equal(
      counted([[card], [null], [null], [card + 30]]),
      30,
      'unreadable: what it has counted meanwhile, once',
    );
    t.equal(counted([[null], [null], [5e6], [5e6 + 10]]), 10 + 10 + 10, 'late: power until then');
    t.equal(counted([[0], [0], [0], [5e6], [5e6 + 10]]), 10 * 3 + 10, 'at 0 until it jumps');
    t.equal(counted([[card], [5], [card + 10], [card + 20]]), 5 + 10 + 10, 'it falls for one reading');
    t.equal(counted([[card], [card], [card], [card]]), 30, 'it stands while 10 W are drawn');
    t.equal(counted([[card], [card], [card], [card + 30], [card + 40]]), 40, 'it is told every third second');
    t.equal(counted([[card], [card + 2e9], [card + 2e9 + 10]]), 10 + 10, 'it jumps');
    const idle = new Energy(false);
    for (const at of [0, 1, 2]) idle.add({ ...joules(card), watts: 0 }, at * 1_000, at);
    t.equal(idle.total('a'), 0, 'a card that draws nothing');
    t.end();
  },
);

t.test('over a restart too a counter adds no more than the card can have drawn, and only its own', (t) => {
  const now = 1_700_000_000_000;
  const hour = 3_600_000;
  const record = { ...kept, joules: 1_000, counter: 500, sensor: 'card', countedAt: now - hour, since: 7 };
  const total = (
    stored: typeof record,
    sample: ReturnType<typeof joules>,
    order: string,
    isCertain = true,
  ) => {
    const energy = new Energy(false);
    if (order === 'restored first') energy.restore(stored);
    energy.add(sample, 0, now, isCertain);
    if (order === 'read first') energy.restore(stored);
    return energy.total('a');
  };
  for (const order of ['restored first', 'read first']) {
    t.equal(
      total(record, joules(3_000_500, 'card'), order),
      3_001_000,
      `${order}: what an hour at 833 W makes`,
    );
    t.equal(total(record, joules(9e9, 'card'), order), 1_000, `${order}: more than can be`);
    t.equal(total(record, joules(3_000_500, 'pkg'), order), 1_000, `${order}: another sensor`);
    t.equal(
      total(record, joules(9e9, 'card'), order, false),
      9e9 - 500 + 1_000,
      `${order}: nobody knows how long`,
    );
  }
  const bridged = new Energy(false);
  for (const at of [0, 1]) bridged.add(joules(500), at * 1_000, now);
  t.equal(bridged.records()[0]?.counter, null, 'what power has bridged is not counted again after a restart');
  t.end();
});

t.test('without a counter power is added up over the time that really passed', (t) => {
  const energy = new Energy(false);
  energy.add(watts(100), 0, 0);
  energy.add(watts(200), 10_000, 10_000);
  energy.add(watts(null), 11_000, 11_000);
  energy.add(watts(200), 12_000, 12_000);
  energy.add(watts(200), 72_000, 72_000);
  t.equal(energy.total('a'), 1_500 + 12_000);
  energy.add(watts(200), 1_072_000, 1_072_000);
  t.equal(energy.total('a'), 13_500, 'over a long pause nobody knows');
  t.end();
});

t.test('a card that tells neither has no total, and one that is unknown has none', (t) => {
  const energy = new Energy(false);
  energy.add(watts(null), 0, 0);
  t.equal(energy.total('a'), null);
  t.equal(energy.total('b'), null);
  t.end();
});

t.test('after a restart it goes on: what the counter has counted meanwhile is part of it', (t) => {
  for (const order of ['restored first', 'read first']) {
    const energy = new Energy(true);
    const stored = { ...kept, joules: 1_000, counter: 500, countedAt: 900, since: 7 };
    if (order === 'restored first') energy.restore(stored);
    energy.add(joules(530), 0, 1_000);
    energy.add(joules(540), 1_000, 2_000);
    if (order === 'read first') energy.restore(stored);
    energy.stored(energy.records());
    t.equal(energy.total('a'), 1_040, order);
    t.equal(energy.records()[0]?.since, 7);
  }
  t.end();
});

t.test('a total that is kept is shown only as far as it is safe, and never falls', (t) => {
  const energy = new Energy(true);
  energy.add(joules(0), 0, 0);
  energy.add(joules(50), 1_000, 0);
  t.equal(energy.total('a'), null, 'not known before the file was read');
  energy.stored(energy.records());
  energy.add(joules(80), 2_000, 0);
  t.equal(energy.total('a'), 50, '30 J more could be lost');
  energy.notStored();
  t.equal(energy.total('a'), 80, 'what is not kept anyway is shown');
  energy.stored([{ ...kept, joules: 60, counter: 60 }]);
  t.equal(energy.total('a'), 80);
  t.end();
});

t.test('what two services on one file have counted at the same time is in the total once', (t) => {
  const energy = new Energy(true);
  for (const [at, value] of [9_000_000, 9_000_010, 9_000_030].entries())
    energy.add(joules(value), at * 1_000, 1_000_000 + at * 1_000);
  // The other one was killed 1.5 s after this one had read the card for the first time.
  energy.restore({ ...kept, joules: 700, counter: 9_000_020, countedAt: 1_001_500 });
  t.equal(energy.records()[0]?.joules, 700 + 10);
  t.end();
});

t.test('whatever the readings and restarts, the total never falls', (t) => {
  let state = 1;
  const random = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  let last = 0;
  let file: EnergyRecord = kept;
  for (let life = 0; life < 50; life += 1) {
    const energy = new Energy(true);
    energy.restore(file);
    let counter = random() * 1_000;
    for (let at = 0; at < 50; at += 1) {
      counter = random() < 0.05 ? random() * 10 : counter + random() * 10;
      energy.add({ ...card, joules: random() < 0.2 ? null : counter, watts: random() * 300 }, at * 1_000, at);
      if (random() < 0.2) {
        const records = energy.records();
        file = records[0] ?? file;
        energy.stored(records);
      }
      const total = energy.total('a');
      if (total !== null && total < last) t.fail(`life ${life}: ${last} → ${total}`);
      last = total ?? last;
    }
    // Killed: what was not written is lost.
  }
  t.ok(last > 0);
  t.end();
});
