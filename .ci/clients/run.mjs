/**
 * Generates a client of openapi.yaml with each of four generators, type-checks a consumer of it in strict mode, and
 * runs that against the service on a recorded machine with cards of two makers, with a key; and lints the document.
 * A warning is a failure. Needs npm, and for the snippets bash,
 * curl, jq and Python's requests; the packages go into a folder of their own, or are those in the node_modules given.
 */
import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { startService } from './service.mjs';
import { snippetsOf } from './snippets.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const work = mkdtempSync(join(tmpdir(), 'system-monitor-clients-'));
const run = promisify(execFile);
const failures = [];
/** What cannot be made a client call, with the reason; everything else of the document must be called. */
const notCalled = {
  '/dashboard': 'a page for people',
  '/metrics': 'Prometheus text: it has readers of its own',
  '/stats/stream': 'an answer without end: a reader of server-sent events is wanted',
};

const generators = {
  'openapi-typescript': ['openapi-typescript', 'openapi.yaml', '-o', 'openapi-typescript/api.ts'],
  'hey-api': ['openapi-ts'],
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
  // StreamLag stands in an extension alone: OpenAPI has no place for what an event of a stream holds.
  const redocly = [
    'lint',
    'openapi.yaml',
    '--extends=recommended',
    '--skip-rule=no-unused-components',
    '--format=json',
  ];
  await lint('redocly', '@redocly/cli', redocly, (output) => {
    const { errors, warnings } = JSON.parse(/\{.*\}/s.exec(output)?.[0] ?? '').totals;
    return errors + warnings;
  });
  const spectral = [
    'lint',
    'openapi.yaml',
    '--ruleset=spectral.yaml',
    '--fail-severity=hint',
    '--format=json',
  ];
  await lint(
    'spectral',
    '@stoplight/spectral-cli',
    spectral,
    (output) => JSON.parse(/\[.*\]/s.exec(output)?.[0] ?? '').length,
  );
  const service = await startService(root);
  try {
    for (const name of Object.keys(generators)) await exercise(name, service);
    await snippets(service);
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
  const installed = process.argv[2];
  if (installed !== undefined) symlinkSync(installed, join(work, 'node_modules'));
  else await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: work });
}

/** A linter with its recommended rules; what it complains of is counted, whatever else it prints. */
async function lint(tool, packageName, args, complaintsOf) {
  const { output } = await program(tool, ...args);
  const complaints = complaintsOf(output);
  report(`${tool} ${versionOf(packageName)} has nothing to complain of`, complaints === 0, output);
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
  report(
    `${name}: ${called.size} of ${paths.length - Object.keys(notCalled).length} routes called`,
    forgotten.length === 0,
    forgotten,
  );
}

/** What docs/clients.md shows for shell and Python, run as it stands there but for address and key. */
async function snippets({ url, key }) {
  for (const { language, place, code } of snippetsOf(join(root, 'docs/clients.md'), { url, key })) {
    const interpreter = { sh: ['bash', '-euo', 'pipefail', '-c'], python: ['/usr/bin/python3', '-c'] }[
      language
    ];
    if (interpreter === undefined) continue;
    const [name, ...args] = interpreter;
    const ran = await run(name, [...args, code], { cwd: work, timeout: 30_000 }).catch((error) => error);
    const failed = ran instanceof Error || ran.stdout.trim() === '';
    report(`docs/clients.md:${place} (${language})`, !failed, `${ran.stdout}${ran.stderr}`);
    if (!failed) console.log(ran.stdout.trimEnd().replace(/^/gm, '       '));
  }
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
