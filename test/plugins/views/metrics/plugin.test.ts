import { readdirSync } from 'node:fs';
import t from 'tap';
import type { Metric } from '../../../../src/exposition/metric.js';
import { Failure } from '../../../../src/failures.js';
import { ownMetrics } from '../../../../plugins/views/metrics/own.js';
import { everyMetric, readMetricsText } from '../../../helpers/http/metrics-text.js';
import { recordedApp } from '../../../helpers/machines/recorded-app.js';
import { hostsFolder } from '../../../helpers/machines/recorded-host.js';

const desktop = 'linux-x64__desktop-16-threads';
const card =
  'uuid="GPU-00000000-0000-0000-0000-000000000001",vendor="nvidia",model="NVIDIA GeForce RTX 4070 SUPER"';
const compatible = { metricsCompat: ['dcgm', 'nvidia_gpu_exporter'] as const };

for (const machine of readdirSync(hostsFolder)) {
  void t.test(`on ${machine} the metrics are well formed, and those that the documents list`, async (t) => {
    const { app, get } = await recordedApp(machine, { settings: compatible });
    const answer = await get('/metrics');
    t.equal(answer.status, 200);
    t.equal(answer.type, 'text/plain; version=0.0.4; charset=utf-8');
    const { types, helps, values } = readMetricsText(answer.body as string);
    const declared = [...app.monitor.catalogue.all().flatMap(everyMetric), ...ownMetrics];
    for (const [name, type] of types) {
      const metric = declared.find((one) => nameOf(one).test(name));
      t.equal(type, metric?.type, `${name} is declared as the ${type} it is`);
      t.match(helps.get(name), /\S/, `${name} has a help`);
    }
    t.ok(values.size > 40, `${values.size} series`);
    await app.close();
  });
}

/** A declared name may have parts such as `<field>`. */
function nameOf({ name }: Metric): RegExp {
  return new RegExp(`^${name.replace(/<\w+>/g, '\\w+')}$`);
}

void t.test('the values are those of the other routes, in base units', async (t) => {
  const { app, get } = await recordedApp(desktop);
  const { values } = readMetricsText((await get('/metrics')).body as string);
  const memory = (await get('/stats/memory')).body as { total_bytes: number; available_bytes: number };
  t.equal(values.get('node_memory_MemTotal_bytes'), memory.total_bytes);
  t.equal(values.get('node_memory_MemAvailable_bytes'), memory.available_bytes);
  const { gpus } = (await get('/stats/gpu/nvidia')).body as {
    gpus: [
      { usage_percent: number; power_watts: number; vram_used_bytes: number; clock_graphics_mhz: number },
    ];
  };
  t.equal(values.get(`sysmon_gpu_usage_ratio{${card}}`), gpus[0].usage_percent / 100);
  t.equal(values.get(`sysmon_gpu_power_watts{${card}}`), gpus[0].power_watts);
  t.equal(values.get(`sysmon_gpu_memory_used_bytes{${card}}`), gpus[0].vram_used_bytes);
  t.equal(values.get(`sysmon_gpu_clock_hertz{${card},clock="graphics"}`), gpus[0].clock_graphics_mhz * 1e6);
  t.equal(values.get(`sysmon_gpu_state{${card},state="ok"}`), 1);
  t.equal(values.get(`sysmon_gpu_state{${card},state="lost"}`), 0);
  t.equal(values.get('ollama_running_models'), 2);
  t.equal(values.get('sysmon_domain_up{domain="gpu/nvidia"}'), 1);
  t.equal(values.get('node_scrape_collector_success{collector="memory"}'), 1);
  await app.close();
});

void t.test("the processor's time is in seconds and by mode, as node_exporter counts it", async (t) => {
  const { app, get } = await recordedApp(desktop);
  const { values } = readMetricsText((await get('/metrics')).body as string);
  const line = /^cpu0 (\d+) (\d+) (\d+) (\d+) (\d+)/m.exec(app.monitor.host.proc.required('stat')) ?? [];
  const modes = ['user', 'nice', 'system', 'idle', 'iowait'];
  for (const [index, mode] of modes.entries()) {
    t.equal(
      values.get(`node_cpu_seconds_total{cpu="0",mode="${mode}"}`),
      Number(line[index + 1]) / 100,
      mode,
    );
  }
  t.equal([...values.keys()].filter((series) => series.startsWith('node_cpu_seconds_total{')).length, 16 * 8);
  await app.close();
});

