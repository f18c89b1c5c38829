import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import t, { type Test } from 'tap';
import { systemProgram } from '../../../src/host/programs/program.js';
import { FakeClock } from '../../helpers/fake-clock.js';
import { fakeProgram, type FakeAnswer } from '../../helpers/programs/fake-program.js';
import { ended } from '../helper/ended.js';

const interval = 900;

/** The program, followed; its own process is real, the time in which it is judged is not. */
function followed(t: Test, answer: FakeAnswer, maxBytes = 1_000) {
  const fake = fakeProgram(t.testdir({}), 'tool', [answer]);
  const running = new Set<ChildProcess>();
  const clock = new FakeClock();
  const program = systemProgram('tool', fake.path, {}, running, clock);
  t.teardown(() => running.forEach((child) => child.kill('SIGKILL')));
  return { fake, running, clock, following: program.follow(['-l'], { interval, maxBytes }) };
}

/** Waits for real processes, which no clock of ours can hurry; as long as the test may run. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** What `pending` gives, with the clock going on only once the program has printed. */
async function afterPrinting<T>(clock: FakeClock, pending: Promise<T>): Promise<T> {
  let done = false;
  const outcome = pending.finally(() => (done = true));
  const settled = outcome.then(
    () => undefined,
    () => undefined,
  );
  while (!done) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await clock.advance(10);
  }
  await settled;
  return outcome;
}

void t.test(
  'a round is what comes between two silences, and is served by one process while fresh',
  async (t) => {
    const { following, clock, fake } = followed(t, { stdout: 'a\nb\n', hang: true });
    const first = await afterPrinting(clock, following.latest(60_000));
    t.equal(first.text, 'a\nb\n');
    await clock.advance(1_000);
    const second = await following.latest(60_000);
    t.equal(second.text, 'a\nb\n');
    t.ok(second.age >= 1_000 && second.age <= 3 * interval, `${second.age} ms`);
    t.equal(fake.calls().length, 1);
  },
);

void t.test(
  'a round older than three intervals is refused, and after ten seconds the program killed and started again',
  async (t) => {
    const { following, clock, fake, running } = followed(t, { stdout: 'a\n', hang: true });
    await afterPrinting(clock, following.latest(60_000));
    await clock.advance(3 * interval + 1);
    await t.rejects(following.latest(60_000), {
      code: 'stale',
      message: /^tool has printed nothing for 3 s$/,
    });
    t.equal(running.size, 1, 'one that is slow is left alone');
    await clock.advance(10_001 - 3 * interval);
    await t.rejects(following.latest(60_000), { message: /^tool has printed nothing for 10 s$/ });
    await ended(fake.calls()[0]?.pid ?? 0);
    await until(() => running.size === 0);
    await t.rejects(following.latest(60_000), { code: 'stale' }, 'not at once');
    await clock.advance(1_000);
    t.equal((await afterPrinting(clock, following.latest(60_000))).text, 'a\n');
    t.equal(fake.calls().length, 2);
  },
);

void t.test('what was printed before a pause within a round is given too, while it is fresh', async (t) => {
  const { following, clock } = followed(t, { stdout: 'a\n', everyMs: 1_500 });
  t.match(await afterPrinting(clock, following.latest(60_000)), { text: 'a\n', earlier: '' });
  let next = await following.latest(60_000);
  while (next.earlier === '') {
    // Printing takes real time, the silence after it that of the clock; together less than makes a round old.
    await new Promise((resolve) => setTimeout(resolve, 20));
    await clock.advance(10);
    next = await following.latest(60_000);
  }
  t.match(next, { text: 'a\n', earlier: 'a\n' });
});

void t.test('half a line is no round', async (t) => {
  const { following, clock } = followed(t, { stdout: 'whole\nhalved\n', halfLine: true, hang: true });
  t.equal((await afterPrinting(clock, following.latest(60_000))).text, 'whole\n');
});

