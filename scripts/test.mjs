// @ts-check
/**
 * Runs the built tests: `npm test`, or `npm test -- test/access fuzz` for the files whose path holds one of these.
 * Each process writes TAP. tap's own runner is not used: it starts a process for every file, and what it loads into
 * each, and into each program that a file starts, takes longer than most tests.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Reporter from './reporter.mjs';

/** How long a test may take, s, unless it says otherwise. tap ends it then and tells what was under way. */
const longest = Number(process.env['TAP_TIMEOUT'] ?? 240);
/** After so many times that a process is killed, which only one that stands still comes to. */
const patience = 2;
/**
 * Files that mostly wait: for deadlines and pauses of the service, for clients that are slow. Each has a process to
 * itself, and others use the processors meanwhile. Those that take longest are begun first.
 */
const waiting = [
  'service/nvml',
  'readers/gpu/nvidia/nvml.',
  'service/watchdog',
  'attacks/pipelining',
  'attacks/connections',
  'service/history-wrong-clock-process',
  'faults/',
  'readers/gpu/nvidia/kinds',
  'host/history/file',
  'host/helper/end-with-parent',
  'host/programs/following',
  'host/nvml/source',
  'service/jetson',
  'readers/model-servers/find',
  'readers/model-servers/poller',
  'readers/model-servers/servers',
];
/** Files that compute for long, by the process that they share, those that load the same together; begun first. */
const long = [
  ['service/history-wrong-clock.', 'docs/adding'],
  ['service/unreadable/'],
  ['contract/'],
  ['plugins/views/'],
  ['architecture/'],
  ['main/', 'listening/'],
  ['service/'],
  ['attacks/'],
];
/** How many of the others share a process. */
const together = 16;
/** How many of those that wait are under way beside as many others as there are processors. */
const waitingAtOnce = 3;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
const reporter = new Reporter();
let isStopped = false;

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, stop);
reporter.pipe(process.stdout);
const files = asked(process.argv.slice(2));
let ended = 0;
let failed = 0;
const groups = grouped(files);
await Promise.all([
  ...lanes(waitingAtOnce, groups.waiting),
  ...lanes(availableParallelism(), groups.computing),
]);
reporter.end(`1..${ended}\n`);
if (files.length === 0) process.stderr.write('no test file has such a name\n');
if (failed > 0 || files.length === 0 || isStopped) process.exitCode = 1;

/**
 * Runs these groups of files in their order, so many at once.
 * @param {number} most
 * @param {string[][]} groups
 */
function lanes(most, groups) {
  const left = groups.values();
  return Array.from({ length: most }, async () => {
    for (const group of left) if (!isStopped) report(group, await outcome(group));
  });
}

/**
 * What the process of some files wrote, and how it ended when that was not well.
 * @param {string[]} group
 * @returns {Promise<{ tap: string, problem: string | null }>}
 */
function outcome(group) {
  const env = { ...process.env, TAP_TIMEOUT: String(longest) };
  const child = spawn(process.execPath, ['scripts/test-files.mjs', ...group], {
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
      resolve({ tap, problem: code === 0 ? null : (signal ?? `exit code ${code}`) });
    });
  });
}

/**
 * Passes on what a process wrote, its points numbered on, and says of each file that did not come to its end why.
 * @param {string[]} group
 * @param {{ tap: string, problem: string | null }} outcome
 */
function report(group, { tap, problem }) {
  const verdicts = /^(not ok|ok) \d+ - (.*?)(?: # .*)?$/gm;
  const ownLines = /^(?:TAP version|\d+\.\.\d+|# (?!Subtest:)).*\n/gm;
  const ends = [...tap.matchAll(verdicts)].map(([, verdict, name]) => ({ isOk: verdict === 'ok', name }));
  const wrong = ends.filter(({ isOk }) => !isOk).length;
  failed += wrong;
  reporter.write(
    tap
      .replace(ownLines, '')
      .replace(verdicts, (line, verdict) => line.replace(/\d+/, String((ended += 1))))
      .replace(/\n?$/, '\n'),
  );
  const unended = group.filter((file) => !ends.some(({ name }) => name === file));
  // A process that ends badly after all its tests went well has failed too.
  for (const file of problem !== null && wrong === 0 && unended.length === 0 ? [group.join(' ')] : unended) {
    failed += 1;
    ended += 1;
    const word = JSON.stringify(problem ?? 'it did not end');
    reporter.write(`not ok ${ended} - ${file}\n  ---\n  ended: ${word}\n  ...\n`);
  }
}

/**
 * Files by the process that runs them: those that wait, and those that compute.
 * @param {string[]} files
 */
function grouped(files) {
  const left = new Set(files);
  const waits = waiting.flatMap((beginning) => taken(left, [beginning]).map((file) => [file]));
  const computes = long.map((beginnings) => taken(left, beginnings));
  const others = [...left];
  for (let first = 0; first < others.length; first += together) {
    computes.push(others.slice(first, first + together));
  }
  return { waiting: waits, computing: computes.filter(({ length }) => length > 0) };
}

/**
 * Takes out the files whose path begins with one of these.
 * @param {Set<string>} files
 * @param {string[]} beginnings
 */
function taken(files, beginnings) {
  const isOne = (/** @type {string} */ file) =>
    beginnings.some((beginning) => file.startsWith(`dist/test/${beginning}`));
  const found = [...files].filter(isOne);
  for (const file of found) files.delete(file);
  return found;
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
    .sort();
}

/** @param {NodeJS.Signals} signal */
function stop(signal) {
  isStopped = true;
  for (const child of running) child.kill(signal);
}
