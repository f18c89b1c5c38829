import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { HostStats } from '../../../schemas/host.js';
import type { ProcessesStats } from '../../../schemas/processes.js';
import { checkReport } from '../../../src/check/report.js';
import { checkScreen } from '../../../src/check/screen.js';
import { processesReader } from '../../../src/readers/processes/reader.js';
import { defaultSettings } from '../../../src/settings/settings.js';
import { realMachine } from '../../helpers/machines/real-machine.js';
import { recordedApp } from '../../helpers/machines/recorded-app.js';
import { sysFolder, type Folder } from '../../helpers/machines/sys-machine.js';
import { procStatLine } from '../../helpers/parsers/proc-stat-line.js';

const mounts = (options: string) =>
  `1 0 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n2 1 0:5 / /proc rw shared:2 - proc proc rw${options}\n`;

/** What `/stats/processes`, `/stats/host` and `--check` say of a machine. */
async function said(t: Test, proc: Folder) {
  const folder = sysFolder(t, {}, { proc: { stat: 'cpu 1 2 3 4\n', ...proc } });
  const { app, get, host } = await recordedApp(folder, { early: true });
  t.teardown(() => app.close());
  const given = { settings: defaultSettings(), warnings: [], shown: [], closedDevices: [], problems: [] };
  return {
    processes: (await get('/stats/processes')).body as ProcessesStats,
    hidden: ((await get('/stats/host')).body as HostStats).limited_view,
    screen: checkScreen(await host.clock.until(checkReport(app, given)), 400),
  };
}

void t.test('processes that hidepid hides are said to be, in all places', async (t) => {
  for (const option of ['hidepid=2', 'gid=9,hidepid=invisible', 'hidepid=1', 'hidepid=ptraceable']) {
    const folder = { '7': { stat: procStatLine(7) }, self: { mountinfo: mounts(`,${option}`) }, '1': {} };
    const { processes, hidden, screen } = await said(t, folder);
    const word = option.replace('gid=9,', '');
    t.match(processes, { total: 1, reason: new RegExp(`own user are seen: .* ${word}$`) });
    t.match(hidden, [{ what: 'processes', reason: processes.reason ?? '', remedy: /CAP_SYS_PTRACE/ }]);
    t.match(screen, new RegExp(`not seen from here:\n {2}processes +only the programs of .* ${word}\n`));
  }
});

void t.test('nothing is said where the first process is seen, or nothing is hidden', async (t) => {
  const seen = { '1': { stat: procStatLine(1) }, '7': { stat: procStatLine(7) } };
  for (const option of ['', ',hidepid=0', ',hidepid=off', ',hidepid=2']) {
    const { processes, hidden } = await said(t, { ...seen, self: { mountinfo: mounts(option) } });
    t.same([processes.total, processes.reason, hidden], [2, null, []], option);
  }
});

void t.test('a container says that it sees its own programs alone', async (t) => {
  const { app, get } = await recordedApp('linux-x64__container-cgroup-limits', { early: true });
  t.teardown(() => app.close());
  t.match((await get('/stats/processes')).body, { reason: /only the programs of this container are seen/ });
});

void t.test('the clock set forward moves when a process started, not its ticks', async (t) => {
  const stat = (boot: number) => `cpu 1 2 3 4\nbtime ${boot}\n`;
  const machine = realMachine(t, {
    proc: { stat: stat(1_769_860_800), '9': { stat: procStatLine(9, { start: 12_345 }) } },
  });
  const read = processesReader(machine.host, false);
  const first = await read();
  t.match(first.processes, [{ startedTicks: 12_345, startedEpoch: 1_769_860_923_450 }]);
  machine.write({ proc: { stat: stat(1_769_860_800 + 176) } });
  await machine.host.clock.advance(60_000);
  t.match((await read()).processes, [{ startedTicks: 12_345, startedEpoch: 1_769_861_099_450 }]);
  const { app, get } = await recordedApp(join(machine.folder), { early: true });
  t.teardown(() => app.close());
  t.match((await get('/stats/processes')).body, { processes: [{ pid: 9, start_ticks: 12_345 }] });
});
