import t from 'tap';
import { checkReport } from '../../src/check/report.js';
import { checkScreen } from '../../src/check/screen.js';
import { closedGpuDevices } from '../../src/readers/container/gpu-devices.js';
import { readCommand } from '../../src/settings/command.js';
import { Failure } from '../../src/failures.js';
import { notFollowed } from '../helpers/machines/not-followed.js';
import { recordedApp } from '../helpers/machines/recorded-app.js';
import type { HostChanges } from '../helpers/machines/recorded-host.js';

/** The report of a recorded machine with these variables set, and its screen. */
async function checked(name: string, environment: NodeJS.ProcessEnv = {}, host: HostChanges = {}) {
  const command = readCommand(['--check'], environment);
  if (command.kind !== 'check') throw new Error('this is no check');
  const recorded = await recordedApp(name, { settings: command.settings, host });
  const closedDevices = closedGpuDevices(recorded.host);
  const report = await recorded.host.clock.until(
    checkReport(recorded.app, { ...command, closedDevices, problems: [] }),
  );
  await recorded.app.close();
  return { report, screen: checkScreen(report, 100), calls: recorded.host.calls };
}

void t.test('a sound machine: every domain with its values, nothing to mend', async (t) => {
  const { report, screen } = await checked('linux-x64__desktop-16-threads');
  t.same(report.toMend, []);
  t.match(screen, /^ {2}cpu +ok +\d+ ms .*usage_percent 25\.9, cores 8, threads 16/m);
  t.match(screen, /^ {2}gpu\/nvidia +ok +\d+ ms +nvidia-smi /m);
  t.match(screen, /^container: +none$/m);
  t.match(screen, /\nAll is well\.\n$/);
  t.notMatch(screen, /\u001b/, 'no colours');
  t.ok(screen.split('\n').every((line) => line.length <= 100), 'no line is wider than asked for'); // prettier-ignore
});

void t.test('what others name cannot steer the terminal', async (t) => {
  const nvidiaSmi = {
    name: 'nvidia-smi',
    follow: notFollowed,
    run: () => Promise.reject(new Failure('failed', 'it says \u001b]0;owned\u0007\r\u202ehidden\u009b2J')),
  };
  const { screen } = await checked('linux-x64__desktop-16-threads', {}, { programs: { nvidiaSmi } });
  t.match(screen, String.raw`it says \u001b]0;owned\u0007\u000d\u202ehidden\u009b2J`);
  t.notMatch(screen, /(?!\n)\p{Cc}|[\u202a-\u202e]/u);
});

void t.test('something broken is named once, with its remedy', async (t) => {
  const nvidiaSmi = {
    name: 'nvidia-smi',
    follow: notFollowed,
    run: () => Promise.reject(new Failure('no_permission', 'nvidia-smi may not be run by this user')),
  };
  const { report, screen } = await checked('linux-x64__desktop-16-threads', {}, { programs: { nvidiaSmi } });
  t.match(report.toMend, [{ domain: 'gpu/nvidia', code: 'no_permission' }]);
  t.equal(report.toMend.length, 1, 'the derived domain does not repeat it');
  t.match(screen, /^to mend:\n {2}gpu\/nvidia +no_permission: .*\n +→ Let the user/m);
  t.match(screen, /\n1 thing to mend\.\n$/);
});

void t.test('a container: what it hides, why, and what would show it', async (t) => {
  const { report, screen } = await checked('linux-x64__container-cgroup-limits');
  t.match(screen, /^container: +docker: there is \/\.dockerenv; /m);
  t.match(screen, /^not seen from this container:\n {2}disk +the root directory is this container's own/m);
  t.match(screen, /^ {2}network +the counters are those of this container/m);
  t.match(report.toMend, [{ domain: 'ollama' }], 'hidden things are no fault; the recorded Ollama refuses');
});

void t.test('settings are shown as they count, secrets only as set', async (t) => {
  const key = 'wonderland-wonderland';
  const { report, screen } = await checked('linux-x64__vm-2-threads', {
    ...{ SYSMON_API_KEYS: `main:${key}`, SYSMON_PORT: '8080', SYSMON_PROT: '1' },
    OLLAMA_HOST: 'http://me:secret@127.0.0.1:11434',
  });
  t.match(screen, /^settings: +SYSMON_PORT 8080, SYSMON_API_KEYS \(set\), OLLAMA_HOST …@127/m);
  t.match(screen, /^listens on: 127\.0\.0\.1, port 8080; whoever has an API key/m);
  t.match(screen, /^warning: SYSMON_PROT is not a setting/m);
  t.notMatch(screen, new RegExp(`${key}|secret`));
  t.same(report.toMend, []);
});

void t.test(
  'a start that would be refused is something to mend; one that makes its key is not',
  async (t) => {
    const open = { SYSMON_HOST: '0.0.0.0' };
    t.match((await checked('linux-x64__vm-2-threads', open)).report.toMend, [{ code: 'no_key', remedy: /SYSMON_API_KEYS/ }]); // prettier-ignore
    const stored = await checked('linux-x64__vm-2-threads', { ...open, SYSMON_STATE_DIR: '/var/lib/x' });
    t.same(stored.report.toMend, []);
    t.match(stored.screen, /one is made at the start/);
  },
);
