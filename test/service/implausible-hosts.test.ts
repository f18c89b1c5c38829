import t, { type Test } from 'tap';
import { CpuStats, CpuTimes } from '../../schemas/cpu.js';
import { DiskDevice, DiskStats, FileSystem } from '../../schemas/disk.js';
import { HostStats, Login } from '../../schemas/host.js';
import { MemoryStats } from '../../schemas/memory.js';
import { NetworkInterface, NetworkStats } from '../../schemas/network.js';
import { Process, ProcessesStats } from '../../schemas/processes.js';
import {
  CurrentSensor,
  FanSensor,
  HumiditySensor,
  PowerSensor,
  PowerSupply,
  SensorsStats,
  TemperatureSensor,
  ThermalZone,
  VoltageSensor,
} from '../../schemas/sensors.js';
import { Bound } from '../../src/bounds.js';
import { Each } from '../../src/plausible.js';
import { cpuBounds } from '../../src/readers/cpu/bounds.js';
import { diskBounds } from '../../src/readers/disk/bounds.js';
import { hostBounds } from '../../src/readers/host/bounds.js';
import { memoryBounds } from '../../src/readers/memory/bounds.js';
import { networkBounds } from '../../src/readers/network/bounds.js';
import { processesBounds } from '../../src/readers/processes/bounds.js';
import { sensorsBounds } from '../../src/readers/sensors/bounds.js';
import { lessKnown } from '../helpers/bodies/less-known.js';
import { loneDomain } from '../helpers/machines/lone-domains.js';
import { recordedApp } from '../helpers/machines/recorded-app.js';
import { sysFolder, writeFolder, type Folder } from '../helpers/machines/sys-machine.js';
import { readMetricsText } from '../helpers/http/metrics-text.js';

/** 2^64 − 1, −1 without a sign: how counters and sizes look that have none, or fell below 0. */
const ones = '18446744073709551615';
const gibibyte = 2 ** 30;
const size = {
  total: 100 * gibibyte,
  free: 40 * gibibyte,
  available: 35 * gibibyte,
  inodes: 1_000,
  inodesFree: 400,
};

/** A file with one line exchanged. */
const withLine = (text: string, pattern: RegExp, line: string) => text.replace(pattern, line);
const pressure =
  'some avg10=1.50 avg60=0.00 avg300=0.00 total=1000\nfull avg10=0.50 avg60=0.00 avg300=0.00 total=500\n';
const meminfo = `MemTotal: 16000000 kB
MemFree: 4000000 kB
MemAvailable: 9000000 kB
Buffers: 100000 kB
Cached: 3000000 kB
SReclaimable: 50000 kB
Shmem: 20000 kB
SwapTotal: 2000000 kB
SwapFree: 1500000 kB
`;
const stat = `cpu  1000 0 500 8000 100 0 0 0 0 0
cpu0 1000 0 500 8000 100 0 0 0 0 0
intr 5000 1 2
ctxt 9000
btime 1760000000
processes 300
procs_running 1
procs_blocked 0
`;
const netDev = (received: string, sent: string) => `Inter-|   Receive  |  Transmit
 face |bytes packets errs drop fifo frame compressed multicast|bytes packets errs drop fifo colls carrier compressed
  eth0: ${received} 10 0 0 0 0 0 0 ${sent} 20 0 0 0 0 0 0
`;
const link = (index: number, files: Folder): Folder => ({
  ...{
    ifindex: `${index}\n`,
    iflink: `${index}\n`,
    type: '1\n',
    flags: '0x1003\n',
    mtu: '1500\n',
    uevent: '',
  },
  ...files,
});
const disk = (cells: string) => `   8       0 sda ${cells}\n`;
const soundDisk = '100 10 8000 50 200 20 16000 80 0 90 130';
const battery = `POWER_SUPPLY_TYPE=Battery
POWER_SUPPLY_STATUS=Charging
POWER_SUPPLY_CAPACITY=84
POWER_SUPPLY_VOLTAGE_NOW=12000000
POWER_SUPPLY_POWER_NOW=7000000
POWER_SUPPLY_ENERGY_NOW=42000000
POWER_SUPPLY_ENERGY_FULL=50000000
POWER_SUPPLY_CYCLE_COUNT=12
`;

