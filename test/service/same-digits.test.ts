import { readdirSync } from 'node:fs';
import t, { type Test } from 'tap';
import { recordedApp, type RecordedApp } from '../helpers/machines/recorded-app.js';
import { hostsFolder } from '../helpers/machines/recorded-host.js';

type Body = Record<string, unknown>;
type Value = number | null;

interface Schema {
  $ref?: string;
  'x-unit'?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  allOf?: Schema[];
}

/** How many decimals a value in a unit has at most; GPUs and pressure have two of percent, waits microseconds. */
const decimals: Record<string, number> = {
  ...{ bytes: 0, count: 0, gibibytes: 2, mebibytes: 2, megahertz: 2, 'revolutions per minute': 0 },
  ...{ celsius: 3, watts: 3, joules: 3, 'watt-hours': 3, volts: 3, amperes: 3, seconds: 3, '1': 3 },
  ...{ 'megabits per second': 0, 'bytes per second': 2, 'per second': 2, percent: 1 },
};
const finer: [place: RegExp, decimals: number][] = [
  [/Gpu\w*\..*percent$|Gpu\.\w+_utilization$|GpuEngine|pressure_\w+_percent$/, 2],
  [/_wait_seconds$/, 6],
];

const routes = [
  ...['cpu', 'memory', 'disk', 'network', 'host', 'sensors', 'processes', 'ollama', 'summary', 'gpu'],
  ...['gpu/nvidia', 'gpu/amd', 'gpu/intel', 'gpu/apple', 'gpu/jetson', 'gpu/other'],
];

for (const machine of readdirSync(hostsFolder)) {
  t.test(`${machine}: the same value has the same digits wherever it stands`, async (t) => {
    const recorded = await recordedApp(machine);
    t.teardown(() => recorded.app.close());
    const bodies: Record<string, Body> = {};
    for (const route of routes) bodies[route] = (await recorded.get(`/stats/${route}`)).body as Body;
    await compareStats(t, recorded, bodies);
    compareParts(t, bodies);
    compareCards(t, bodies);
    compareTemperatures(t, bodies);
    await compareHistory(t, recorded, bodies);
    t.same(tooManyDigits(recorded, bodies), [], 'no value has more decimals than its unit');
  });
}

async function compareStats(t: Test, { get }: RecordedApp, bodies: Record<string, Body>) {
  const stats = (await get('/stats')).body as Body;
  for (const name of ['cpu', 'memory', 'disk', 'network', 'host', 'gpu', 'ollama']) {
    if (stats[name] === null) continue;
    t.same(stats[name], bodies[name], `/stats has ${name} as its own route`);
  }
}

/** What is said of the whole is what is said of its parts. */
function compareParts(t: Test, { cpu, memory, disk, network, host, summary }: Record<string, Body>) {
  if (cpu?.['load_average'] !== undefined)
    t.same(cpu['load_average'], host?.['load_average'], 'load average');
  const fileSystems = rows(disk?.['filesystems']);
  const root = fileSystems.find((one) => one['mount_point'] === disk?.['mount_point']);
  if (root !== undefined) {
    const { total_bytes, used_bytes, free_bytes, percent, device, type } = disk ?? {};
    const { used_percent, ...of } = root;
    t.match(of, { total_bytes, used_bytes, free_bytes, device, type }, 'the root among the file systems');
    t.equal(used_percent, percent, 'how full it is');
  }
  if (summary !== undefined && memory !== undefined && cpu !== undefined && disk !== undefined) {
    const [used, total] = [text(memory['used_gb'], ' GB'), text(memory['total_gb'], ' GB')];
    const ram = used === 'n/a' ? 'n/a' : `${used} / ${total} (${text(memory['percent'], '%')})`;
    const [cpuText, diskText] = [text(cpu['usage_percent'], '%'), text(disk['percent'], '%')];
    t.match(summary, { cpu_usage: cpuText, ram_usage: ram, disk_usage: diskText });
  }
  const interfaces = rows(network?.['interfaces']);
  const sum = (key: string) => interfaces.reduce((total, one) => total + ((one[key] as Value) ?? NaN), 0);
  if (interfaces.length > 0) t.equal(network?.['received_bytes'], sum('received_bytes'), 'received');
}

function text(value: unknown, unit: string): string {
  return typeof value === 'number' ? `${value}${unit}` : 'n/a';
}

/** A card is the same in the list of all, on its vendor's route and under the original's names. */
function compareCards(t: Test, bodies: Record<string, Body>) {
  for (const card of rows(bodies['gpu']?.['gpus'])) {
    const own = rows(bodies[`gpu/${card['vendor'] as string}`]?.['gpus']).find(({ id }) => id === card['id']);
    const { index, ...fields } = card;
    t.match(own, fields, `card ${index as number} on its own route`);
    t.equal(card['temperature'], card['temperature_celsius']);
    t.equal(card['gpu_utilization'], card['usage_percent']);
    t.equal(card['memory_utilization'], card['memory_activity_percent']);
  }
}

