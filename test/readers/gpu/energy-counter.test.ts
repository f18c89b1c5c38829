import t from 'tap';
import { drawn, mostDrawn, spinning } from '../../../src/readers/gpu/bounds.js';
import { unknownCard } from '../../../src/readers/gpu/card.js';
import { withoutStandingCounter } from '../../../src/readers/gpu/energy-counter.js';
import { FakeClock } from '../../helpers/fake-clock.js';

void t.test('a counter of energy may stand for ten seconds while its card draws power', async (t) => {
  const clock = new FakeClock();
  const judge = withoutStandingCounter(clock);
  const after = async (seconds: number, joules: number | null, watts: number | null) => {
    await clock.advance(seconds * 1_000);
    return judge({ ...unknownCard('a'), joules, watts }).joules;
  };
  t.equal(await after(0, 7, 66), 7);
  t.equal(await after(9, 7, 66), 7);
  t.equal(await after(1, 7, 66), null, 'it has stood for ten');
  t.equal(await after(1, 8, 66), 8, 'it moves');
  t.equal(await after(60, 8, 0), 8, 'nothing is drawn');
  t.equal(await after(60, 8, null), 8, 'nobody knows what is drawn');
  t.equal(await after(1, null, 66), null);
  t.equal(await after(1, 8, 66), 8, 'it has stood for two seconds');
});

void t.test('a limit that cannot be bounds nothing', (t) => {
  t.equal(mostDrawn([null, 160]), 530);
  t.equal(mostDrawn([55, 160, 0]), 530, 'the greatest counts');
  t.equal(mostDrawn([4_294_967]), mostDrawn([]));
  const about = { thing: null, whole: null, tell: () => undefined };
  t.equal(drawn<null>('power_watts', () => [4_294_967]).judge(6_000, about), null);
  const fan = (greatest: number | null) => spinning<null>('fan_rpm', () => greatest);
  t.same(
    [4_500, 5_000].map((rpm) => fan(3_300).judge(rpm, about)),
    [4_500, null],
  );
  t.same(
    [4_500, 65_535].map((rpm) => fan(65_535).judge(rpm, about)),
    [4_500, null],
  );
  t.end();
});
