/**
 * What this service costs, beside bare Fastify with the same bodies, a naive server with systeminformation and, where
 * one is named, an application of Flask:
 *
 *   npm run bench                 everything, about half an hour; writes docs/benchmarks.md and its picture
 *   npm run bench -- --quick      the most telling of it in a minute, to the terminal alone
 *
 *   npm run bench -- --shortest   each of that for a moment: that it runs; its figures say nothing
 *
 *   --only latency,cost           some parts: start, latency, cost, streams, growth, samples
 *   --flask <file>                an application of Flask with the same routes to compare with (BENCH_FLASK)
 *   --python <path>               the Python that has its packages; python3 when left out (BENCH_PYTHON)
 *   --json <file>                 the raw figures besides
 *
 * Ends with status 1 when a part failed. Linux only: costs are read from /proc.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { machinesHere } from './machines/machines.mjs';
import { cost, startIdle } from './parts/cost.mjs';
import { growth } from './parts/growth.mjs';
import { latency } from './parts/latency.mjs';
import { samples } from './parts/samples.mjs';
import { start } from './parts/start.mjs';
import { streams } from './parts/streams.mjs';
import { writePage } from './show/page.mjs';
import { machineLine, terminalTables } from './show/tables.mjs';

const parts = { start, latency, cost, streams, growth, samples };
/** What a minute is enough for. */
const quick = ['start', 'latency', 'cost', 'streams'];

const { values: given } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    shortest: { type: 'boolean', default: false },
    only: { type: 'string' },
    flask: { type: 'string', default: process.env.BENCH_FLASK },
    python: { type: 'string', default: process.env.BENCH_PYTHON ?? 'python3' },
    json: { type: 'string' },
  },
});
const form = given.shortest ? 'shortest' : given.quick ? 'quick' : 'full';
const names = given.only?.split(',') ?? (form !== 'full' ? quick : Object.keys(parts));
const unknown = names.filter((name) => !(name in parts));
if (unknown.length > 0)
  fail(`there is no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
if (process.platform !== 'linux') fail('costs are read from /proc, which Linux alone has');

const began = performance.now();
// An orderly end takes all servers with it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
say(machineLine());
if (loadavg()[0] > 0.5)
  say('THE MACHINE IS BUSY: trust processor time, memory and requests per CPU; times and requests/s less');
const yardstick = flaskHere();
const here = await machinesHere(say);
/** @type {Record<string, any>} */
const results = {};
const failures = [];
const context = { ...here, form, yardstick, say };
const idle = form !== 'full' && names.includes('cost') ? await startIdle(context) : undefined;
for (const name of names) {
  say(`— ${name}`);
  try {
    const machine = machineLine();
    results[name] = { machine, ...(await parts[name]({ ...context, idle })) };
  } catch (thrown) {
    failures.push(`${name}: ${thrown.stack}`);
    say(`FAILED ${name}: ${thrown.message}`);
  }
}
await here.close();

process.stdout.write(`${machineLine()}\n\n${terminalTables(Object.values(results))}\n`);
if (given.json !== undefined) writeFileSync(given.json, JSON.stringify(results, null, 1));
if (form === 'full') await writePage(results);
for (const one of failures) process.stderr.write(`\nfailed: ${one}\n`);
say(`done${failures.length > 0 ? `, ${failures.length} of ${names.length} parts failed` : ''}`);
process.exitCode = failures.length === 0 ? 0 : 1;

/** Flask's application and its Python; null, and said, when one of them is missing. */
function flaskHere() {
  const without = (why) => {
    say(`SKIPPED the comparison with Flask: ${why}`);
    return null;
  };
  if (given.flask === undefined) return without('no application is named (--flask or BENCH_FLASK)');
  const file = resolve(given.flask);
  if (!existsSync(file)) return without(`there is no ${file}`);
  try {
    execFileSync(given.python, ['-c', 'import flask'], { stdio: 'pipe' });
    return { file, python: given.python };
  } catch (thrown) {
    return without(
      `${given.python} cannot import it: ${String(thrown.stderr ?? thrown.message)
        .trim()
        .split('\n')
        .at(-1)}`,
    );
  }
}

function say(line) {
  process.stderr.write(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${line}\n`);
}

function fail(why) {
  process.stderr.write(`bench: ${why}\n`);
  process.exit(2);
}
