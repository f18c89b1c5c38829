import { writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { workerData } from 'node:worker_threads';
import { endingAtOnce } from '../host/end-at-once.js';
import { Standing } from './standing.js';
import { WatchdogMemory } from './watchdog-memory.js';

/** Four looks within the limit: often enough to be near it, and seldom enough to cost nothing. */
const looks = 4;
/** What supervisors read as a failure, and no exit code of the service's own. */
const exitCode = 70;

const buffer: unknown = workerData;
if (!(buffer instanceof SharedArrayBuffer)) throw new Error('a watchdog needs the memory it watches');
const memory = new WatchdogMemory(buffer);
const step = memory.limit / looks;
const standing = new Standing(memory.limit, step);

let before = performance.now();
while (!memory.wait(step)) {
  const now = performance.now();
  const isTooLong = standing.look(memory.pulse, now - before);
  before = now;
  if (isTooLong) {
    tell(standing.stood);
    (await endingAtOnce())(exitCode);
  }
}

/** A line as the log has them; the logger is in the thread that stands. */
function tell(stood: number): void {
  const what = memory.reading;
  const where = what === null ? '' : `, reading ${what}`;
  const msg = `the event loop has stood for ${Math.round(stood / 1000)} s${where}; the process ends (SYSMON_WATCHDOG)`;
  writeSync(1, `${JSON.stringify({ level: 60, time: new Date().toISOString(), msg })}\n`);
}
