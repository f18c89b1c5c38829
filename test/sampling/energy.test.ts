import t from 'tap';
import { Energy } from '../../src/sampling/energy.js';

const watts = (value: number | null) => ({ gpu: 'a', joules: null, watts: value });
const joules = (value: number) => ({ gpu: 'a', joules: value, watts: 100 });

t.test("a card's own counter counts; one that begins again at 0 goes on from there", (t) => {
  const energy = new Energy(false);
  for (const [at, value] of [5_000, 5_010, 5_010, 5_025, 3, 10].entries())
    energy.add(joules(value), at * 1_000, at);
  t.equal(energy.total('a'), 25 + 10);
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
    const stored = { gpu: 'a', joules: 1_000, counter: 500, since: 7 };
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
  energy.stored([{ gpu: 'a', joules: 60, counter: 60, since: 0 }]);
  t.equal(energy.total('a'), 80);
  t.end();
});

t.test('whatever the readings and restarts, the total never falls', (t) => {
  let state = 1;
  const random = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  let last = 0;
  let file = { gpu: 'a', joules: 0, counter: null as number | null, since: 0 };
  for (let life = 0; life < 50; life += 1) {
    const energy = new Energy(true);
    energy.restore(file);
    let counter = random() * 1_000;
    for (let at = 0; at < 50; at += 1) {
      counter = random() < 0.05 ? random() * 10 : counter + random() * 10;
      energy.add(
        { gpu: 'a', joules: random() < 0.2 ? null : counter, watts: random() * 300 },
        at * 1_000,
        at,
      );
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
