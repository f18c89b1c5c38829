// @ts-check
/**
 * Runs the built tests: `npm test`, or `npm test -- test/access fuzz` for the files whose path holds one of these.
 * Each file runs in a Node of its own and writes TAP. tap's own runner is not used: what it loads into each file,
 * and into each program that a file starts, takes longer than most tests.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Reporter from './reporter.mjs';

/** How long a file may take, s, unless it says otherwise. tap ends it then and tells what was under way. */
const longest = Number(process.env['TAP_TIMEOUT'] ?? 240);
/** After so many times that a file is killed, which only one that stands still comes to. */
const patience = 2;
/** Files that wait for real processes and sockets; begun first, others use the processors meanwhile. */
const slowest = [
  'service/nvml',
  'attacks/',
  'service/',
  'readers/gpu/nvidia/',
  'host/',
  'main/',
  'plugins/views/',
];
const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
const reporter = new Reporter();
let isStopped = false;

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, stop);
reporter.pipe(process.stdout);
const files = asked(process.argv.slice(2));
let begun = 0;
let ended = 0;
let failed = 0;
await Promise.all(Array.from({ length: availableParallelism() + 1 }, work));
reporter.end(`1..${ended}\n`);
if (files.length === 0) process.stderr.write('no test file has such a name\n');
if (failed > 0 || files.length === 0 || isStopped) process.exitCode = 1;

async function work() {
  for (let file = files[begun]; file !== undefined && !isStopped; file = files[begun]) {
    begun += 1;
    const { tap, problem, ms } = await outcome(file);
    ended += 1;
    if (problem !== null) failed += 1;
    const inside = tap === '' ? '' : `# Subtest: ${file}\n${tap.replace(/^(?=.)/gm, '    ')}\n`;
    const diagnosis = problem === null ? '' : `  ---\n  ended: ${JSON.stringify(problem)}\n  ...\n`;
    const verdict = problem === null ? 'ok' : 'not ok';
    reporter.write(`${inside}${verdict} ${ended} - ${file} # time=${ms}ms\n${diagnosis}`);
  }
}

/**
 * What one test file wrote, and how it ended when that was not well.
 * @param {string} file
 * @returns {Promise<{ tap: string, problem: string | null, ms: number }>}
 */
function outcome(file) {
  const start = performance.now();
  const env = { ...process.env, TAP_TIMEOUT: String(longest) };
  const child = spawn(process.execPath, ['--enable-source-maps', file], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const timer = setTimeout(() => child.kill('SIGKILL'), longest * patience * 1000);
  let tap = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (tap += text));
  // A program that outlives its test would hold the output open.
  child.on('exit', () => setTimeout(() => child.stdout.destroy(), 1000).unref());
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      running.delete(child);
      const problem = code === 0 ? null : (signal ?? `exit code ${code}`);
      resolve({ tap, problem, ms: Math.round(performance.now() - start) });
    });
  });
}

/**
 * The built test files whose path holds one of these; all when nothing is asked for.
 * @param {string[]} parts
 */
function asked(parts) {
  const wanted = parts.map((part) => part.replace(/^dist\//, '').replace(/\.[jt]s$/, ''));
  return readdirSync(join(root, 'dist/test'), { recursive: true, encoding: 'utf8' })
    .map((name) => `dist/test/${name.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.test.js'))
    .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
    .sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
}

/** @param {string} file */
function rank(file) {
  const place = slowest.findIndex((folder) => file.startsWith(`dist/test/${folder}`));
  return place === -1 ? slowest.length : place;
}

/** @param {NodeJS.Signals} signal */
function stop(signal) {
  isStopped = true;
  for (const child of running) child.kill(signal);
}
