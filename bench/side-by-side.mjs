/**
 * Compares this service with another one that answers the original's routes, on the same machine at the same time:
 *
 *   node bench/side-by-side.mjs http://127.0.0.1:5000 http://127.0.0.1:5001
 *
 * Prints every number of the original's fields of both, with their difference and what is allowed between two
 * requests; ends with status 1 when one is outside. The CPU is loaded steadily meanwhile (`--load 0` leaves it).
 */
import { Worker } from 'node:worker_threads';

const [ours, theirs] = process.argv.slice(2).filter((argument) => argument.startsWith('http'));
if (theirs === undefined) {
  console.error('usage: node bench/side-by-side.mjs <url of this service> <url of the other> [--load N]');
  process.exit(2);
}
const workers = process.argv.includes('--load') ? Number(process.argv.at(-1)) : 1;

/** Fields to compare and how far they may be apart; null is any distance (shown only). */
/** @type {[route: string, field: string, allowed: number | null][]} */
const fields = [
  ['/stats/memory', 'total_gb', 0],
  ['/stats/memory', 'available_gb', 0.1],
  ['/stats/memory', 'percent', 0.5],
  // Older versions of psutil count used memory without shared memory.
  ['/stats/memory', 'used_gb', null],
  ['/stats/disk', 'total_gb', 0],
  ['/stats/disk', 'used_gb', 0.02],
  ['/stats/disk', 'free_gb', 0.02],
  ['/stats/disk', 'percent', 0.1],
  ['/stats/network', 'bytes_sent_gb', 0.02],
  ['/stats/network', 'bytes_recv_gb', 0.02],
  ['/stats/network', 'packets_sent', 500],
  ['/stats/network', 'packets_recv', 500],
  ['/stats/cpu', 'cores', 0],
  ['/stats/cpu', 'threads', 0],
  ['/stats/cpu', 'frequency_mhz', 50],
  ['/stats/cpu', 'usage_percent', 6],
  ['/stats/ollama', 'running_models', 0],
];

const load = Array.from(
  { length: workers },
  () => new Worker('for (;;) { Math.sqrt(Math.random()); }', { eval: true }),
);
await new Promise((resolve) => setTimeout(resolve, 2_500));
// Keeps this service at its short interval, as regular clients do.
await get(ours, '/stats/cpu');
await new Promise((resolve) => setTimeout(resolve, 2_500));

const routes = [...new Set(fields.map(([route]) => route))];
const bodies = new Map();
for (const route of routes) bodies.set(route, await Promise.all([get(ours, route), get(theirs, route)]));
for (const worker of load) void worker.terminate();

let outside = 0;
const rows = fields.map(([route, field, allowed]) => {
  const [a, b] = bodies.get(route).map((body) => body[field]);
  const distance = Math.abs(a - b);
  const verdict = allowed === null ? 'shown only' : distance <= allowed ? 'ok' : 'OUTSIDE';
  if (verdict === 'OUTSIDE') outside += 1;
  return { route, field, ours: a, theirs: b, distance: Number(distance.toFixed(2)), allowed, verdict };
});
console.table(rows);
process.exitCode = outside === 0 ? 0 : 1;

async function get(base, route) {
  const answer = await fetch(new URL(route, base));
  return answer.json();
}
