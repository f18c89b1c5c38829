import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { Failure, systemErrorCode } from '../../../src/failures.js';
import { Helper } from '../../../src/host/helper/helper.js';
import { FakeClock } from '../../helpers/fake-clock.js';
import { ended } from './ended.js';
import type { methods } from './trouble-child.js';

type Trouble = typeof methods;

const childFile = fileURLToPath(new URL('./trouble-child.js', import.meta.url));
const deadline = 1_000;

/** A helper with the troublesome child on a clock that stands still, killed when the test ends. */
function troubled(t: Test, file = childFile) {
  const clock = new FakeClock();
  const helper = new Helper<Trouble>('fileSystem', { LANG: 'C' }, { file, clock });
  t.teardown(() => helper.close());
  return { clock, helper };
}

/** The code and message of the Failure `pending` ends in. */
async function failureOf(pending: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await pending;
  } catch (thrown) {
    if (thrown instanceof Failure) return { code: thrown.code, message: thrown.message };
    throw thrown;
  }
  throw new Error('there was an answer');
}

/** Resolves once the helper's process has gone, which the clock that stands still does not show. */
async function gone(helper: Helper<Trouble>): Promise<void> {
  while (helper.pid !== null) await new Promise((resolve) => setTimeout(resolve, 5));
}

t.test('questions are answered by one process, which the first question starts', async (t) => {
  const { helper } = troubled(t);
  t.equal(helper.pid, null);
  t.same(
    await Promise.all([helper.ask('double', [4], deadline), helper.ask('double', [5], deadline)]),
    [8, 10],
  );
  const { pid } = helper;
  t.type(pid, 'number');
  t.equal(await helper.ask('double', [6], deadline), 12);
  t.equal(helper.pid, pid);
});

t.test(
  'what a call throws arrives as a Failure with the code as its cause, and costs no process',
  async (t) => {
    const { helper } = troubled(t);
    const outcomes = [];
    for (const code of ['ENOENT', 'EACCES', 'EPERM', 'EIO']) {
      const failure: unknown = await helper
        .ask('throwCode', [code], deadline)
        .catch((thrown: unknown) => thrown);
      outcomes.push(
        failure instanceof Failure && [failure.code, failure.message, systemErrorCode(failure.cause)],
      );
    }
    t.same(outcomes, [
      ['absent', 'ENOENT: as the kernel says it', 'ENOENT'],
      ['no_permission', 'EACCES: as the kernel says it', 'EACCES'],
      ['no_permission', 'EPERM: as the kernel says it', 'EPERM'],
      ['failed', 'EIO: as the kernel says it', 'EIO'],
    ]);
    t.same(await failureOf(helper.ask('throwText', [], deadline)), { code: 'failed', message: 'just text' });
    t.match(await failureOf(helper.ask('unsendable', [], deadline)), {
      code: 'failed',
      message: /could not be cloned/,
    });
    t.match(await failureOf(helper.ask('noSuch' as 'never', [], deadline)), {
      code: 'failed',
      message: 'the helper has no method noSuch',
    });
    t.equal(await helper.ask('double', [1], deadline), 2);
  },
);

t.test('a question that cannot be sent fails alone', async (t) => {
  const { helper } = troubled(t);
  const unsendable = (() => undefined) as unknown as number;
  t.same(await failureOf(helper.ask('double', [unsendable], deadline)), {
    code: 'failed',
    message: 'the fileSystem helper could not be asked',
  });
  t.equal(await helper.ask('double', [1], deadline), 2);
});

for (const method of ['never', 'block'] as const) {
  t.test(
    `a call that does not answer (${method}) is given up at its deadline, with all others`,
    async (t) => {
      const { clock, helper } = troubled(t);
      await helper.ask('double', [1], deadline);
      const stuck = failureOf(helper.ask(method, [], deadline));
      const behind = failureOf(helper.ask('never', [], 5 * deadline));
      await clock.advance(deadline - 1);
      t.type(helper.pid, 'number', 'the process lives until the deadline');
      await clock.advance(1);
      const timeout = { code: 'timeout', message: `fileSystem.${method} did not answer within 1 s` };
      t.same(await Promise.all([stuck, behind]), [timeout, timeout]);
    },
  );
}

t.test(
  'while a killed process has not gone no second one is started, then one after the back-off',
  async (t) => {
    const { clock, helper } = troubled(t);
    await helper.ask('double', [1], deadline);
    const first = helper.pid;
    let refusal: Promise<unknown> = Promise.resolve();
    // Looked at in the instant of the kill: the end of the process can only be told by a later event.
    helper.ask('never', [], deadline).catch(() => {
      t.equal(helper.pid, first, 'killed, but not known to have gone');
      refusal = failureOf(helper.ask('double', [1], deadline));
      t.equal(helper.pid, first, 'no second one');
    });
    await clock.advance(deadline);
    t.same(await refusal, {
      code: 'timeout',
      message:
        'fileSystem.never did not answer within 1 s; its process has been killed but has not ended yet',
    });
    await gone(helper);
    t.same(await failureOf(helper.ask('double', [1], deadline)), {
      code: 'timeout',
      message: 'fileSystem.never did not answer within 1 s; it is not asked again for 1 s',
    });
    t.equal(helper.pid, null, 'a refusal starts nothing');
    await clock.advance(1_000);
    t.equal(await helper.ask('double', [21], deadline), 42, 'it heals by itself');
    t.not(helper.pid, first);
  },
);

