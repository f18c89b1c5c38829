/**
 * /metrics in the hands of those who read it: promtool, the Python client's parsers, and a real Prometheus with the
 * files of `deploy/prometheus` that scrapes three services, on two recorded machines with GPUs and on this very one,
 * with models that stand in.
 * Every expression of our Grafana dashboard and of well-known ones is asked of it. Prints a line for each check; the
 * exit code is 1 when a check failed.
 */
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startModels } from './dashboard-models.mjs';
import { freePort } from './ports.mjs';
import { dashboardFaults, expressionsOf } from './prometheus/dashboard.mjs';
import {
  dcgmDashboard,
  nodeExporterFull,
  nvidiaGpuExporterDashboard,
} from './prometheus/known-dashboards.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'system-monitor-prometheus-'));
const key = randomBytes(24).toString('hex');
const children = [];
/** No graphics card is here, of which a process could hold memory. */
const cannotHaveData = /sysmon_model_gpu_memory_bytes/;
const models = await startModels();
const failures = [];
const scrapes = 8;
/** What promtool complains of because node_exporter and dcgm-exporter chose these names. */
const established =
  /^(node_memory_|node_sockstat_|DCGM_FI_)\S+ (metric|label) names should be written in 'snake_case'/;

const python = `
import sys
from prometheus_client.parser import text_string_to_metric_families as plain
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
for read, name in ((plain, sys.argv[1]), (openmetrics, sys.argv[2])):
    families = list(read(open(name).read()))
    assert all(family.documentation for family in families)
    print(len(families), sum(len(family.samples) for family in families), end=' ')
`;

