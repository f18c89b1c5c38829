/**
 * Generates a client of openapi.yaml with each of four generators, type-checks a consumer of it in strict mode, and
 * runs that against the service on a recorded machine with cards of two makers, with a key; and lints the document.
 * A warning is a failure. Needs npm only; the packages go into a folder of their own.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { startService } from './service.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const work = mkdtempSync(join(tmpdir(), 'system-monitor-clients-'));
const run = promisify(execFile);
const failures = [];
/** What cannot be made a client call, with the reason; everything else of the document must be called. */
const notCalled = {};

const generators = {
  'openapi-typescript': ['openapi-typescript', 'openapi.yaml', '-o', 'openapi-typescript/api.ts'],
  'hey-api': ['openapi-ts', '-i', 'openapi.yaml', '-o', 'hey-api/api', '-c', '@hey-api/client-fetch'],
  orval: ['orval', '--config', './orval.config.cjs'],
  'swagger-typescript-api': [
    ...['swagger-typescript-api', 'generate', '-p', 'openapi.yaml', '-o', 'swagger-typescript-api'],
    ...['-n', 'api.ts'],
  ],
};
const project = {
  extends: '../tsconfig.json',
  compilerOptions: { rootDir: '.', outDir: 'out' },
  include: ['**/*.ts'],
};
const packages = { 'hey-api': '@hey-api/openapi-ts' };

try {
  await prepare();
  await lint('redocly', 'lint', 'openapi.yaml', '--extends=recommended');
  await lint('spectral', 'lint', 'openapi.yaml', '--ruleset=spectral.yaml', '--fail-severity=hint');
  const service = await startService(root);
  try {
    for (const name of Object.keys(generators)) await exercise(name, service);
  } finally {
    service.stop();
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = failures.length === 0 ? 0 : 1;

async function prepare() {
  for (const name of readdirSync(here)) {
    if (name !== 'node_modules') cpSync(join(here, name), join(work, name), { recursive: true });
  }
  cpSync(join(root, 'openapi.yaml'), join(work, 'openapi.yaml'));
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: work });
}

async function lint(tool, ...args) {
  const { ok, output } = await program(tool, ...args);
  const said = /warning|error/i.exec(output.replace(/0 (errors|warnings)/g, ''));
  report(
    `${tool} ${versionOf({ redocly: '@redocly/cli', spectral: '@stoplight/spectral-cli' }[tool])}`,
    ok && !said,
    output,
  );
}

/** Generates, compiles, calls every route, and compares what was found with what the machine has. */
async function exercise(name, { url, key, expected, paths }) {
  mkdirSync(join(work, name), { recursive: true });
  const generated = await program(...generators[name]);
  const warned = /warn/i.test(generated.output);
  cpSync(join(work, 'consumers', `${name}.ts`), join(work, name, 'use.ts'));
  cpSync(join(work, 'consumers/consumer.ts'), join(work, name, 'consumer.ts'));
  writeFileSync(join(work, name, 'tsconfig.json'), JSON.stringify(project));
  const compiled = await program('tsc', '-p', name);
  report(
    `${name} ${versionOf(packages[name] ?? name)} generates without a warning`,
    generated.ok && !warned,
    generated.output,
  );
  report(
    `${name}: ${linesBelow(join(work, name))} lines pass strict type checks`,
    compiled.ok,
    compiled.output,
  );
  if (!generated.ok || !compiled.ok) return;
  const called = await recordingCalls(url, async () => {
    const { consume } = await import(pathToFileURL(join(work, name, 'out/use.js')).href);
    const found = await consume(url, key).catch((error) => ({ error }));
    report(`${name}: cards, summary and an error read with their types`, same(found, expected), found);
  });
  const forgotten = paths.filter((path) => !called.has(path) && !(path in notCalled));
  report(`${name}: ${called.size} of ${paths.length} routes called`, forgotten.length === 0, forgotten);
}

/** The paths asked for while `use` runs. */
async function recordingCalls(url, use) {
  const called = new Set();
  const { fetch } = globalThis;
  globalThis.fetch = (input, options) => {
    called.add(new URL(typeof input === 'string' ? input : input.url, url).pathname);
    return fetch(input, options);
  };
  try {
    await use();
  } finally {
    globalThis.fetch = fetch;
  }
  return called;
}

async function program(name, ...args) {
  try {
    const { stdout, stderr } = await run(join(work, 'node_modules/.bin', name), args, {
      cwd: work,
      timeout: 120_000,
      env: { ...process.env, NO_COLOR: '1', REDOCLY_TELEMETRY: 'off' },
    });
    return { ok: true, output: stdout + stderr };
  } catch (error) {
    return { ok: false, output: `${error.stdout ?? ''}${error.stderr ?? ''}${error.message}` };
  }
}

function versionOf(name) {
  return JSON.parse(readFileSync(join(work, 'node_modules', name, 'package.json'), 'utf8')).version;
}

function linesBelow(folder) {
  const files = readdirSync(folder, { recursive: true }).map((name) => join(folder, name));
  const sources = files.filter(
    (file) => file.endsWith('.ts') && !['use.ts', 'consumer.ts'].includes(basename(file)),
  );
  const lines = (file) => readFileSync(file, 'utf8').split('\n').length - 1;
  return sources.reduce((sum, file) => sum + lines(file), 0);
}

function same(found, expected) {
  return JSON.stringify(found) === JSON.stringify(expected);
}

function report(what, passed, found) {
  if (!passed) failures.push(what);
  const shown = typeof found === 'string' ? found : JSON.stringify(found, null, 2);
  console.log(passed ? `ok   ${what}` : `FAIL ${what}:\n${shown}`);
}
