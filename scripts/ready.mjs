/**
 * Makes a fresh clone ready to start or test: installs the packages of package-lock.json when they are not there
 * yet and compiles when a source changed. Uses Node's own modules only, since nothing else may be installed.
 * Two of these at once wait for each other.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
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
const packagesStamp = join(root, 'node_modules', '.ready-packages');
const buildStamp = join(root, 'dist', '.ready-build');
const sourceFolders = ['src', 'plugins', 'schemas', 'test', 'scripts', 'bench'];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 20)) {
  say(`Node ${process.versions.node} is too old: this needs Node 20.20 or newer.`);
  process.exit(1);
}

const release = await takeLock();
try {
  installPackages();
  build();
} finally {
  release();
}

function installPackages() {
  const wanted = hash([readFileSync(join(root, 'package-lock.json'), 'utf8')]);
  if (read(packagesStamp) === wanted) return;
  say('installing the packages of package-lock.json (once, takes under a minute) …');
  // npm itself is a JavaScript file: run by this very Node, without a shell, on every platform.
  const npm = process.env.npm_execpath ?? 'npm';
  const [program, args] = /\.c?js$/.test(npm) ? [process.execPath, [npm]] : [npm, []];
  run(program, [...args, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(packagesStamp, wanted);
}

function build() {
  const wanted = hash([read(packagesStamp), ...sources().map(describe)]);
  if (read(buildStamp) === wanted) return;
  say('compiling …');
  // Compiled beside and then moved into place, so that a deleted source leaves nothing behind and a running
  // service never sees half a build.
  const fresh = join(stateFolder, 'dist');
  rmSync(fresh, { recursive: true, force: true });
  run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '--outDir', fresh]);
  writeFileSync(join(fresh, '.ready-build'), wanted);
  const old = join(stateFolder, 'old-dist');
  rmSync(old, { recursive: true, force: true });
  if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), old);
  renameSync(fresh, join(root, 'dist'));
  rmSync(old, { recursive: true, force: true });
}

function sources() {
  const found = [join(root, 'tsconfig.json')];
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && entry.name !== 'fixtures') walk(path);
      else if (entry.name.endsWith('.ts')) found.push(path);
    }
  };
  for (const folder of sourceFolders) if (existsSync(join(root, folder))) walk(join(root, folder));
  return found.sort();
}

function describe(path) {
  const { mtimeMs, size } = statSync(path);
  return `${relative(root, path)} ${mtimeMs} ${size}`;
}

/** One set-up at a time; a lock whose owner is gone is taken over. */
async function takeLock() {
  const lock = join(stateFolder, 'lock');
  mkdirSync(stateFolder, { recursive: true });
  for (let told = false; ; told = true) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, 'pid'), String(process.pid));
      return () => rmSync(lock, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (ownerIsGone(lock)) rmSync(lock, { recursive: true, force: true });
    else if (!told) say('another set-up is under way; waiting for it …');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function ownerIsGone(lock) {
  const pid = Number(read(join(lock, 'pid')));
  // Just made, its owner not written yet: old enough only if something went wrong in between.
  if (!pid) return existsSync(lock) && Date.now() - statSync(lock).mtimeMs > 5_000;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function run(program, args) {
  const { status, signal, error } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  say(`failed: ${error?.message ?? `${args[0]} ended with ${signal ?? `exit status ${status}`}`}`);
  release();
  process.exit(1);
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
