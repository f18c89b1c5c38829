import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { announceReady } from '../../src/process/readiness.js';

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
  t.end();
});
