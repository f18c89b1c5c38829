/**
 * Makes a fresh clone ready to start and to test: installs the packages of package-lock.json when they are not there
 * yet and compiles when a source changed. Uses Node's own modules only, since nothing else may be installed. Two of
 * these at once wait for each other; when nothing is to be done, nothing is written.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stateFolder = join(root, '.ready');
const lock = join(stateFolder, 'lock');
// Beside dist and as deep, or the source maps would point to the wrong place.
const freshDist = join(root, '.ready-dist');
const packagesStamp = join(root, 'node_modules', '.ready-packages');
const buildStamp = join(root, 'dist', '.ready-build');
const sourceFolders = ['dashboard', 'src', 'plugins', 'schemas', 'test', 'scripts', 'bench'];
/** Longer than any set-up takes, ms: a lock this old is left over, whoever has its process number now. */
const oldestLock = 20 * 60_000;

class SetUpError extends Error {}

try {
  checkNode();
  const steps = [installPackages, build];
  if (steps.some((step) => step() !== null)) await underLock(steps);
} catch (error) {
  const expected = error instanceof SetUpError || error.syscall !== undefined;
  say(`failed: ${expected ? error.message : error.stack}`);
  process.exitCode = 1;
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 20)) return;
  throw new SetUpError(`Node ${process.versions.node} is too old: this needs Node 20.20 or newer`);
}

// Each step gives null when there is nothing to do, else what does it.

function installPackages() {
  const lockfile = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const wanted = hash([lockfile]);
  const known = read(packagesStamp);
  if (known === wanted) return null;
  return async () => {
    if (known !== '' || !installedByHand(JSON.parse(lockfile))) {
      refuseLink(join(root, 'node_modules'));
      say('installing the packages of package-lock.json (once, takes a minute) …');
      rmSync(packagesStamp, { force: true });
      await run('npm ci', ...npm('ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'));
    }
    writeFileSync(packagesStamp, wanted);
  };
}

/** `npm ci` empties what a link points to, and then puts a folder in its place. */
function refuseLink(path) {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  throw new SetUpError(`${path} is a link; install the packages where it points to, or remove it`);
}

/** Whether npm's own record of what it installed last has everything, development packages included. */
function installedByHand({ packages }) {
  const record = read(join(root, 'node_modules', '.package-lock.json'));
  const installed = record === '' ? {} : JSON.parse(record).packages;
  return Object.entries(packages).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
}

/** npm is a JavaScript file: run by this very Node, without a shell, on every platform. */
function npm(...args) {
  const path = process.env.npm_execpath ?? 'npm';
  return /\.c?js$/.test(path) ? [process.execPath, [path, ...args]] : [path, args];
}

function build() {
  const wanted = hash([read(join(root, 'package-lock.json')), ...sources().map(describe)]);
  if (read(buildStamp) === wanted) return null;
  return async () => {
    say('compiling …');
    // Compiled beside and then moved into place, so that a deleted source leaves nothing behind and a running
    // service never sees half a build.
    rmSync(freshDist, { recursive: true, force: true });
    const tsc = (...args) =>
      run('tsc', process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...args]);
    await tsc('--outDir', freshDist);
    // What runs in the browser has types of its own.
    await tsc('--project', join(root, 'dashboard'), '--outDir', freshDist);
    await run('bundle', process.execPath, [join(root, 'scripts/bundle.mjs'), freshDist]);
    writeFileSync(join(freshDist, '.ready-build'), wanted);
    const old = join(stateFolder, 'old-dist');
    rmSync(old, { recursive: true, force: true });
    if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), old);
    renameSync(freshDist, join(root, 'dist'));
    rmSync(old, { recursive: true, force: true });
  };
}

function sources() {
  const found = ['tsconfig.json', 'dashboard/tsconfig.json', 'scripts/bundle.mjs'].map((path) =>
    join(root, path),
  );
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && entry.name !== 'fixtures') walk(path);
      else if (/\.(ts|json)$/.test(entry.name)) found.push(path);
    }
  };
  for (const folder of sourceFolders) if (existsSync(join(root, folder))) walk(join(root, folder));
  return found.sort();
}

function describe(path) {
  const { mtimeMs, size } = statSync(path);
  return `${relative(root, path)} ${mtimeMs} ${size}`;
}

async function underLock(steps) {
  await takeLock();
  const release = () => rmSync(lock, { recursive: true, force: true });
  try {
    for (const step of steps) await step()?.();
  } finally {
    release();
  }
}

/** One set-up at a time; a lock whose owner is gone, and what that had started too, is taken over. */
async function takeLock() {
  mkdirSync(stateFolder, { recursive: true });
  for (let told = false; ;) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, 'owner'), String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isLeftOver()) {
      moveLockAway();
      continue;
    }
    if (!told) say('another set-up is under way; waiting for it …');
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function isLeftOver() {
  const age = existsSync(lock) ? Date.now() - statSync(lock).mtimeMs : 0;
  const owner = Number(read(join(lock, 'owner')));
  // Just made, its owner not written yet: old enough only if something went wrong in between.
  if (!owner) return age > 5_000;
  return age > oldestLock || ![owner, Number(read(join(lock, 'child')))].some(isRunning);
}

/** Of several that wait only one can move it. */
function moveLockAway() {
  const aside = `${lock}-${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  rmSync(aside, { recursive: true, force: true });
}

function isRunning(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code !== 'ESRCH';
  }
}

/** Runs a program, called `name` in messages, with its output on stderr. Ends it when this process is asked to end. */
function run(name, program, args) {
  /** @type {Promise<void>} */
  const ended = new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 2, 2] });
    if (child.pid !== undefined) writeFileSync(join(lock, 'child'), String(child.pid));
    const stop = (signal) => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, stop);
    child.on('error', (error) => reject(new SetUpError(`${name}: ${error.message}`)));
    child.on('exit', (status, signal) => {
      for (const one of signals) process.off(one, stop);
      if (status === 0) resolve();
      else reject(new SetUpError(`${name} ended with ${signal ?? `exit status ${status}`}`));
    });
  });
  return ended;
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function hash(parts) {
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

function say(text) {
  process.stderr.write(`system-monitor-api: ${text}\n`);
}
