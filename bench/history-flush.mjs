/**
 * What keeping history in a file costs the server, on a recorded machine with eight GPUs:
 *
 *   node bench/history-flush.mjs [--minutes 30]
 *
 * Lets that much of the machine's time pass, with a flush every ten seconds of it, and prints for one flush: how long
 * the server's event loop is held by it, how long the helper process takes until the change is in the file, how much is
 * sent, and, on Linux, what processor time that process has used and how much it has written. Needs the built tests
 * (`node scripts/ready.mjs --tests`).
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Helper } from '../dist/src/host/helper/helper.js';
import { historyFile } from '../dist/src/host/history/file.js';
import { Recorder } from '../dist/src/sampling/history/recorder.js';
import { recordedApp } from '../dist/test/helpers/machines/recorded-app.js';

const { values: given } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
const folder = mkdtempSync(join(tmpdir(), 'system-monitor-flush-'));
const path = join(folder, 'history.db');
/** @type {Helper | undefined} */
let started;
const real = historyFile(() => (started = new Helper('historyFile', { PATH: process.env.PATH ?? '' })), path);

const held = [];
const taken = [];
const sent = [];
let began = 0;
let writing = null;
// A flush begins by closing the spans that are over.
const { settle } = Recorder.prototype;
Recorder.prototype.settle = function () {
  began = performance.now();
  settle.call(this);
};
const store = {
  ...real,
  write: (changes) => {
    const from = began;
    const written = real.write(changes);
    held.push(performance.now() - from);
    const bytes = ({ series, parts, spreads }) => series.byteLength + parts.byteLength + spreads.byteLength;
    sent.push(changes.buckets.reduce((sum, bucket) => sum + bytes(bucket), 0) / 1024);
    writing = written.finally(() => taken.push(performance.now() - from));
    return writing;
  },
};

const { app, host, get } = await recordedApp('linux-x64__server-128-threads', {
  host: { historyStore: store },
});
const helper = /** @type {Helper | undefined} */ (started);
if (helper === undefined) throw new Error('the file is written by no process of its own');
const before = usedBy(helper.pid);
// With somebody asking, everything is read once a second.
for (let second = 0; second < Number(given.minutes) * 60; second += 10) {
  await get('/stats');
  await host.clock.advance(10_000);
  await writing;
}
const after = usedBy(helper.pid);
await host.clock.until(app.close());
console.log(
  `series: ${app.history.points?.series.length ?? 0}, flushes: ${taken.length}, file: ${size(path)}`,
);
print('event loop held by a flush', held, 'ms');
print('until it is in the file', taken, 'ms');
print('sent to the helper', sent, 'KiB');
const each = (what) => (after[what] - before[what]) / taken.length;
console.log(
  `by the helper for one flush: ${each('ms').toFixed(2)} ms of processor, ${(each('bytes') / 1024).toFixed(1)} KiB`,
);
rmSync(folder, { recursive: true, force: true });

function print(what, values, unit) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(2);
  console.log(`${what}: median ${at(0.5)} ${unit}, 99 % ${at(0.99)} ${unit}, greatest ${at(1)} ${unit}`);
}

/** Processor time (ms) and bytes given to write(2) of a process so far. */
function usedBy(pid) {
  if (!existsSync(`/proc/${pid}/stat`)) return { ms: NaN, bytes: NaN };
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13);
  const bytes = /wchar: (\d+)/.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1];
  return { ms: (Number(user) + Number(system)) * 10, bytes: Number(bytes) };
}

function size(file) {
  return `${(statSync(file).size / 1024).toFixed(0)} KiB`;
}