const sound: Folder = {
  proc: {
    ...{ stat, meminfo, loadavg: '0.50 0.40 0.30 1/200 4000\n', uptime: '5000.50 4000.00\n' },
    ...{ vmstat: 'pgpgin 10\npgfault 20\n', diskstats: disk(soundDisk) },
    cpuinfo: 'processor : 0\nmodel name : A\ncpu MHz : 2400.000\n',
    pressure: { cpu: pressure, memory: pressure, io: pressure },
    net: { dev: netDev('1000', '2000'), sockstat: 'TCP: inuse 4 mem 1\n' },
    self: { mountinfo: '1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:50 / /mnt/fuse rw - fuse.sshfs a:/ rw\n' },
    sys: { fs: { 'file-nr': '100\t0\t9223372036854775807\n' } },
    '7': { stat: '7 (a) S 1 7 7 0 -1 0 0 0 0 0 5 5 0 0 20 0 3 0 900 0 100 0\n' },
  },
  sys: {
    block: { sda: { size: '209715200\n' } },
    class: {
      net: { eth0: link(2, { device: { uevent: '' }, speed: '1000\n' }) },
      hwmon: {
        hwmon0: { name: 'k10temp\n', temp1_input: '45000\n', temp1_label: 'Tctl\n', temp1_max: '70000\n' },
        hwmon1: {
          ...{ name: 'board\n', fan1_input: '900\n', in0_input: '12000\n', curr1_input: '1000\n' },
          ...{ power1_input: '65000000\n', humidity1_input: '40000\n' },
        },
      },
      thermal: { thermal_zone0: { type: 'acpitz\n', temp: '30000\n' } },
      power_supply: { BAT0: { uevent: battery } },
    },
  },
};

/** A machine that is sound but for these files and file systems. */
function machine(t: Test, files: Folder = {}, fileSystems: object = {}): string {
  const folder = sysFolder(t, {}, {});
  writeFolder(folder, sound);
  writeFolder(folder, files);
  const about = { platform: 'linux', architecture: 'x86_64', recorded: '2026-01-31T12:00:00.000Z' };
  const systems = { '/': size, '/mnt/fuse': size, ...fileSystems };
  writeFolder(folder, { 'machine.json': JSON.stringify({ ...about, fileSystems: systems }) });
  return folder;
}

interface Case {
  domain: string;
  files?: Folder;
  fileSystems?: object;
  /** The fields that are refused, told and counted. */
  refused: string[];
}

const proc = (files: Folder): { files: Folder } => ({ files: { proc: files } });
const hwmon = (files: Folder): { files: Folder } => ({ files: { sys: { class: { hwmon: files } } } });
const supply = (text: string): { files: Folder } => ({
  files: { sys: { class: { power_supply: { BAT0: { uevent: text } } } } },
});