void t.test(
  'one that prints nothing is killed after twenty seconds, also when it ignores SIGTERM; a question waits less',
  async (t) => {
    const { following, clock, fake } = followed(t, { hang: true, ignoreSigterm: true });
    const pending = following.latest(2_000).catch((thrown: unknown) => thrown);
    await until(() => fake.calls().length === 1);
    await clock.advance(2_000);
    t.match(await pending, {
      code: 'timeout',
      message: 'tool printed nothing within 2 s; it is given 20 s to start',
    });
    const next = following.latest(2_000).catch((thrown: unknown) => thrown);
    await clock.advance(0);
    t.match(await next, { code: 'timeout' }, 'at once');
    await clock.advance(18_000);
    await ended(fake.calls()[0]?.pid ?? 0);
    await t.rejects(following.latest(2_000), { message: 'tool printed nothing within 20 s and was killed' });
    t.equal(fake.calls().length, 1);
  },
);

void t.test('one that takes long to print its first round is not started over and over', async (t) => {
  const { following, clock, fake } = followed(t, { stdout: 'a\n', hang: true, delayMs: 300 });
  const early = following.latest(2_000).catch((thrown: unknown) => thrown);
  await clock.advance(2_000);
  t.match(await early, { code: 'timeout' });
  const texts: string[] = [];
  while (texts.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await clock.advance(10);
    const pending = clock.until(following.latest(2_000), 0);
    await pending.then(({ text }) => texts.push(text), () => undefined); // prettier-ignore
  }
  t.same([texts, fake.calls().length], [['a\n'], 1]);
});

void t.test('one that prints without end is killed', async (t) => {
  const { following, fake, running } = followed(t, { stdout: 'x'.repeat(500), endless: true });
  await t.rejects(following.latest(60_000), { code: 'too_large' });
  await ended(fake.calls()[0]?.pid ?? 0);
  await until(() => running.size === 0);
});

void t.test(
  'one that ends by itself says how, and is started again after a longer pause each time',
  async (t) => {
    const { following, clock, fake } = followed(t, { exitCode: 15 });
    for (const [turn, pause] of [1_000, 2_000, 4_000].entries()) {
      await t.rejects(following.latest(60_000), { message: 'tool ended by itself (exit status 15)' });
      await clock.advance(pause - 1);
      await t.rejects(following.latest(60_000), { message: 'tool ended by itself (exit status 15)' });
      t.equal(fake.calls().length, turn + 1, `not within ${pause} ms`);
      await clock.advance(1);
    }
  },
);

void t.test('one that crashes says so', async (t) => {
  const { following } = followed(t, { stdout: 'a\n', signal: 'SIGSEGV' });
  await t.rejects(following.latest(60_000), { code: 'failed', message: 'tool crashed (SIGSEGV)' });
});

void t.test('it ends when nobody has asked for a minute, and starts with the next question', async (t) => {
  const { following, clock, fake, running } = followed(t, { stdout: 'a\n', hang: true });
  await afterPrinting(clock, following.latest(60_000));
  const exits = [...running].map((child) => once(child, 'exit'));
  await clock.advance(60_000);
  t.same(await Promise.all(exits), [[null, 'SIGKILL']]);
  t.equal((await afterPrinting(clock, following.latest(60_000))).text, 'a\n');
  t.equal(fake.calls().length, 2);
});

void t.test('a program that is not there is absent', async (t) => {
  const program = systemProgram('tool', '/nowhere/tool', {}, new Set());
  await t.rejects(program.follow([], { interval }).latest(1_000), { code: 'absent' });
});

void t.test(
  'it can be stopped, which takes until it has gone, and is started by the next question',
  async (t) => {
    const { following, clock, fake, running } = followed(t, { stdout: 'a\n', hang: true });
    await afterPrinting(clock, following.latest(60_000));
    await following.stop(60_000);
    t.equal(running.size, 0);
    await following.stop(60_000);
    t.equal((await afterPrinting(clock, following.latest(60_000))).text, 'a\n');
    t.equal(fake.calls().length, 2);
  },
);
