import type { ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { Failure } from '../../../src/failures.js';
import { systemProgram } from '../../../src/host/programs/program.js';
import { startFailure } from '../../../src/host/programs/start-failure.js';
import { FakeClock } from '../../helpers/fake-clock.js';
import { fakeProgram, type FakeAnswer } from '../../helpers/programs/fake-program.js';

const deadline = 60_000;
const environment = { LC_ALL: 'C' };

function started(t: Test, answers: readonly FakeAnswer[], given: Record<string, string> = environment) {
  const fake = fakeProgram(t.testdir({}), 'tool', answers);
  const running = new Set<ChildProcess>();
  const clock = new FakeClock();
  return { fake, running, clock, program: systemProgram('tool', fake.path, given, running, clock) };
}

/** How a run ends whose deadline passes once the program is really running. */
async function failureAtDeadline({ fake, clock, program }: ReturnType<typeof started>) {
  const failure = failureOf(program.run([], { deadline }));
  t.ok(await comesTrue(() => fake.calls().length === 1), 'it runs');
  await clock.advance(deadline - 1);
  t.equal(clock.timers, 1, 'not yet');
  await clock.advance(1);
  return failure;
}

/** The Failure that `pending` ends with, as what matters of it. */
async function failureOf(pending: Promise<unknown>): Promise<{ code: string; message: string } | null> {
  try {
    await pending;
    return null;
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    return { code: thrown.code, message: thrown.message };
  }
}

/** Waits for real processes, which no clock of ours can hurry; whether it came true within five seconds. */
async function comesTrue(condition: () => boolean): Promise<boolean> {
  for (let turn = 0; turn < 200 && !condition(); turn += 1) await new Promise((go) => setTimeout(go, 25));
  return condition();
}

const untilGone = (pid: number) => comesTrue(() => !isRunning(pid));

/** A zombie has ended: it only waits for a parent that a container may not have. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch (thrown) {
    t.ok(thrown instanceof Error);
    return false;
  }
}

/** tap itself gives every process that a test starts a few variables, to measure coverage. */
function withoutTap(variables: Record<string, string>): Record<string, string> {
  const names = Object.keys(variables).filter((name) => !/^(_TAPJS_|NODE_OPTIONS$)/.test(name));
  return Object.fromEntries(names.map((name) => [name, variables[name] ?? '']));
}

void t.test('gives what was printed and the exit status, whatever that is', async (t) => {
  const { program, running } = started(t, [
    { args: ['good'], stdout: 'out\n', stderr: 'err\n' },
    { args: ['bad'], stdout: 'why\n', exitCode: 15 },
    { args: ['late'], stdout: 'at last\n', delayMs: 50, exitCode: 255 },
  ]);
  t.same(await program.run(['good'], { deadline }), {
    exitCode: 0,
    crash: null,
    stdout: 'out\n',
    stderr: 'err\n',
  });
  t.same(await program.run(['bad'], { deadline }), {
    exitCode: 15,
    crash: null,
    stdout: 'why\n',
    stderr: '',
  });
  t.same(await program.run(['late'], { deadline }), {
    exitCode: 255,
    crash: null,
    stdout: 'at last\n',
    stderr: '',
  });
  t.equal(running.size, 0);
});

void t.test('a fault that ended it is told apart from an exit status, and from a kill', async (t) => {
  const { program } = started(t, [
    { args: ['fault'], stdout: 'out\n', signal: 'SIGSEGV' },
    { args: ['killed'], signal: 'SIGKILL' },
    { args: ['script'], exitCode: 134 },
    { args: ['status'], exitCode: 255 },
  ]);
  const endOf = async (arg: string) => {
    const { exitCode, crash } = await program.run([arg], { deadline });
    return [exitCode, crash];
  };
  t.match(await program.run(['fault'], { deadline }), { stdout: 'out\n', crash: 'crashed (SIGSEGV)' });
  t.same(await endOf('killed'), [null, 'was killed (SIGKILL)']);
  t.same(await endOf('script'), [134, 'crashed (SIGABRT)']);
  t.same(await endOf('status'), [255, null]);
});

void t.test('arguments arrive as they are: no shell reads them', async (t) => {
  const args = ['two words', '"quoted"', "it's", 'a;b', '$(touch pwned)', '`id`', '*', '', '--x=\n', '\\'];
  const { program, fake } = started(t, [{}]);
  await program.run(args, { deadline });
  t.same(
    fake.calls().map((call) => call.args),
    [args],
  );
});

void t.test('a program sees the environment it was given and nothing else', async (t) => {
  process.env['SYSMON_API_KEYS'] = 'a-secret-of-this-process';
  t.teardown(() => delete process.env['SYSMON_API_KEYS']);
  const { program, fake } = started(t, [{}], { LC_ALL: 'C', HOME: '/nowhere' });
  await program.run([], { deadline });
  t.same(withoutTap(fake.calls()[0]?.environment ?? {}), { LC_ALL: 'C', HOME: '/nowhere' });
});

void t.test('a bare name is looked up in PATH', async (t) => {
  const folder = t.testdir({});
  fakeProgram(folder, 'tool', [{ stdout: 'found\n' }]);
  const program = systemProgram('tool', 'tool', { PATH: folder }, new Set());
  t.equal((await program.run([], { deadline })).stdout, 'found\n');
});

void t.test('a missing program is absent, one that may not be run is no_permission', async (t) => {
  const folder = t.testdir({});
  const missing = systemProgram('tool', join(folder, 'missing'), environment, new Set());
  t.same(await failureOf(missing.run([], { deadline })), {
    code: 'absent',
    message: 'tool is not installed',
  });
  writeFileSync(join(folder, 'locked'), '#!/bin/sh\n', { mode: 0o644 });
  const locked = systemProgram('tool', join(folder, 'locked'), environment, new Set());
  t.same(await failureOf(locked.run([], { deadline })), {
    code: 'no_permission',
    message: 'tool may not be run by this user',
  });
});

void t.test('a folder of PATH that is closed to this user hides no program that is nowhere', async (t) => {
  const folder = t.testdir({});
  const locked = join(folder, 'locked');
  writeFileSync(locked, '#!/bin/sh\n', { mode: 0o644 });
  const error = Object.assign(new Error('spawn tool EACCES'), { code: 'EACCES' });
  const failure = (path: string, searched: string) =>
    startFailure({ name: 'tool', path, environment: { PATH: `/closed:${searched}` } }, error).code;
  t.equal(failure('missing', folder), 'absent');
  t.equal(failure('locked', folder), 'no_permission', 'found, and not to be run');
  t.equal(failure(locked, ''), 'no_permission', 'a program that was named by its place');
});

void t.test('one that hangs is killed at the deadline, even when it ignores SIGTERM', async (t) => {
  const tool = started(t, [{ stdout: 'a part\n', hang: true, ignoreSigterm: true }]);
  const { fake, running } = tool;
  t.same(await failureAtDeadline(tool), {
    code: 'timeout',
    message: 'tool did not answer within 60 s and was killed',
  });
  const pid = fake.calls()[0]?.pid ?? 0;
  t.ok(pid > 0, 'it was running');
  t.ok(await untilGone(pid), 'it is gone');
  t.ok(await comesTrue(() => running.size === 0), 'and forgotten');
});

void t.test('no second one is started before a killed one has gone, which takes but a moment', async (t) => {
  const { program, fake, clock } = started(t, [
    { args: ['hang'], hang: true },
    { args: [], stdout: 'well\n' },
  ]);
  // Asked again in the very turn in which it is killed: its end cannot have been reported yet.
  const second = failureOf(program.run(['hang'], { deadline })).then(() => program.run([], { deadline }));
  t.ok(await comesTrue(() => fake.calls().length === 1), 'it runs');
  await clock.advance(deadline);
  t.equal((await second).stdout, 'well\n');
  t.throws(() => process.kill(fake.calls()[0]?.pid ?? 0, 0), { code: 'ESRCH' });
});

void t.test('what it started is killed with it, even after it ended itself', async (t) => {
  for (const hang of [true, false]) {
    // The grandchild holds the output open, so that this program has not answered even when it has ended.
    const tool = started(t, [{ grandchild: true, hang }]);
    const { fake } = tool;
    t.equal((await failureAtDeadline(tool))?.code, 'timeout');
    const left = fake.calls()[0]?.grandchild ?? 0;
    t.ok(left > 0, 'it was running');
    t.ok(await untilGone(left), 'it is gone');
  }
});

void t.test('one that prints without end is killed and is too_large', async (t) => {
  const megabyte = `${'x'.repeat(2 ** 20 - 1)}\n`;
  const { program, running } = started(t, [{ stdout: megabyte, endless: true }]);
  const before = process.memoryUsage().rss;
  t.same(await failureOf(program.run([], { deadline })), {
    code: 'too_large',
    message: 'tool printed more than 4194304 bytes and was killed',
  });
  t.ok(process.memoryUsage().rss - before < 64 * 2 ** 20, 'and is not kept in memory');
  t.ok(await comesTrue(() => running.size === 0), 'and is gone');
  const small = await failureOf(program.run([], { deadline, maxBytes: 10 }));
  t.same(small, { code: 'too_large', message: 'tool printed more than 10 bytes and was killed' });
});

void t.test('half a line is given as it is', async (t) => {
  const { program } = started(t, [{ stdout: 'first\nsecond\n', halfLine: true }]);
  t.same(await program.run([], { deadline }), { exitCode: 0, crash: null, stdout: 'first\nsec', stderr: '' });
});