const cases: Record<string, Case> = {
  'cpu: load of more tasks than there are': {
    domain: 'cpu',
    ...proc({ loadavg: '99999999999.00 0.40 0.30 1/200 4000\n' }),
    refused: ['load_average'],
  },
  'cpu: pressure above 100 %, a clock of 4.29 THz, counters of all ones': {
    domain: 'cpu',
    ...proc({
      pressure: { cpu: withLine(pressure, /avg10=1.50/, 'avg10=250.00') },
      cpuinfo: 'processor : 0\nmodel name : A\ncpu MHz : 4294967.295\n',
      stat: withLine(stat, /ctxt \d+/, `ctxt ${ones}`),
    }),
    refused: ['pressure_some_percent', 'frequency_mhz', 'context_switches'],
  },
  'cpu: k10temp at 65535 °C': {
    domain: 'cpu',
    ...hwmon({ hwmon0: { temp1_input: '65535000\n' } }),
    refused: ['temperature_celsius'],
  },
  'cpu: −256 °C': {
    domain: 'cpu',
    ...hwmon({ hwmon0: { temp1_input: '-256000\n' } }),
    refused: ['temperature_celsius'],
  },
  'memory: parts larger than the whole': {
    domain: 'memory',
    ...proc({
      meminfo: meminfo
        .replace('Buffers: 100000', 'Buffers: 99000000')
        .replace('SwapFree: 1500000', 'SwapFree: 18014398503714728'),
    }),
    refused: ['buffers_bytes', 'swap_free_bytes', 'meminfo'],
  },
  'memory: free memory of all ones, pressure above 100 %, counters of all ones': {
    domain: 'memory',
    ...proc({
      meminfo: meminfo.replace('MemFree: 4000000 kB', `MemFree: ${ones}`),
      vmstat: `pgpgin ${ones}\npgfault 20\n`,
      pressure: { memory: withLine(pressure, /avg10=0.50/, 'avg10=400.00') },
    }),
    refused: ['free_bytes', 'meminfo', 'vmstat', 'pressure_full_percent'],
  },
  'disk: counters of all ones': {
    domain: 'disk',
    ...proc({ diskstats: disk(`${ones} 10 8000 50 200 20 ${ones} 80 4294967295 90 130`) }),
    refused: [
      'devices.read_operations',
      'devices.sectors_written',
      'devices.written_bytes',
      'devices.requests_under_way',
    ],
  },
  'disk: a device of all ones': {
    domain: 'disk',
    files: { sys: { block: { sda: { size: `${ones}\n` } } } },
    refused: ['devices.size_bytes'],
  },
  'disk: a file system with more free than there is, and one with less than nothing available': {
    domain: 'disk',
    fileSystems: {
      '/mnt/fuse': { ...size, free: 200 * gibibyte, available: 2 ** 64 - 4096 * 2048, inodesFree: 5_000 },
    },
    refused: ['filesystems.used_bytes', 'filesystems.free_bytes', 'filesystems.inodes_free'],
  },
  'disk: a file system of 16 EiB': {
    domain: 'disk',
    fileSystems: { '/mnt/fuse': { ...size, total: 2 ** 64 } },
    refused: ['filesystems.total_bytes'],
  },
  'network: counters of all ones': {
    domain: 'network',
    ...proc({ net: { dev: netDev(ones, '9223372036854775808') } }),
    refused: ['interfaces.received_bytes', 'interfaces.sent_bytes'],
  },
  'network: sockets and an mtu beyond all measure': {
    domain: 'network',
    files: {
      proc: { net: { sockstat: `TCP: inuse 4 mem ${ones}\n` } },
      sys: { class: { net: { eth0: { mtu: '4294967295\n' } } } },
    },
    refused: ['sockets', 'interfaces.mtu'],
  },
  'host: an uptime of centuries, a start beyond all dates': {
    domain: 'host',
    ...proc({
      uptime: '99999999999.00 1.00\n',
      stat: withLine(stat, /btime \d+/, 'btime 99999999999999'),
      sys: { fs: { 'file-nr': `${ones}\t0\t9223372036854775807\n` } },
    }),
    refused: ['uptime_seconds', 'booted_at', 'file_handles'],
  },
  'sensors: 65535 °C, a fan of 65535, volts, watts and humidity of all ones': {
    domain: 'sensors',
    ...hwmon({
      hwmon0: { temp1_input: '65535000\n' },
      hwmon1: {
        ...{ fan1_input: '65535\n', in0_input: '4294967295\n', curr1_input: '4294967295\n' },
        ...{ power1_input: '4294967295000\n', humidity1_input: '4294967295\n' },
      },
    }),
    refused: [
      'temperature_celsius',
      'fan_rpm',
      'voltage_volts',
      'current_amperes',
      'power_watts',
      'humidity_percent',
    ],
  },
  'sensors: −273.15 and −256 °C, a power of all ones in microwatts': {
    domain: 'sensors',
    files: {
      sys: {
        class: {
          hwmon: { hwmon0: { temp1_input: '-273150\n' }, hwmon1: { power1_input: '4294967295\n' } },
          thermal: { thermal_zone0: { temp: '-256000\n' } },
        },
      },
    },
    refused: ['temperature_celsius', 'power_watts', 'thermal_zones.temperature_celsius'],
  },
  'sensors: a battery of 65535 %, and of 10^9 Wh': {
    domain: 'sensors',
    ...supply(
      battery.replace('CAPACITY=84', 'CAPACITY=65535').replace('ENERGY_NOW=42000000', `ENERGY_NOW=${ones}`),
    ),
    refused: ['power_supplies.charge_percent', 'power_supplies.energy_watt_hours'],
  },
  'processes: one that started beyond all dates, with more threads than there are': {
    domain: 'processes',
    ...proc({
      stat: withLine(stat, /btime \d+/, 'btime 99999999999999'),
      '7': { stat: '7 (a) S 1 7 7 0 -1 0 0 0 0 0 5 5 0 0 20 0 90000000 0 900 0 9007199254740991 0\n' },
    }),
    refused: ['processes.started_at', 'processes.threads', 'processes.memory_bytes'],
  },
};

/** What such a domain shows after three readings, and what it counted. */
async function readings(t: Test, folder: string, domain: string) {
  const { app, host, shown } = await loneDomain(folder, domain);
  t.teardown(() => app.close());
  for (let reading = 0; reading < 2; reading += 1) {
    await shown();
    await host.clock.advance(10_000);
  }
  const { body, metrics } = await shown();
  const { implausible = [], ...rest } = (body ?? {}) as { implausible?: string[] };
  const counts = app.monitor.implausible.all();
  return { implausible, body: rest, metrics, counts };
}

