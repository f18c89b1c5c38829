import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { hostsFolder } from '../helpers/machines/recorded-host.js';
import { ended, endedBy, service } from '../helpers/service/program.js';
import { promptly } from '../helpers/service/promptly.js';

const notLinux = process.platform === 'linux' ? false : 'the files are those of Linux';
const machine = join(hostsFolder, 'linux-x64__vm-2-threads');

/** The real service on files of its own: `hang` makes one wait for a writer who never comes, as behind a lock. */
async function onFiles(t: Test, environment: NodeJS.ProcessEnv) {
  const { trees, hang } = files(t);
  return { ...(await service(t, ['--port', '0'], { ...trees, ...environment })), hang };
}

function files(t: Test) {
  const folder = mkdtempSync(join(tmpdir(), 'watchdog-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(machine, folder, { recursive: true });
  mkdirSync(join(folder, 'root/run'), { recursive: true });
  const trees = {
    SYSMON_PROC: join(folder, 'proc'),
    SYSMON_SYS: join(folder, 'sys'),
    SYSMON_ROOT: join(folder, 'root'),
  };
  const hang = (path: string) => {
    rmSync(join(folder, path), { force: true });
    execFileSync('mkfifo', [join(folder, path)]);
  };
  return { trees, hang };
}

t.test(
  'a loop that stands ends the process, which says what it was reading',
  { skip: notLinux },
  async (t) => {
    const { child, url, output, hang } = await onFiles(t, { SYSMON_WATCHDOG: '5s' });
    t.equal((await fetch(`${url}/stats/network`)).status, 200);
    hang('proc/net/dev');
    const [code] = (await once(child, 'exit')) as [number | null];
    t.equal(code, 70);
    const last: unknown = JSON.parse(output.stdout.trimEnd().split('\n').at(-1) ?? '');
    t.match(last, {
      level: 60,
      time: /Z$/,
      msg: /^the event loop has stood for \d+ s, reading \/proc\/net\/dev; the process ends/,
    });
    await t.rejects(fetch(url), 'the port is free');
  },
);

t.test('a process that was stopped for longer than that goes on', { skip: notLinux }, async (t) => {
  const { child, url } = await onFiles(t, { SYSMON_WATCHDOG: '5s' });
  t.equal((await fetch(`${url}/stats/memory`)).status, 200);
  child.kill('SIGSTOP');
  await new Promise((resolve) => setTimeout(resolve, 15_000));
  child.kill('SIGCONT');
  await new Promise((resolve) => setTimeout(resolve, 8_000));
  t.equal((await fetch(`${url}/stats/memory`)).status, 200);
  t.equal((await endedBy(child, 'SIGTERM')).code, 0);
});

t.test('SIGTERM ends the service though files do not answer', { skip: notLinux }, async (t) => {
  const { child, url, hang } = await onFiles(t, {});
  hang('root/run/utmp');
  t.equal((await fetch(`${url}/stats/host`)).status, 200, 'users are null');
  const { code, ms } = await endedBy(child, 'SIGTERM');
  t.equal(code, 0);
  t.ok(ms < promptly, `${ms} ms`);
});

t.test('--check ends too, with all it has to say', { skip: notLinux }, async (t) => {
  const { trees, hang } = files(t);
  hang('root/run/utmp');
  const { code, stdout } = await ended(['--check'], trees);
  t.equal(code, 0);
  t.match(stdout, /All is well\.\n$/);
});
