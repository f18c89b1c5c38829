/**
 * What users copy from `deploy`, for real: the alert script by /bin/sh with curl and jq against the service on recorded
 * machines, and the Grafana dashboard against the types that Grafana publishes. Prints a line for each check; the exit
 * code is 1 when one failed.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { dashboardTypeFaults, ownDashboard } from './integrations/dashboard-types.mjs';
import { portOf } from './ports.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const script = join(root, 'deploy/integrations/alert.sh');
const folder = mkdtempSync(join(tmpdir(), 'system-monitor-integrations-'));
const key = 'the-key-of-the-alert-script-0123456789';
const keyFile = join(folder, 'key');
const children = [];
const failures = [];
writeFileSync(keyFile, `${key}\n`, { mode: 0o600 });

try {
  checkDashboard();
  await checkRules(await recorded('linux-x64__desktop-16-threads'));
  await checkAbsent(await recorded('linux-x64__vm-2-threads'));
  await checkOddAnswers();
  await checkArguments();
} finally {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failures.length === 0 ? 0 : 1;

function check(what, passed, found = '') {
  if (!passed) failures.push(what);
  console.log(passed ? `ok   ${what}` : `FAIL ${what}: ${found}`);
}

function checkDashboard() {
  const json = ownDashboard();
  const faults = dashboardTypeFaults(json);
  check("the dashboard fits the types of Grafana's package", faults.length === 0, faults.join('\n'));
  const broken = json.replace('"thresholds"', '"treshholds"');
  check('one with a misspelt name does not', dashboardTypeFaults(broken).length === 1);
}

async function recorded(machine) {
  const program = join(root, 'dist/test/helpers/service/recorded-service.js');
  const child = spawn(process.execPath, [program, machine, '--port', '0'], {
    env: { PATH: process.env.PATH, SYSMON_API_KEYS: `alert:${key}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /Server listening at (http:[^"]+)/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    return url;
  }
  throw new Error(`${machine}: the service ended before it listened`);
}

/** Runs the script as cron does, with hardly an environment. */
function run(...args) {
  const env = { PATH: process.env.PATH };
  return new Promise((resolve) => {
    execFile('/bin/sh', [script, ...args], { env, timeout: 30_000 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
    );
  });
}

/** `expected` is the whole standard output, or a pattern of it. */
async function checkRun(what, args, code, expected) {
  const found = await run(...args);
  const fits = typeof expected === 'string' ? found.stdout === expected : expected.test(found.stdout);
  check(what, found.code === code && fits, JSON.stringify(found));
}

async function checkRules(url) {
  const asked = ['-u', url, '-k', keyFile];
  await checkRun('nothing is said when all is well', asked, 0, '');
  await checkRun('but with -v', [...asked, '-v', '-o'], 0, `OK: ${url}\n`);
  await checkRun('a full disk', [...asked, '-d', '63'], 2, 'disk: / is 63.2 % full\n');
  await checkRun('memory in use', [...asked, '-m', '40'], 2, 'memory: 46 % in use\n');
  const hot = 'gpu: 0 (NVIDIA GeForce RTX 4070 SUPER) is at 58 °C\n';
  await checkRun('a hot GPU', [...asked, '-t', '57.5'], 2, hot);
  await checkRun('without a key', ['-u', url], 3, /answered 401: .*key/);
  await checkRun('a path below a proxy', ['-u', `${url}/`, '-k', keyFile], 0, '');
}

async function checkAbsent(url) {
  const asked = ['-u', url, '-k', keyFile];
  await checkRun('without GPU and Ollama nothing is said', asked, 0, '');
  await checkRun('an Ollama that must run', [...asked, '-o'], 2, 'ollama: it is not running\n');
}

/** What no recorded machine has; and that no list of processes shows the key. */
async function checkOddAnswers() {
  /** @type {Record<string, [status: number, body: string]>} */
  const answers = {
    '/broken': [
      200,
      JSON.stringify({
        memory: null,
        disk: null,
        gpu: { gpus: [{ index: 0, model: null, name: 'card0', temperature_celsius: null }] },
        ollama: null,
        problems: [
          { domain: 'disk', code: 'timeout', detail: 'it did not answer', remedy: null },
          { domain: 'gpu/nvidia', code: 'driver_mismatch', detail: 'two versions', remedy: 'restart' },
        ],
      }),
    ],
    '/html': [200, '<html>a page</html>'],
    '/error': [502, '<html>Bad Gateway</html>'],
  };
  const seen = [];
  const server = createServer((request, response) => {
    seen.push(request.headers['x-api-key']);
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      if (argumentsOf(pid).includes(key)) seen.push(`the arguments of process ${pid} show the key`);
    }
    const [status, body] = answers[(request.url ?? '').replace(/\/stats.*/, '')];
    response.writeHead(status).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${portOf(server)}`;
  const problems = 'disk: it did not answer\ngpu/nvidia: two versions (restart)\n';
  await checkRun('what is broken', ['-u', `${url}/broken`, '-k', keyFile, '-o'], 2, problems);
  await checkRun('a page that is no answer', ['-u', `${url}/html`, '-k', keyFile], 3, /not understood/);
  await checkRun('a proxy whose service is away', ['-u', `${url}/error`, '-k', keyFile], 3, /answered 502/);
  check(
    'the key is sent, and in no arguments',
    seen.length === 3 && seen.every((one) => one === key),
    seen.join(),
  );
  server.close();
  await once(server, 'close');
  await checkRun('nobody answers', ['-u', url], 3, /^UNKNOWN: .*refused|connect/i);
}

function argumentsOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(error.code)) return '';
    throw error;
  }
}

async function checkArguments() {
  for (const args of [['-x'], ['-d'], ['-d', 'much'], ['-t', '1.2.3'], ['one']]) {
    await checkRun(`wrong arguments: ${args.join(' ')}`, args, 64, '');
  }
  await checkRun('a key file that is not there', ['-k', join(folder, 'none')], 3, /cannot be read/);
}