for (const [name, { domain, files, fileSystems, refused }] of Object.entries(cases)) {
  t.test(`${name}: null, told, counted; everything else is as on a sound machine`, async (t) => {
    const whole = await readings(t, machine(t), domain);
    t.same([whole.implausible, whole.counts], [[], []], 'nothing is refused of a sound machine');
    const odd = await readings(t, machine(t, files, fileSystems), domain);
    t.same(odd.counts.map(({ field }) => field).sort(), [...refused].sort(), JSON.stringify(odd.implausible));
    for (const { field, count } of odd.counts) t.ok(count >= 2 && count <= 12, `${field}: ${count}`);
    t.same(lessKnown(whole.body, odd.body), [], 'no other value is different');
    const wrong = [...odd.metrics].filter(([series, value]) => !Object.is(whole.metrics.get(series), value));
    t.same(wrong, [], 'no metric is different, or new');
    const texts = JSON.stringify(domain === 'sensors' ? odd.body : odd.implausible);
    for (const field of refused) t.ok(texts.includes(`${field} `), `${field} is told with why`);
  });
}

t.test('the battery of 117 %, and one that does not say how full it is', async (t) => {
  const charge = async (text: string) => {
    const { body } = await readings(t, machine(t, supply(text).files), 'sensors');
    return (body as { power_supplies: { charge_percent: number | null }[] }).power_supplies[0]
      ?.charge_percent;
  };
  t.equal(await charge(battery.replace('CAPACITY=84', 'CAPACITY=117')), 100);
  t.equal(await charge(battery.replace('POWER_SUPPLY_CAPACITY=84\n', '')), 84);
  const inAmpereHours =
    'POWER_SUPPLY_TYPE=Battery\nPOWER_SUPPLY_CHARGE_NOW=1500000\nPOWER_SUPPLY_CHARGE_FULL=2000000\n';
  t.equal(await charge(inAmpereHours), 75);
});

t.test(
  'the speed of a link is what a card has: not what drivers say of none, nor what a veth or tun makes up',
  async (t) => {
    const speeds = async (links: Folder) => {
      const dev = Object.keys(links)
        .map((name) => `  ${name}: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n`)
        .join('');
      const folder = machine(t, { proc: { net: { dev } }, sys: { class: { net: links } } });
      const { body, counts } = await readings(t, folder, 'network');
      const { interfaces } = body as { interfaces: { name: string; speed_mbps: number | null }[] };
      return { speeds: Object.fromEntries(interfaces.map((one) => [one.name, one.speed_mbps])), counts };
    };
    const card = { device: { uevent: '' } };
    const { speeds: told, counts } = await speeds({
      eth0: link(2, { ...card, speed: '1000\n' }),
      eth1: link(3, { ...card, speed: '4294967295\n' }),
      eth2: link(4, { ...card, speed: '65535\n' }),
      eth3: link(5, { ...card, speed: '-1\n' }),
      bond0: link(6, { bonding: {}, speed: '2000\n' }),
      veth1: link(7, { iflink: '2\n', speed: '10000\n' }),
      tun0: link(8, { tun_flags: '0x1001\n', type: '65534\n', speed: '10000\n' }),
    });
    t.same(told, { eth0: 1000, eth1: null, eth2: null, eth3: null, bond0: 2000, veth1: null, tun0: null });
    t.same(counts, [], 'drivers say so of a link that they do not know');
    t.same(
      (await speeds({ eth0: link(2, { ...card, speed: '99999999\n' }) })).counts[0]?.field,
      'interfaces.speed_mbps',
    );
  },
);