void t.test('OpenMetrics is given to whom prefers it, with its end', async (t) => {
  const { app, get } = await recordedApp(desktop);
  const answer = await get('/metrics', {
    accept: 'application/openmetrics-text;version=1.0.0,text/plain;q=0.5',
  });
  t.equal(answer.type, 'application/openmetrics-text; version=1.0.0; charset=utf-8');
  const text = answer.body as string;
  t.ok(text.endsWith('\n# EOF\n'));
  t.match(text, '# TYPE node_cpu_seconds counter\n# UNIT node_cpu_seconds seconds\n');
  const untold = await app.inject({ url: '/metrics' });
  t.equal(untold.headers['vary'], 'Accept');
  t.equal(untold.headers['cache-control'], 'private, no-store');
  await app.close();
});

void t.test('a value that is not known is left out, never 0', async (t) => {
  const { app, get } = await recordedApp('linux-x64__vm-2-threads');
  const { values } = readMetricsText((await get('/metrics')).body as string);
  const cpu = (await get('/stats/cpu')).body as { temperature_celsius: null };
  t.equal(cpu.temperature_celsius, null);
  t.equal(values.has('sysmon_cpu_temperature_celsius'), false);
  t.equal(values.get('ollama_up'), 0);
  t.equal(values.has('ollama_running_models') && values.get('ollama_running_models') !== 0, false);
  await app.close();
});

void t.test('other exporters are only spoken for when the settings say so', async (t) => {
  const plain = await recordedApp(desktop);
  const text = (await plain.get('/metrics')).body as string;
  t.notMatch(text, /^(DCGM|nvidia_smi)/m);
  await plain.app.close();
  const { app, get } = await recordedApp(desktop, { settings: compatible });
  const { values } = readMetricsText((await get('/metrics')).body as string);
  const labels =
    'gpu="0",UUID="GPU-00000000-0000-0000-0000-000000000001",pci_bus_id="00000000:01:00.0",device="nvidia0",' +
    'modelName="NVIDIA GeForce RTX 4070 SUPER",Hostname="host-1",DCGM_FI_DRIVER_VERSION="580.119.02"';
  t.equal(values.get(`DCGM_FI_DEV_GPU_UTIL{${labels}}`), 37);
  const uuid = 'uuid="00000000-0000-0000-0000-000000000001"';
  t.equal(values.get(`nvidia_smi_utilization_gpu_ratio{${uuid}}`), 0.37);
  t.equal(values.get(`nvidia_smi_pstate{${uuid}}`), 2);
  await app.close();
});

void t.test('what does not answer in time is left out and said to be down; the rest is there', async (t) => {
  const never = () => new Promise<never>(() => undefined);
  const { app, host } = await recordedApp(desktop, {
    host: { ollama: { url: 'http://127.0.0.1:11434', get: never } },
  });
  const scrape = { url: '/metrics', headers: { 'x-prometheus-scrape-timeout-seconds': '1.5' } };
  const answer = app.inject(scrape);
  const before = host.clock.monotonic();
  const { values } = readMetricsText((await host.clock.until(answer)).body);
  t.ok(host.clock.monotonic() - before <= 1_100, `waited ${host.clock.monotonic() - before} ms`);
  t.equal(values.get('sysmon_domain_up{domain="ollama"}'), 0);
  t.equal(values.get('sysmon_domain_up{domain="memory"}'), 1);
  t.equal(values.has('ollama_running_models'), false);
  await app.close();
});

void t.test('a reading that failed gives no values, and says so', async (t) => {
  const { app, host, get } = await recordedApp(desktop);
  const required = host.proc.required.bind(host.proc);
  host.proc.required = (path) => {
    if (path === 'meminfo') throw new Failure('failed', 'broken');
    return required(path);
  };
  await host.clock.advance(3_000);
  const { values } = readMetricsText((await get('/metrics')).body as string);
  t.equal(values.get('sysmon_domain_up{domain="memory"}'), 0);
  t.equal(values.has('node_memory_MemTotal_bytes'), false);
  t.equal(values.get('sysmon_domain_up{domain="cpu"}'), 1);
  await app.close();
});

void t.test(
  'an unchanged reading is not written anew, and an answer a moment old is given again',
  async (t) => {
    const { app, host } = await recordedApp(desktop);
    const scrape = async () =>
      (await host.clock.until(app.inject({ url: '/metrics' }))).rawPayload.toString();
    const first = await scrape();
    t.equal(await scrape(), first);
    await host.clock.advance(150);
    const later = await scrape();
    t.not(later, first, 'what the service says of itself is of now');
    const series = (text: string) =>
      text.split('\n').filter((line) => line.startsWith('node_cpu_seconds_total'));
    t.same(series(later), series(first));
    await app.close();
  },
);