try {
  cpSync(join(root, 'deploy/prometheus'), folder, { recursive: true });
  writeFileSync(join(folder, 'system-monitor.key'), key);
  promtool('the rules', ['check', 'rules', 'rules/recording.yml', 'rules/alerts.yml']);
  promtool('the tests of the rules', ['test', 'rules', 'tests/rules_test.yml']);
  promtool('the configuration', ['check', 'config', 'prometheus.yml']);
  const recorded = await service('a recorded machine', 'dist/test/helpers/service/recorded-service.js', [
    'linux-x64__desktop-16-threads',
  ]);
  const desktop = await service(
    'a recorded desktop',
    'dist/test/helpers/service/recorded-service.js',
    ['linux-x64__desktop-with-shared-memory-gpu'],
    '127.0.0.2',
  );
  const live = await service('this machine', 'dist/src/main.js', [], '127.0.0.3', {
    OLLAMA_HOST: models.address,
  });
  const services = [recorded, desktop, live];
  for (const one of services) await checkText(one);
  checkCompose();
  await checkPrometheus(await startPrometheus(services), recorded.instance, desktop.instance, live.instance);
} finally {
  for (const child of children) child.kill('SIGKILL');
  models.end();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failures.length === 0 ? 0 : 1;

function check(what, passed, found = '') {
  if (!passed) failures.push(what);
  console.log(passed ? `ok   ${what}` : `FAIL ${what}: ${found}`);
}

function promtool(what, args) {
  const { status, output } = run('promtool', args, '');
  check(`promtool: ${what}`, status === 0, output);
}

function run(program, args, input) {
  try {
    return {
      status: 0,
      output: execFileSync(program, args, { cwd: folder, input, encoding: 'utf8', stdio: 'pipe' }),
    };
  } catch (error) {
    return { status: error.status, output: `${error.stdout}${error.stderr}` };
  }
}

/** A service of its own address, since `instance` is the address without the port. */
async function service(what, program, args, host = '127.0.0.1', environment = {}) {
  const options = ['--host', host, '--port', '0', '--metrics-compat', 'dcgm,nvidia_gpu_exporter'];
  const child = spawn(process.execPath, [join(root, program), ...args, ...options], {
    env: { PATH: process.env.PATH, SYSMON_API_KEYS: `prometheus:${key}`, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /Server listening at http:\/\/127\.0\.0\.\d:(\d+)/.exec(line)?.[1];
    if (port === undefined) continue;
    child.stdout.resume();
    return { what, instance: host, target: `${host}:${port}`, url: `http://${host}:${port}` };
  }
  throw new Error(`${what}: the service ended before it listened`);
}

async function checkText({ what, url }) {
  const ask = (accept) => fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${key}`, accept } });
  check(`${what}: without a key 401`, (await fetch(`${url}/metrics`)).status === 401);
  const text = await (await ask('text/plain')).text();
  const lints = run('promtool', ['check', 'metrics'], text)
    .output.split('\n')
    .filter((line) => line !== '');
  const ours = lints.filter((line) => !established.test(line));
  check(`${what}: promtool has nothing against our names`, ours.length === 0, ours.join('\n'));
  const openMetrics = await (await ask('application/openmetrics-text;version=1.0.0')).text();
  writeFileSync(join(folder, 'metrics.txt'), text);
  writeFileSync(join(folder, 'metrics.om'), openMetrics);
  const { status, output } = run('/usr/bin/python3', ['-c', python, 'metrics.txt', 'metrics.om'], '');
  const [families, samples, openFamilies, openSamples] = output.trim().split(' ').map(Number);
  check(
    `${what}: the Python client reads ${families} families with ${samples} samples`,
    status === 0,
    output,
  );
  // What a scrape finds may be one sample more or less than the one before: files that were opened, say.
  const same = families === openFamilies && Math.abs(samples - openSamples) < 5;
  check(`${what}: and as many as OpenMetrics`, same, output);
}

/** There is no Docker here: that every file which the compose file mounts is there is what can be seen. */
function checkCompose() {
  const text = readFileSync(join(root, 'deploy/compose.monitoring.yaml'), 'utf8');
  const mounted = [...text.matchAll(/^ +- (\.\/[^:]+):/gm)].map(([, path]) => path);
  const absent = mounted.filter((path) => !existsSync(join(root, path)));
  check(
    `the compose file mounts ${mounted.length} files and folders that are there`,
    mounted.length > 0 && absent.length === 0,
    absent.join(', '),
  );
}

async function startPrometheus(services) {
  const file = join(folder, 'prometheus.yml');
  const port = await freePort();
  const configuration = readFileSync(file, 'utf8')
    .replace('scrape_interval: 15s', 'scrape_interval: 2s')
    .replace('scrape_timeout: 10s', 'scrape_timeout: 2s')
    .replace('evaluation_interval: 15s', 'evaluation_interval: 2s')
    .replace('localhost:9090', `localhost:${port}`);
  writeFileSync(file, configuration);
  const targets = services.map(({ target }) => target);
  writeFileSync(join(folder, 'targets/machines.yml'), JSON.stringify([{ targets, labels: { site: 'ci' } }]));
  const options = [
    '--config.file',
    file,
    '--storage.tsdb.path',
    join(folder, 'data'),
    '--log.level',
    'error',
  ];
  const child = spawn('prometheus', [...options, '--web.listen-address', `127.0.0.1:${port}`], {
    stdio: 'inherit',
  });
  children.push(child);
  return `http://127.0.0.1:${port}/api/v1`;
}

async function checkPrometheus(api, recorded, desktop, live) {
  const ask = async (path) => {
    const answer = await (await fetch(`${api}/${path}`)).json();
    if (answer.status !== 'success') throw new Error(`${path}: ${answer.error}`);
    return answer.data;
  };
  const query = async (expression) => (await ask(`query?query=${encodeURIComponent(expression)}`)).result;
  await gathered(query);
  const { activeTargets } = await ask('targets?state=active');
  const down = activeTargets.filter(({ health }) => health !== 'up');
  const told = down.map(({ scrapeUrl, lastError }) => `${scrapeUrl} ${lastError}`).join('\n');
  check(`all ${activeTargets.length} targets are up`, down.length === 0 && activeTargets.length === 4, told);
  // Only OpenMetrics has units.
  const { node_cpu_seconds_total: cpu, node_cpu_seconds: family } = await ask('metadata');
  const unit = (cpu ?? family)?.[0]?.unit;
  check('Prometheus reads OpenMetrics', unit === 'seconds', JSON.stringify(cpu ?? family));
  const { groups } = await ask('rules');
  const broken = groups.flatMap(({ rules }) => rules).filter(({ health }) => health !== 'ok');
  check('every rule can be evaluated', broken.length === 0, JSON.stringify(broken));
  await checkOwnDashboard(query, `${recorded}|${desktop}|${live}`);
  for (const [instance, where] of [
    [recorded, 'the recorded machine'],
    [live, 'this machine'],
  ]) {
    await checkShare(query, `Node Exporter Full on ${where}`, nodeExporterFull, instance);
  }
  await checkShare(query, 'the dashboard of dcgm-exporter', dcgmDashboard, recorded);
  await checkShare(query, 'the dashboard of nvidia_gpu_exporter', nvidiaGpuExporterDashboard, recorded);
}

/** Rates need several scrapes of all services. */
async function gathered(query) {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    await sleep(1_000);
    const counts = await query('count_over_time(node_load1[2m])').catch(() => []);
    if (counts.length === 3 && counts.every(({ value }) => Number(value[1]) >= scrapes)) return;
  }
}

async function checkOwnDashboard(query, instance) {
  const dashboard = JSON.parse(
    readFileSync(join(root, 'deploy/grafana/dashboards/system-monitor.json'), 'utf8'),
  );
  const faults = dashboardFaults(dashboard);
  check('the Grafana dashboard is well formed', faults.length === 0, faults.join('\n'));
  const expressions = expressionsOf(dashboard).filter(({ expression }) => !cannotHaveData.test(expression));
  let empty = expressions;
  // What a machine tells now and then is there at one scrape and not at the next.
  for (const deadline = Date.now() + 20_000; empty.length > 0 && Date.now() < deadline; await sleep(500)) {
    const results = await Promise.all(empty.map(({ expression }) => query(filledIn(expression, instance))));
    empty = empty.filter((_, place) => results[place].length === 0);
  }
  check(
    `all ${expressions.length} expressions of our dashboard have data`,
    empty.length === 0,
    empty.map(({ panel, expression }) => `${panel}: ${expression}`).join('\n'),
  );
}

async function checkShare(query, what, { panels, without }, instance) {
  const empty = [];
  for (const [panel, ...expressions] of panels) {
    const results = await Promise.all(expressions.map((one) => query(filledIn(one, instance))));
    if (results.some((result) => result.length === 0)) empty.push(panel);
  }
  const share = `${panels.length - empty.length} of ${panels.length}`;
  const missing = empty.filter((panel) => !without.includes(panel));
  check(
    `${what}: ${share} panels have data${empty.length === 0 ? '' : ` (not: ${empty.join(', ')})`}`,
    missing.length === 0,
    missing.join(', '),
  );
}

function filledIn(expression, instance) {
  return expression.replaceAll('$instance', instance).replaceAll('$__rate_interval', '20s');
}