/** What a chip says stands among the sensors, and in the body of what it belongs to. */
function compareTemperatures(t: Test, bodies: Record<string, Body>) {
  const chips = rows(bodies['sensors']?.['chips']);
  const all = [...chips.flatMap(temperaturesOf), ...valuesOf(bodies['sensors']?.['thermal_zones'])];
  const { temperature_celsius: celsius = null } = bodies['cpu'] ?? {};
  if (celsius !== null && all.length > 0)
    t.ok(all.includes(celsius as number), `the processor's ${celsius as number} °C`);
  for (const card of rows(bodies['gpu']?.['gpus'])) {
    // Recordings without the links of chips have one of AMD at most.
    const isOf = ({ device, name }: Body) =>
      device === card['pci_address'] || (device === null && name === 'amdgpu' && card['vendor'] === 'amd');
    const chip = chips.find(isOf);
    if (chip === undefined || card['state'] !== 'ok') continue;
    for (const key of ['temperature_celsius', 'hotspot_celsius', 'memory_celsius']) {
      if (card[key] !== null) t.ok(temperaturesOf(chip).includes(card[key] as number), `${key} of a card`);
    }
    const watts = rows(chip['powers']).map((one) => one['power_watts']);
    if (watts.length > 0) t.ok(watts.includes(card['power_watts']), `power of a card`);
  }
}

function temperaturesOf({ temperatures }: Body): Value[] {
  return valuesOf(temperatures);
}

function valuesOf(sensors: unknown): Value[] {
  return rows(sensors).map((one) => one['temperature_celsius'] as Value);
}

/** After one reading the smallest, the mean and the greatest value are the one of the route; CSV has the same. */
async function compareHistory(t: Test, recorded: RecordedApp, bodies: Record<string, Body>) {
  const { metrics } = (await recorded.get('/stats/history/metrics')).body as {
    metrics: { metric: string }[];
  };
  const url = `/stats/history?metric=${metrics.map(({ metric }) => metric).join()}&from=-1m&step=1m`;
  const { series, at } = (await recorded.get(url)).body as { series: Body[]; at: string[] };
  const csv = (await recorded.get(url, { accept: 'text/csv' })).body as string;
  let compared = 0;
  for (const { metric, gpu, min, avg, max } of series as { metric: string; gpu: string | null }[] &
    Record<string, Value[]>[]) {
    const [domain = '', ...path] = metric.split('.');
    const body = gpu === null ? bodies[domain] : rows(bodies['gpu']?.['gpus']).find(({ id }) => id === gpu);
    const shown = path.reduce<unknown>((value, key) => (value as Body | undefined)?.[key], body);
    const values = [min, avg, max].map((column) => column?.filter((value) => value !== null) ?? []);
    // Seven significant digits are kept.
    if (typeof shown !== 'number' || values[0]?.length !== 1 || shown >= 1e7) continue;
    t.same(values, [[shown], [shown], [shown]], `${metric} of ${gpu ?? 'the machine'} as on its route`);
    const place = min?.findIndex((value) => value !== null) ?? -1;
    t.ok(csv.includes(`${at[place]},${metric},`), 'in CSV');
    t.ok(csv.includes(`,${shown},${shown},${shown}\r\n`), `${shown} in CSV`);
    compared += 1;
  }
  if (bodies['memory']?.['percent'] !== undefined) t.ok(compared >= 3, `${compared} metrics are compared`);
}

function tooManyDigits({ app }: RecordedApp, bodies: Record<string, Body>): string[] {
  const { components, paths } = JSON.parse(JSON.stringify(app.swagger())) as {
    components: { schemas: Record<string, Schema> };
    paths: Record<
      string,
      { get: { responses: Record<string, { content: Record<string, { schema: Schema }> }> } }
    >;
  };
  const named = ({ $ref = '' }: Schema) => $ref.slice($ref.lastIndexOf('/') + 1);
  const visit = (value: unknown, schema: Schema, place: string): string[] => {
    if (schema.$ref !== undefined)
      return visit(value, components.schemas[named(schema)] ?? {}, named(schema));
    const inner = [...(schema.allOf ?? []), ...(schema.anyOf ?? [])].find((one) => '$ref' in one);
    if (inner !== undefined) return visit(value, inner, place);
    if (Array.isArray(value)) return value.flatMap((one) => visit(one, schema.items ?? {}, place));
    if (typeof value === 'number')
      return isRounded(value, schema['x-unit'], place) ? [] : [`${place}: ${value}`];
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, one]) =>
      visit(one, schema.properties?.[key] ?? {}, `${place}.${key}`),
    );
  };
  return Object.entries(bodies).flatMap(([route, body]) => {
    const schema = paths[`/stats/${route}`]?.get.responses['200']?.content['application/json']?.schema;
    return visit(body, schema ?? {}, route);
  });
}

function isRounded(value: number, unit: string | undefined, place: string): boolean {
  const most = finer.find(([of]) => of.test(place))?.[1] ?? decimals[unit ?? ''];
  return most === undefined || Number(value.toFixed(most)) === value;
}

function rows(value: unknown): Body[] {
  return Array.isArray(value) ? (value as Body[]) : [];
}
