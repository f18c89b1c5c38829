import { cpSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { breakFile } from '../../helpers/machines/broken-file.js';
import { lessKnown } from '../../helpers/bodies/less-known.js';
import { readMetricsText } from '../../helpers/http/metrics-text.js';
import { recordedApp } from '../../helpers/machines/recorded-app.js';
import { hostsFolder } from '../../helpers/machines/recorded-host.js';
import { writeFolder } from '../../helpers/machines/sys-machine.js';

t.setTimeout(120_000);

interface Case {
  files: string[];
  code: string;
  /** What is null then, by its place in `/stats`; of a list an entry by its name. */
  unknown: string[];
  /** Which series are not in /metrics then, and no others. */
  gone: RegExp;
}

const nothing = /^$/;
const chip = 'sys/class/hwmon/hwmon2';

/** Files of machines in the field that cannot be read, and all that is not known then. */
const cases: Record<string, Case> = {
  'pressure is built in and switched off (RHEL 8)': {
    files: ['proc/pressure/cpu', 'proc/pressure/memory', 'proc/pressure/io'],
    code: 'EOPNOTSUPP',
    unknown: ['cpu', 'memory', 'disk'].map((domain) => `${domain}.pressure_some_percent`),
    gone: /^node_pressure_(?:cpu|memory|io)_(?:waiting|stalled)_seconds_total$/,
  },
  'a CPU is switched off (Linux 6.0 and newer)': {
    files: ['sys/devices/system/cpu/cpufreq/policy3/cpuinfo_max_freq'],
    code: 'EBUSY',
    unknown: [],
    gone: nothing,
  },
  "the processor's sensor does not answer": {
    files: [`${chip}/temp1_input`],
    code: 'EIO',
    unknown: ['cpu.temperature_celsius'],
    gone: /^sysmon_cpu_temperature_celsius$|^node_hwmon_temp_celsius\{chip="[^"]*",sensor="temp1"\}$/,
  },
  'a chip does not tell its name': {
    files: [`${chip}/name`],
    code: 'EIO',
    unknown: ['cpu.temperature_celsius'],
    // Without a device too, it goes by the kernel's number then.
    gone: /^sysmon_cpu_temperature_celsius$|^node_hwmon_\w+\{chip="k10temp"/,
  },
  'a disk does not tell its model nor its blocks': {
    files: ['device/model', 'queue/logical_block_size'].map((file) => `sys/block/nvme0n1/${file}`),
    code: 'EIO',
    unknown: ['disk.devices.nvme0n1.model'],
    gone: nothing,
  },
};

const folder = t.testdir();
cpSync(join(hostsFolder, 'linux-x64__desktop-16-threads'), folder, {
  recursive: true,
  verbatimSymlinks: true,
});
const disk = { size: '2000409264\n', device: { model: 'a disk\n' }, queue: { logical_block_size: '512\n' } };
writeFolder(join(folder, 'sys/block'), { nvme0n1: disk });
const domains = ['cpu', 'memory', 'disk', 'network', 'host', 'sensors'];

/** What every domain's own route, `/stats` and `/metrics` say. */
async function answers() {
  const { app, get } = await recordedApp(folder);
  const routes: Record<string, unknown> = {};
  for (const name of domains) routes[name] = (await get(`/stats/${name}`)).body;
  const stats = (await get('/stats')).body as Record<string, unknown>;
  const metrics = readMetricsText((await get('/metrics')).body as string).values;
  const ready = await get('/health/ready');
  await app.close();
  return { routes, stats, metrics, ready };
}

const whole = await answers();

for (const [name, { files, code, unknown, gone }] of Object.entries(cases)) {
  await t.test(`${name}: ${code} costs that value alone`, async (t) => {
    const mend = files.map((file) => breakFile(join(folder, file), code));
    t.teardown(() => mend.forEach((one) => one()));
    const parsed = await answers();
    t.strictSame(lessKnown(whole.routes, parsed.routes), [], 'on the routes');
    t.strictSame(lessKnown(whole.stats, parsed.stats), [], 'in /stats');
    t.strictSame(parsed.stats['problems'], whole.stats['problems']);
    t.match(parsed.ready, { status: 200, body: { state: 'ok' } });
    for (const place of unknown) {
      t.not(valueAt(whole.routes, place), null, `${place} is known`);
      t.equal(valueAt(parsed.routes, place), null, `${place} on its route`);
    }
    const missing = [...whole.metrics.keys()].filter((series) => !parsed.metrics.has(series));
    t.strictSame(
      missing.filter((series) => !gone.test(series)),
      [],
    );
    if (gone !== nothing) t.ok(missing.length > 0, missing.join(' '));
  });
}

function valueAt(body: unknown, place: string): unknown {
  return place.split('.').reduce((value: unknown, name) => {
    const entries: Record<string, unknown> = Array.isArray(value)
      ? Object.fromEntries((value as { name: string }[]).map((one) => [one.name, one]))
      : (value as Record<string, unknown>);
    return entries[name];
  }, body);
}
