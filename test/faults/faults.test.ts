import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { promptly } from '../helpers/service/promptly.js';
import { descendants, kill } from './cost.js';
import { fuseFaults, fuseTrial, withoutFuse } from './fuse.js';
import { faults } from './sources.js';
import { faultyService, healed, trial } from './trial.js';

const notLinux = process.platform === 'linux' ? false : 'the files are those of Linux';

/** The form for every run; `npm run faults` takes each source by itself, for longer, and writes docs/reliability.md. */
t.test('all sources at fault at once, and sound again', { skip: notLinux }, async (t) => {
  const service = await faultyService();
  t.teardown(service.close);
  for (const fault of faults) {
    const theirs = service.sources.filter((one) => one.faults.includes(fault));
    const outcome = await trial(service, theirs, fault, { seconds: 1.5 });
    const { statuses, max, heals, before, after } = outcome;
    t.strictSame(
      [...statuses.keys()].filter((status) => status !== 200 && status !== 503),
      [],
      `${fault}: every answer is a body, or says which source is at fault`,
    );
    t.ok(max < promptly, `${fault}: the longest wait was ${max.toFixed(0)} ms`);
    t.ok(after.memory - before.memory < 150, `${fault}: memory is bounded`);
    t.ok(after.children < 8, `${fault}: ${after.children} processes below it`);
    t.type(heals, 'number', `${fault}: all is seen again`);
  }
  for (const one of service.sources) if (one.faults.includes('hang')) one.become('hang');
  const { code, ms } = await service.end();
  t.equal(code, 0);
  t.ok(ms < promptly, `it ended within ${ms.toFixed(0)} ms though everything hangs`);
});

t.test('what it started does not outlive it, stopped or not', { skip: notLinux }, async (t) => {
  const folder = t.testdir({});
  const service = await faultyService({ SYSMON_HISTORY_FILE: join(folder, 'history.db') });
  t.teardown(service.close);
  const below = descendants(service.pid);
  t.ok(below.length >= 3, 'sensors, history and nvidia-smi');
  for (const pid of below) kill(pid, 'SIGSTOP');
  const { ms } = await service.end();
  t.ok(ms < promptly, `it ended within ${ms.toFixed(0)} ms`);
  t.ok(await eventually(() => below.every(isGone)), 'they have gone too');
});

t.test('its helpers may be killed as often as one likes', { skip: notLinux }, async (t) => {
  const service = await faultyService();
  t.teardown(service.close);
  for (let turn = 0; turn < 5; turn += 1) {
    for (const pid of descendants(service.pid)) kill(pid);
    t.type(await healed(service.url, service.sources, 60_000), 'number');
  }
  t.ok(descendants(service.pid).length < 8);
});

const noFuse = notLinux === false ? withoutFuse() : notLinux;
if (noFuse !== false) process.stderr.write(`\nNO FUSE (${noFuse}): NOTHING IS HELD AS DRIVERS HOLD IT\n\n`);

t.test('what drivers tell, through FUSE, where no signal ends a read', { skip: noFuse }, async (t) => {
  for (const fault of fuseFaults) {
    const { statuses, max, heals, freed, code } = await fuseTrial(fault, 1.5);
    const others = [...statuses.keys()].filter((status) => status !== 200 && status !== 503);
    t.strictSame(others, [], `${fault}: every answer is a body, or says which source is at fault`);
    t.ok(max < promptly, `${fault}: the longest wait was ${max.toFixed(0)} ms`);
    t.type(heals, 'number', `${fault}: all is seen again`);
    t.ok(freed < promptly, `${fault}: its port was free after ${freed.toFixed(0)} ms`);
    t.equal(code, 0);
  }
});

async function eventually(isSo: () => boolean): Promise<boolean> {
  const end = performance.now() + promptly;
  while (performance.now() < end) {
    if (isSo()) return true;
    await pause(50);
  }
  return false;
}

/** Whether a process has ended, even where nobody has asked how. */
function isGone(pid: number): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (thrown) {
    if (thrown instanceof Error) return true;
    throw thrown;
  }
}
