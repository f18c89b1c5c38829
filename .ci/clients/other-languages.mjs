/**
 * Generates clients of openapi.yaml in Go, Java and Python, compiles them, and has them call every route of the
 * service on a recorded machine whose memory is beyond 32 bits, with a key. Needs python3 with venv and PyPI, a JRE
 * for the generator, and go, or javac and mvn; a language whose tools are missing is skipped, loudly. The tools of
 * Python go into a folder of their own, or are those in the virtual environment given.
 */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, promisify } from 'node:util';
import { recorder } from './recorder.mjs';
import { startService } from './service.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const document = join(root, 'openapi.yaml');
const work = mkdtempSync(join(tmpdir(), 'system-monitor-languages-'));
const run = promisify(execFile);
const environment = process.argv[2] ?? join(work, 'venv');
const path = [join(environment, 'bin'), process.env.PATH].join(delimiter);
const failures = [];
/** What is no JSON document to decode. */
const notCalled = ['/dashboard', '/metrics', '/stats/stream'];

const languages = {
  go: { needs: ['java', 'go'], make: makeGo },
  java: { needs: ['java', 'javac', 'mvn'], make: makeJava },
  python: { needs: [], make: makePython },
};

try {
  if (process.argv[2] === undefined) await prepare();
  const service = await startService(root);
  const recording = await recorder(service.url);
  try {
    const expected = await expectedOf(service);
    for (const name of Object.keys(languages)) await exercise(name, service, recording, expected);
  } finally {
    recording.stop();
    service.stop();
  }
} catch (error) {
  report('the check runs to its end', false, `${error.stdout ?? ''}${error.stderr ?? ''}${error.stack}`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = failures.length === 0 ? 0 : 1;

async function prepare() {
  await run('python3', ['-m', 'venv', environment]);
  await program('pip', 'install', '--quiet', '--requirement', join(here, 'requirements.txt'));
}

/** What a client should find, taken from the service's plain JSON. */
async function expectedOf({ url, key, expected: { cards, summary } }) {
  const answer = await fetch(`${url}/stats/memory`, { headers: { 'x-api-key': key } });
  const { total_bytes } = await answer.json();
  report('the recorded machine has more memory than 32 bits count', total_bytes > 2 ** 32, total_bytes);
  return { cards, summary, memory_bytes: total_bytes };
}

/** Makes the client and its consumer, runs that, and compares what it found with what the machine has. */
async function exercise(name, { key, paths }, { url, called }, expected) {
  const { needs, make } = languages[name];
  const missing = [];
  for (const tool of needs) if (!(await isThere(tool))) missing.push(tool);
  if (missing.length > 0) {
    console.log(
      `SKIPPED: THE CLIENT IN ${name.toUpperCase()} WAS NOT TRIED: there is no ${missing.join(', ')}`,
    );
    return;
  }
  const began = Date.now();
  called.clear();
  const folder = join(work, name);
  mkdirSync(folder);
  const found = await foundBy(() => make(folder, [url, key]));
  const seconds = ((Date.now() - began) / 1000).toFixed(0);
  report(`${name}: cards, summary and memory read (${seconds} s)`, isDeepStrictEqual(found, expected), found);
  const data = paths.filter((one) => !notCalled.includes(one));
  const forgotten = data.filter((one) => !called.has(one));
  report(`${name}: ${data.length} routes called`, forgotten.length === 0, forgotten);
}

async function foundBy(make) {
  try {
    return JSON.parse(await make());
  } catch (error) {
    return `${error.stdout ?? ''}${error.stderr ?? ''}${error.message}`;
  }
}

async function makeGo(folder, args) {
  const options = '--additional-properties=packageName=monitor,withGoMod=false';
  await generate('go', join(folder, 'monitor'), options, '--global-property=apiTests=false,modelTests=false');
  copyFileSync(join(here, 'consumers/consumer.go'), join(folder, 'consumer.go'));
  writeFileSync(join(folder, 'go.mod'), 'module consumer\n\ngo 1.23\n');
  await program('go', '-C', folder, 'build', '-o', 'consumer', '.');
  return run(join(folder, 'consumer'), args).then(({ stdout }) => stdout);
}

async function makeJava(folder, args) {
  await generate('java', folder, '--library=native');
  const jars = join(folder, 'jars');
  const copied = ['dependency:copy-dependencies', '-DincludeScope=compile', `-DoutputDirectory=${jars}`];
  await program('mvn', '-B', '-q', '-f', join(folder, 'pom.xml'), ...copied);
  const generated = readdirSync(join(folder, 'src/main/java'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.java'))
    .map((name) => join(folder, 'src/main/java', name));
  const classes = join(folder, 'classes');
  const sources = [join(here, 'consumers/Consumer.java'), ...generated];
  await program('javac', '-nowarn', '-proc:none', '-d', classes, '-cp', join(jars, '*'), ...sources);
  return program('java', '-cp', [classes, join(jars, '*')].join(delimiter), 'Consumer', ...args);
}

async function makePython(folder, args) {
  const client = ['--output-path', join(folder, 'monitor'), '--meta', 'none', '--fail-on-warning'];
  await program('openapi-python-client', 'generate', '--path', document, ...client);
  copyFileSync(join(here, 'consumers/consumer.py'), join(folder, 'consumer.py'));
  return program(join(environment, 'bin/python'), join(folder, 'consumer.py'), ...args);
}

function generate(language, folder, ...options) {
  return program(
    'openapi-generator-cli',
    'generate',
    '-g',
    language,
    '-i',
    document,
    '-o',
    folder,
    ...options,
  );
}

/** What a program prints; rejects with all of it when it fails. */
async function program(name, ...args) {
  const env = { ...process.env, PATH: path, NO_COLOR: '1' };
  const { stdout } = await run(name, args, { env, timeout: 170_000, maxBuffer: 2 ** 26 });
  return stdout;
}

function isThere(tool) {
  return run('sh', ['-c', `command -v ${tool}`]).then(
    () => true,
    () => false,
  );
}

function report(what, passed, found) {
  if (!passed) failures.push(what);
  const shown = typeof found === 'string' ? found : JSON.stringify(found, null, 2);
  console.log(passed ? `ok   ${what}` : `FAIL ${what}:\n${shown}`);
}
