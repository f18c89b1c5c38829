import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { announceReady, feedSystemd } from '../../src/process/readiness.js';
import { FakeClock } from '../helpers/fake-clock.js';

const noScripts = process.platform === 'win32' ? 'Windows runs no such scripts' : false;

/** A folder with a systemd-notify that writes down how it was called, or does something else. */
function notifier(t: Test, script = 'env > "$0.seen"; echo "args: $*" >> "$0.seen"') {
  const folder = t.testdir({ 'systemd-notify': `#!/bin/sh\n${script}\n` });
  const program = join(folder, 'systemd-notify');
  chmodSync(program, 0o755);
  return { path: `${folder}:/usr/bin:/bin`, seen: `${program}.seen` };
}

t.test('telling systemd', { skip: noScripts }, (t) => {
  t.test('its program is run once, and gets nothing of the environment but what it needs', async (t) => {
    const { path, seen } = notifier(t);
    await announceReady({ NOTIFY_SOCKET: '/run/systemd/notify', PATH: path, SYSMON_API_KEYS: 'a:s3cr3t' });
    const parsed = readFileSync(seen, 'utf8');
    t.match(parsed, /^NOTIFY_SOCKET=\/run\/systemd\/notify$/m);
    t.match(parsed, /^args: --ready$/m);
    t.notMatch(parsed, 's3cr3t');
  });

  t.test('nobody is told who did not ask', async (t) => {
    const { path, seen } = notifier(t);
    await announceReady({ PATH: path });
    await announceReady({ PATH: path, NOTIFY_SOCKET: '' });
    t.equal(existsSync(seen), false);
  });

  t.test('a program that fails or is missing is a failure with its reason', async (t) => {
    const { path } = notifier(t, 'echo "no such socket" >&2; exit 1');
    await t.rejects(announceReady({ NOTIFY_SOCKET: '/x', PATH: path }), {
      message: 'systemd-notify ended with exit code 1: no such socket',
    });
    const empty = t.testdir({});
    writeFileSync(join(empty, 'other'), '');
    await t.rejects(announceReady({ NOTIFY_SOCKET: '/x', PATH: empty }), {
      code: 'absent',
      message: 'systemd-notify is not installed',
    });
  });

  t.test('its watchdog is fed twice in its time, until the end', async (t) => {
    const { path, seen } = notifier(t, 'echo "args: $*" >> "$0.seen"');
    const clock = new FakeClock();
    const fed = () =>
      existsSync(seen) ? readFileSync(seen, 'utf8').split('args: WATCHDOG=1').length - 1 : 0;
    const until = async (times: number) => {
      while (fed() < times) await new Promise((resolve) => setImmediate(resolve));
      t.equal(fed(), times);
    };
    const environment = { NOTIFY_SOCKET: '/x', PATH: path, WATCHDOG_USEC: '60000000' };
    const stop = feedSystemd(environment, clock, (failure) => t.fail(failure.message));
    await until(1);
    await clock.advance(29_999);
    t.equal(clock.timers > 0, true);
    await clock.advance(1);
    await until(2);
    stop();
    await clock.advance(120_000);
    t.equal(fed(), 2);
  });

  t.test('a watchdog that is not there, or that of another process, is not fed', (t) => {
    const clock = new FakeClock();
    const failed = () => t.fail('nobody is told');
    feedSystemd({ NOTIFY_SOCKET: '/x' }, clock, failed);
    feedSystemd({ NOTIFY_SOCKET: '/x', WATCHDOG_USEC: '60000000', WATCHDOG_PID: '1' }, clock, failed);
    t.equal(clock.timers, 0);
    t.end();
  });

  t.test('what cannot be told is said', async (t) => {
    const { path } = notifier(t, 'exit 1');
    const environment = { NOTIFY_SOCKET: '/x', PATH: path, WATCHDOG_USEC: '60000000' };
    const failure = await new Promise((failed) => feedSystemd(environment, new FakeClock(), failed));
    t.match(failure, { message: 'systemd-notify ended with exit code 1: ' });
  });
  t.end();
});