t.test('answers between two deaths do not shorten the back-off', async (t) => {
  const { clock, helper } = troubled(t);
  for (const seconds of [1, 2, 4]) {
    t.equal(await helper.ask('double', [2], deadline), 4);
    t.same(await failureOf(helper.ask('crash', [], deadline)), {
      code: 'failed',
      message: 'the fileSystem helper crashed (SIGSEGV)',
    });
    t.equal(helper.pid, null);
    t.same(await failureOf(helper.ask('double', [2], deadline)), {
      code: 'failed',
      message: `the fileSystem helper crashed (SIGSEGV); it is not asked again for ${seconds} s`,
    });
    await clock.advance(seconds * 1_000);
  }
});

t.test('a process that exits or hangs up fails what was asked of it', async (t) => {
  const { clock, helper } = troubled(t);
  t.same(await failureOf(helper.ask('exit', [], deadline)), {
    code: 'failed',
    message: 'the fileSystem helper ended (exit status 7)',
  });
  await clock.advance(1_000);
  t.same(await failureOf(helper.ask('hangUp', [], deadline)), {
    code: 'failed',
    message: 'the fileSystem helper was killed (SIGKILL)',
  });
});

t.test('a process that dies at its start is a failure, not a wait', async (t) => {
  const { helper } = troubled(t, fileURLToPath(new URL('./no-such-child.js', import.meta.url)));
  t.same(await failureOf(helper.ask('double', [1], deadline)), {
    code: 'failed',
    message: 'the fileSystem helper ended (exit status 1)',
  });
  t.match(await failureOf(helper.ask('double', [1], deadline)), { message: /not asked again for 1 s$/ });
});

t.test('a process that cannot be started is a failure, and tried again after the back-off', async (t) => {
  const { clock, helper } = troubled(t);
  const { execPath } = process;
  t.teardown(() => (process.execPath = execPath));
  process.execPath = '/no/such/node';
  t.same(await failureOf(helper.ask('double', [1], deadline)), {
    code: 'failed',
    message: 'the fileSystem helper could not be started (ENOENT)',
  });
  process.execPath = execPath;
  t.match(await failureOf(helper.ask('double', [1], deadline)), { message: /not asked again for 1 s$/ });
  await clock.advance(1_000);
  t.equal(await helper.ask('double', [1], deadline), 2);
});

t.test(
  'close refuses what is asked and what will be, and kills also the programs of the helper',
  async (t) => {
    const { helper } = troubled(t);
    const program = await helper.ask('program', [], deadline);
    t.ok(process.kill(program, 0), 'it runs');
    const stuck = failureOf(helper.ask('never', [], deadline));
    helper.close();
    const closing = { code: 'failed', message: 'the service is closing' };
    t.same(await stuck, closing);
    t.same(await failureOf(helper.ask('double', [1], deadline)), closing);
    await gone(helper);
    await t.resolves(ended(program));
  },
);

t.test('the environment of the helper holds what was given and nothing else', async (t) => {
  process.env['SYSMON_API_KEYS'] = 'a secret of the service';
  t.teardown(() => delete process.env['SYSMON_API_KEYS']);
  const { helper } = troubled(t);
  const environment = await helper.ask('environment', [], deadline);
  // The test runner watches also the processes that tests start.
  const ofTheRunner = /^(_?TAPJS_|TAP$|TAP_|NODE_OPTIONS$|NODE_V8_COVERAGE$)/;
  const names = Object.keys(environment).filter((name) => !ofTheRunner.test(name));
  t.same(names, ['LANG']);
  t.notMatch(JSON.stringify(environment), /a secret of the service/);
});

t.test('a child that blocks its own thread for ever does not block the parent', async (t) => {
  const delays: number[] = [];
  // Another program may have had the processor; three times in a row says it is us.
  while (delays.length < 3 && !(Math.min(...delays) < 50)) delays.push(await longestDelayWhileBlocked(t));
  t.ok(Math.min(...delays) < 50, `the longest delay was ${delays.map(Math.round).join(', ')} ms`);
});

/** How late a timer of this process fired at worst while a helper was blocked for half a second, ms. */
async function longestDelayWhileBlocked(t: Test): Promise<number> {
  const helper = new Helper<Trouble>('fileSystem', {}, { file: childFile });
  t.teardown(() => helper.close());
  await helper.ask('double', [1], 20_000);
  const beats = [performance.now()];
  const timer = setInterval(() => beats.push(performance.now()), 10);
  t.match(await failureOf(helper.ask('block', [], 500)), { code: 'timeout' });
  clearInterval(timer);
  t.ok(beats.length > 10, `${beats.length} beats`);
  return Math.max(...beats.slice(1).map((beat, index) => beat - (beats[index] ?? NaN) - 10));
}
