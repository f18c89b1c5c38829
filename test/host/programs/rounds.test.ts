import t from 'tap';
import { Rounds } from '../../../src/host/programs/rounds.js';

const interval = 1_000;

/** Rounds that came at these times, ms, each a line with its number. */
function printed(...times: number[]): Rounds {
  const rounds = new Rounds(interval);
  for (const [number, at] of times.entries()) {
    rounds.received(`${number}\n`, at);
    rounds.end();
  }
  return rounds;
}

t.test('the newest round is given with its age, and with what came before it within ten seconds', (t) => {
  t.equal(new Rounds(interval).newest(0), null);
  t.same(printed(0, 1_000, 2_000).newest(2_500), { text: '2\n', age: 500, earlier: '0\n1\n' });
  t.same(printed(0, 9_000).newest(10_001), { text: '1\n', age: 1_001, earlier: '' });
  t.equal(printed(0, 1_000).text, '0\n1\n');
  t.end();
});

t.test('half a line is no round yet, and nothing is none', (t) => {
  const rounds = new Rounds(interval);
  t.equal(rounds.end(), false);
  rounds.received('who', 0);
  t.same([rounds.end(), rounds.isEmpty, rounds.pending], [false, true, 3]);
  rounds.received('le\nha', 10);
  t.same([rounds.end(), rounds.newest(10)?.text, rounds.pending], [true, 'whole\n', 2]);
  t.end();
});

t.test('a round is too old after three intervals, or twice what it lately took, at most ten seconds', (t) => {
  t.equal(printed(0, 1_000, 2_000).patience, 3_000);
  t.equal(printed(0, 2_500, 3_500, 6_000).patience, 5_000, 'a card that needs two and a half seconds');
  t.equal(printed(0, 8_000).patience, 10_000);
  const once = [0, 4_000, ...Array.from({ length: 8 }, (_, turn) => 5_000 + turn * 1_000)];
  t.equal(printed(...once).patience, 3_000, 'what happened once is forgotten');
  t.equal(new Rounds(5_000).patience, 15_000, 'one that prints seldom');
  t.end();
});
