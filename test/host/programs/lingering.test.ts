import { spawn } from 'node:child_process';
import { once } from 'node:events';
import t, { type Test } from 'tap';
import { Failure } from '../../../src/failures.js';
import { Lingering } from '../../../src/host/programs/lingering.js';
import { FakeClock } from '../../helpers/fake-clock.js';

/** A process that does not go by itself, as one in uninterruptible sleep; killed when the test ends. */
function stuck(t: Test) {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  t.teardown(() => child.kill('SIGKILL'));
  return child;
}

void t.test('while one is there nothing is started, and the first reason is what is told', async (t) => {
  const clock = new FakeClock();
  const lingering = new Lingering('tool', clock);
  await lingering.gone();
  lingering.refuse();
  const [first, second] = [stuck(t), stuck(t)];
  lingering.add(first, new Failure('too_large', 'tool printed more than 9 bytes and was killed'));
  lingering.add(second, new Failure('timeout', 'tool did not answer within 1 s and was killed'));
  t.ok(lingering.has(first));
  const waiting = lingering.gone();
  await clock.advance(500);
  await waiting;
  const words = 'tool printed more than 9 bytes and was killed; it has not ended yet';
  t.throws(() => lingering.refuse(), { code: 'too_large', message: words });
  await lingering.gone();
  t.equal(clock.timers, 0, 'one that is stuck is not waited for again');
  for (const child of [first, second]) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  lingering.refuse();
});

void t.test('one that goes at once is waited for, and no longer', async (t) => {
  const clock = new FakeClock();
  const lingering = new Lingering('tool', clock);
  const child = stuck(t);
  lingering.add(child, null);
  t.throws(() => lingering.refuse(), { code: 'timeout', message: 'an earlier tool has not ended yet' });
  child.kill('SIGKILL');
  await lingering.gone();
  lingering.refuse();
  lingering.add(child, null);
  t.notOk(lingering.has(child), 'one that has gone does not linger');
});
