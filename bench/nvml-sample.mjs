/**
 * What one sample of eight NVIDIA cards costs, through a stand-in for the driver's library: the way to the helper
 * process and back, and how long this process itself is blocked by it. The driver's own time comes on top.
 *
 *   npm run build && node bench/nvml-sample.mjs [samples]
 */
import { performance, monitorEventLoopDelay } from 'node:perf_hooks';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../dist/src/clock.js';
import { HelperNvml } from '../dist/src/host/nvml/source.js';
import { nvmlReading } from '../dist/src/readers/gpu/nvidia/nvml.js';
import { nvmlStandIn } from '../dist/test/helpers/machines/nvml-stand-in.js';

const samples = Number(process.argv[2] ?? 500);
const folder = mkdtempSync(join(tmpdir(), 'nvml-'));
const library = nvmlStandIn(folder);
library.does({ count: 8, processes: 4 });
const source = new HelperNvml({ paths: [library.path], isNamed: true }, { LC_ALL: 'C' }, systemClock);
const around = {
  loadedVersion: '590.48.01',
  drivenCards: [],
  hasCard: true,
  inContainer: false,
  hidesPrograms: false,
  isJetson: false,
};
const context = {
  around,
  seen: [],
  systemMemory: () => ({ total: null, available: null }),
  processName: () => null,
};

const opening = await timed(() => source.read(null));
for (let turn = 0; turn < 50; turn += 1) await source.read(null);

const delay = monitorEventLoopDelay({ resolution: 1 });
const trips = [];
const blocked = [];
for (let turn = 0; turn < samples; turn += 1) {
  const before = performance.eventLoopUtilization();
  const { ms } = await timed(async () => nvmlReading(await source.read(null), context));
  trips.push(ms);
  // What this process did meanwhile, in ms: the rest of the round trip it only waited.
  blocked.push(performance.eventLoopUtilization(before).active);
  await new Promise((resolve) => setTimeout(resolve, 5));
}
delay.enable();
const watch = performance.now();
while (performance.now() - watch < 2_000) await source.read(null);
delay.disable();

console.table({
  'first sample: process started, library loaded and initialised (ms)': { p50: round(opening.ms) },
  'one sample of 8 cards, there and back (ms)': spread(trips),
  'of that this process was busy (ms)': spread(blocked),
  'event loop delay while sampling without pause (ms)': {
    p50: round(delay.percentile(50) / 1e6),
    p99: round(delay.percentile(99) / 1e6),
    max: round(delay.max / 1e6),
  },
  'memory of the helper (MiB, Pss)': { p50: helperMemory() },
});
source.close();
rmSync(folder, { recursive: true });

async function timed(action) {
  const start = performance.now();
  await action();
  return { ms: performance.now() - start };
}

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

function round(ms) {
  return Number(ms.toFixed(3));
}

/** Linux alone tells the proportional share of a process in memory. */
function helperMemory() {
  const [children] = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ');
  const [, kilobytes] =
    /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${children}/smaps_rollup`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}