t.test('in the whole service: on the route, in /stats, in /metrics and in history', async (t) => {
  const folder = machine(t, {
    proc: { pressure: { cpu: withLine(pressure, /avg10=1.50/, 'avg10=250.00') } },
    sys: { class: { hwmon: { hwmon0: { temp1_input: '65535000\n' } } } },
  });
  const { app, get, host } = await recordedApp(folder);
  t.teardown(() => app.close());
  for (let reading = 0; reading < 3; reading += 1) {
    await get('/stats');
    await host.clock.advance(1_000);
  }
  t.match((await get('/stats/cpu')).body, { temperature_celsius: null, pressure_some_percent: null });
  t.match((await get('/stats')).body, {
    cpu: {
      implausible: [
        /^temperature_celsius 65535 °C: above 200 °C$/,
        /^pressure_some_percent 250 %: above 100 %$/,
      ],
    },
  });
  const { values } = readMetricsText((await get('/metrics')).body as string);
  for (const field of ['temperature_celsius', 'pressure_some_percent']) {
    const counted = values.get(`sysmon_implausible_values_total{domain="cpu",field="${field}"}`) ?? 0;
    t.ok(counted >= 3 && counted <= 8, `${field}: ${counted}`);
  }
  t.notOk(values.has('sysmon_cpu_temperature_celsius'));
  const { metrics } = (await get('/stats/history/metrics')).body as {
    metrics: { metric: string; last_at: string | null }[];
  };
  const kept = metrics.filter(({ last_at }) => last_at !== null).map(({ metric }) => metric);
  t.ok(kept.includes('cpu.load_average'));
  for (const field of ['temperature_celsius', 'pressure_some_percent'])
    t.notOk(kept.includes(`cpu.${field}`));
});

t.test('a path whose file system tells what cannot be has a 503 that says so', async (t) => {
  const folder = machine(t, {}, { '/': { ...size, free: 2 ** 60 } });
  const { app, get } = await recordedApp(folder);
  t.teardown(() => app.close());
  const { status, body } = await get('/stats/disk');
  t.equal(status, 503);
  t.match(body, {
    code: 'malformed',
    detail: /^the file system at \/ tells what cannot be: used_bytes 1152921504606847000 B/,
  });
});

t.test('bytes beyond 2^53 are the nearest number; beyond 2^63 there are none', async (t) => {
  const told = async (digits: string) => {
    const folder = machine(t, { proc: { net: { dev: netDev(digits, '5') } } });
    return readings(t, folder, 'network');
  };
  // A card of 400 Gb/s is there after 50 hours.
  for (const digits of ['9007199254740993', '9000000000000000000']) {
    const { body, counts } = await told(digits);
    t.match(body, { received_bytes: Number(digits), sent_bytes: 5 });
    t.same(counts, []);
  }
  for (const digits of ['9223372036854775808', ones, '9'.repeat(30)]) {
    const { body, counts } = await told(digits);
    t.match(body, { received_bytes: null, bytes_recv_gb: null, sent_bytes: 5 });
    t.equal(counts[0]?.field, 'interfaces.received_bytes', digits);
  }
});

t.test('a bound calls its field as the API does, but for what is in /metrics alone', (t) => {
  const inMetricsAlone =
    /^(?:context_switches|interrupts|forks|tasks_\w+|meminfo|vmstat|sockets|file_handles\w*|pressure_\w+_seconds|pressure_full_percent|memory_total_bytes|devices\.(?:m[aj]|minor|\w+_merged|sectors_\w+|\w+_milliseconds|requests_under_way|discards|flushes)\w*)$/;
  const schemas = {
    cpu: [cpuBounds, CpuStats],
    memory: [memoryBounds, MemoryStats],
    disk: [diskBounds, DiskStats],
    network: [networkBounds, NetworkStats],
    host: [hostBounds, HostStats],
    processes: [processesBounds, ProcessesStats],
    sensors: [sensorsBounds, SensorsStats],
  } as const;
  for (const [name, [bounds, schema]] of Object.entries(schemas)) {
    const fields = fieldsOf(bounds).filter((field) => !inMetricsAlone.test(field));
    t.ok(fields.length > 2, name);
    const known = namesIn(schema);
    t.same(
      fields.filter((field) => !known.has(field.split('.').at(-1) ?? '')),
      [],
      name,
    );
  }
  t.end();
});

/** The fields of all bounds of a table, at any depth. */
function fieldsOf(table: unknown): string[] {
  if (table instanceof Bound) return [table.field];
  if (table instanceof Each) return fieldsOf(table.bounds);
  return typeof table === 'object' && table !== null ? Object.values(table).flatMap(fieldsOf) : [];
}

/** The names of all properties of a schema and of the components of the service. */
function namesIn(schema: unknown): Set<string> {
  const components = [
    FileSystem,
    DiskDevice,
    NetworkInterface,
    Login,
    Process,
    PowerSupply,
    ThermalZone,
    CpuTimes,
  ];
  const sensors = [TemperatureSensor, FanSensor, VoltageSensor, PowerSensor, CurrentSensor, HumiditySensor];
  const all = [schema, ...components, ...sensors].map(
    (one) => Reflect.get(Object(one), 'properties') as object,
  );
  return new Set(all.flatMap((properties) => Object.keys(properties)));
}
