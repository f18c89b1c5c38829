/**
 * `npm run soak [-- --minutes 60]`: requests and streams for an hour, while the sources go wrong one after the other.
 * Writes what it cost by the minute, and how that grew, into docs/reliability.md; exit code 1 when what it holds, files
 * or processes grew.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { costOf, type Cost } from './cost.js';
import { load, quantile } from './load.js';
import { measuredOn, writePart } from './page.js';
import { faults } from './sources.js';
import { faultyService, healed, paths } from './trial.js';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' } } });
const minutes = Number(values.minutes);
/** What is allocated once has been by then. */
const settled = Math.min(10, minutes / 4);
/** More than this in an hour is growth, not noise: MiB of the heap, files, processes. */
const allowed = { heap: 12, files: 4, children: 1 };
/** What it may hold in buffers, MiB: those of its own, and the past frames of streams. */
const mostBuffers = 4 + 16 + 4;
/** How often it is asked what it still holds when its garbage is collected, minutes. */
const collecting = 5;

const home = mkdtempSync(join(tmpdir(), 'soak-'));
const heldFile = join(home, 'held');
const service = await faultyService({
  NODE_OPTIONS: `--import=${new URL('./held.js', import.meta.url).href}`,
  HELD_FILE: heldFile,
});
const end = pause(minutes * 60_000);
let isOver = false;
void end.finally(() => (isOver = true));
const costs: Cost[] = [];
const helds: Held[] = [];
const [seen] = await Promise.all([load(service.url, paths, 20, end), streams(), turns(), samples()]);
const isWell = (await healed(service.url, service.sources, 120_000)) !== null;
const { code, ms } = await service.end();
await service.close();
rmSync(home, { recursive: true });

const after = costs.slice(Math.round(settled));
const heldAfter = helds.filter(({ minute }) => minute >= settled);
const grown = {
  heap: slope(heldAfter.map(({ heap }) => heap)) / collecting,
  memory: slope(after.map(({ memory }) => memory)),
  files: slope(after.map(({ files }) => files)),
  children: slope(after.map(({ children }) => children)),
};
const last = costs.at(-1) ?? costOf(process.pid);
const rows = [
  ['requests', [...seen.statuses].map(([status, count]) => `${count} × ${status}`).join(', ')],
  [
    'p50, p99, slowest',
    `${[0.5, 0.99].map((share) => quantile(seen.waits, share).toFixed(1)).join(', ')}, ${Math.max(...seen.waits).toFixed(0)} ms`,
  ],
  ['processor', `${((last.cpuSeconds / minutes / 60) * 100).toFixed(1)} % of one, with all it started`],
  ...(['memory', 'files', 'children'] as const).map((what) => [
    { memory: 'memory (MiB)', files: 'open files', children: 'processes below it' }[what],
    `${spread(after.map((cost) => cost[what]))}; ${grown[what].toFixed(2)} an hour`,
  ]),
  ['heap after a collection (MiB)', `${course('heap')}; ${grown.heap.toFixed(2)} an hour`],
  ['buffers after a collection (MiB)', course('buffers')],
  ['all sources seen at the end', isWell ? 'yes' : 'no'],
  ['SIGTERM', `exit code ${String(code)} after ${ms.toFixed(0)} ms`],
];
writePart('soak', [
  `Measured: ${measuredOn()}; ${minutes} minutes, growth from minute ${Math.round(settled)} on.`,
  '',
  '| what | |',
  '| --- | --- |',
  ...rows.map(([what, found]) => `| ${what ?? ''} | ${found ?? ''} |`),
]);
process.stdout.write(`${rows.map(([what, found]) => `${what ?? ''}: ${found ?? ''}`).join('\n')}\n`);
const grew =
  (['heap', 'files', 'children'] as const).some((what) => grown[what] > allowed[what]) ||
  (helds.at(-1)?.buffers ?? 0) > mostBuffers;
process.exitCode = isWell && code === 0 && !grew ? 0 : 1;

/** Each source in each way, for some seconds, and sound again between. */
async function turns(): Promise<void> {
  for (let turn = 0; !isOver; turn += 1) {
    const source = service.sources[turn % service.sources.length];
    const fault = faults[Math.floor(turn / service.sources.length) % faults.length] ?? 'fail';
    if (source?.faults.includes(fault) !== true) continue;
    source.become(fault === 'flap' ? 'fail' : fault);
    await pause(fault === 'flap' ? 500 : 4_000);
    source.become(null);
    await pause(fault === 'flap' ? 500 : 4_000);
  }
  for (const one of service.sources) one.become(null);
}

/** Streams that come, are read for a while, and go. */
async function streams(): Promise<void> {
  while (!isOver) {
    const leave = AbortSignal.timeout(7_000);
    await Promise.all(Array.from({ length: 5 }, () => follow(leave)));
  }
}

async function follow(leave: AbortSignal): Promise<void> {
  try {
    const { body } = await fetch(`${service.url}/stats/stream`, { signal: leave });
    for await (const chunk of body ?? []) if (isOver || chunk === undefined) return;
  } catch (thrown) {
    if (!leave.aborted) throw thrown;
  }
}

async function samples(): Promise<void> {
  for (const began = performance.now(); !isOver;) {
    costs.push(costOf(service.pid));
    process.stdout.write(`${costs.length - 1} min: ${JSON.stringify(costs.at(-1))}\n`);
    const minute = costs.length - 1;
    if (minute > 0 && minute % collecting === 0) await collect(minute);
    await Promise.race([end, pause(began + costs.length * 60_000 - performance.now())]);
  }
}

/** What is still held when the garbage is collected, MiB. */
interface Held {
  minute: number;
  heap: number;
  buffers: number;
}

async function collect(minute: number): Promise<void> {
  rmSync(heldFile, { force: true });
  process.kill(service.pid, 'SIGWINCH');
  await pause(3_000);
  const { heap, buffers } = JSON.parse(readFileSync(heldFile, 'utf8')) as Omit<Held, 'minute'>;
  helds.push({ minute, heap: heap / 2 ** 20, buffers: buffers / 2 ** 20 });
  process.stdout.write(`${minute} min: ${JSON.stringify(helds.at(-1))}\n`);
}

/** `33.1, 35.0, 36.2 at minutes 5, 30, 60` */
function course(what: 'heap' | 'buffers'): string {
  const places = [0, Math.floor(helds.length / 2), helds.length - 1];
  const some = [...new Set(places)].flatMap((place) => helds[place] ?? []);
  const values = some.map((held) => held[what].toFixed(1)).join(', ');
  return `${values} at minutes ${some.map(({ minute }) => minute).join(', ')}`;
}

/** How much what was taken once a minute grows in an hour, by least squares. */
function slope(taken: readonly number[]): number {
  const middle = (taken.length - 1) / 2;
  const mean = taken.reduce((sum, one) => sum + one, 0) / taken.length;
  const up = taken.reduce((sum, one, minute) => sum + (minute - middle) * (one - mean), 0);
  const across = taken.reduce((sum, _, minute) => sum + (minute - middle) ** 2, 0);
  return across === 0 ? 0 : (up / across) * 60;
}

function spread(taken: readonly number[]): string {
  return `${Math.min(...taken).toFixed(0)} to ${Math.max(...taken).toFixed(0)}`;
}
