import t from 'tap';
import { recordedApp } from '../helpers/machines/recorded-app.js';

interface Field {
  type?: string | string[];
  format?: string;
  'x-unit'?: string;
  items?: Field;
  properties?: Record<string, Field>;
}
type Components = Record<string, Field>;

/** The fields of the original service, whose names nothing may change. */
const originals: Record<string, readonly string[]> = {
  CpuStats: ['usage_percent', 'cores', 'threads', 'frequency_mhz', 'per_core_usage'],
  MemoryStats: ['total_gb', 'used_gb', 'available_gb', 'percent'],
  DiskStats: ['total_gb', 'used_gb', 'free_gb', 'percent'],
  GpuStats: ['type', 'gpus'],
  Gpu: [
    ...['name', 'usage_percent', 'vram_total_gb', 'vram_used_gb', 'vram_free_gb', 'vram_used_percent'],
    ...['index', 'temperature', 'gpu_utilization', 'memory_utilization'],
    ...['memory_total_mb', 'memory_used_mb', 'memory_free_mb'],
  ],
  NetworkStats: ['bytes_sent_gb', 'bytes_recv_gb', 'packets_sent', 'packets_recv'],
  OllamaStats: ['running_models', 'models'],
  OllamaModel: ['name', 'size_gb', 'vram_gb', 'processor', 'expires_at'],
  Summary: ['cpu_usage', 'ram_usage', 'disk_usage', 'ollama_models'],
  Stats: ['cpu', 'memory', 'disk', 'gpu', 'network', 'ollama'],
};

/** Names that the system, or every tool of the field, has for these: whoever looks for them looks under them. */
const established: Record<string, readonly string[]> = {
  CpuStats: ['max_frequency_mhz'],
  Gpu: [
    ...['encoder_percent', 'decoder_percent', 'media_percent', 'renderer_percent', 'tiler_percent'],
    ...['memory_activity_percent', 'pcie_width'],
  ],
  NetworkInterface: ['mtu'],
  OllamaModel: ['cpu_percent', 'gpu_percent'],
};

/** How the name of a value in a unit ends. */
const endings: Record<string, string | null> = {
  bytes: '_bytes',
  gibibytes: '_gb',
  mebibytes: '_mb',
  percent: '_percent',
  celsius: '_celsius',
  watts: '_watts',
  joules: '_joules',
  'watt-hours': '_watt_hours',
  volts: '_volts',
  amperes: '_amperes',
  megahertz: '_mhz',
  'revolutions per minute': '_rpm',
  seconds: '_seconds',
  'megabits per second': '_mbps',
  'bytes per second': '_bytes_per_second',
  'per second': '_per_second',
  count: null,
  '1': null,
};
/** The longest first, and what no unit here may end in. */
const unitEndings = [
  ...Object.values(endings).filter((ending) => ending !== null),
  ...[
    '_kwh',
    '_bits_per_second',
    '_khz',
    '_hz',
    '_ms',
    '_kb',
    '_mib',
    '_gib',
    '_milliseconds',
    '_ratio',
    '_count',
  ],
].sort((a, b) => b.length - a.length);

/** Shares that are neither fill (`used`) nor load (`usage`): of what they are. */
const otherShares =
  /^(?:times|pressure_some|pressure_full|fan|charge|health|iowait|loaded|throttled|humidity(?:_(?:min|max|critical))?)$/;
/** What has one name here, and so no other. */
const otherWords: Record<string, string> = {
  ...{ receive: 'received', recv: 'received', rx: 'received', send: 'sent', tx: 'sent', write: 'written' },
  ...{
    busy: 'usage_percent',
    activity: 'usage_percent',
    utilization: 'usage_percent',
    load: 'usage_percent',
  },
  ...{ since: '…_at', started: 'started_at', time: '…_at, or …_seconds', timestamp: '…_at', date: '…_at' },
  ...{ status: 'state', error: 'reason', message: 'reason', hint: 'remedy', width: 'what is counted' },
  ...{ freq: 'frequency', temp: 'temperature', mem: 'memory', num: 'the things', count: 'the things' },
};
/** Where these words are those of another's standard, or a part of another word of ours. */
const excepted = new Set([
  ...['ProblemDetails.status', 'CpuStats.load_average', 'HostStats.load_average'],
  ...['ModelRunner.slots_busy', 'ollama.slots_busy', 'models.slots_busy'],
]);
/** Whole numbers that measure nothing. */
const ordinal = /(?:^|_)(?:id|pid|index|generation)$/;
const unmeasured = new Set([
  'ProblemDetails.status',
  ...['min', 'avg', 'max'].map((of) => `HistorySeries.${of}`),
]);

const { app } = await recordedApp('linux-x64__vm-2-threads');
t.teardown(() => app.close());
const document = JSON.parse(JSON.stringify(app.swagger())) as { components: { schemas: Components } };
const components = document.components.schemas;

t.test('every field keeps to the one language of docs/contract/names.md', (t) => {
  t.same(wrongNames(components), []);
  for (const [component, names] of Object.entries(originals)) {
    const properties = Object.keys(components[component]?.properties ?? {});
    for (const name of names) t.ok(properties.includes(name), `the original's ${component}.${name} is there`);
  }
  t.end();
});

t.test('and so does every metric of history, which is called as its field', (t) => {
  const metrics = app.history.points?.metrics ?? [];
  t.ok(metrics.length > 30);
  const owners: Record<string, string> = {
    cpu: 'CpuStats',
    memory: 'MemoryStats',
    disk: 'DiskStats',
    gpu: 'Gpu',
  };
  const wrong = metrics.flatMap(({ name, unit }) => {
    const [domain = '', ...path] = name.split('.');
    const field = path.at(-1) ?? '';
    return wrongNames({
      [owners[domain] ?? domain]: { properties: { [field]: { type: 'number', 'x-unit': unit } } },
    });
  });
  t.same(wrong, []);
  t.end();
});

t.test('a name that does not is found', (t) => {
  const number = (unit?: string): Field => ({
    type: ['number', 'null'],
    ...(unit === undefined ? {} : { 'x-unit': unit }),
  });
  const planted: Record<string, [Field, string]> = {
    sendBytes: [number('bytes'), 'is not snake_case'],
    receive_bytes: [number('bytes'), 'says "receive", which is "received" here'],
    percent: [number('percent'), 'does not say what is measured'],
    celsius: [number('celsius'), 'does not say what is measured'],
    memory_percent: [number('percent'), 'does not say what share it is'],
    mtu: [number('bytes'), 'does not end in _bytes'],
    speed_bits_per_second: [number('megabits per second'), 'does not end in _mbps'],
    clock_mhz: [number('count'), 'ends in _mhz, but has the unit count'],
    uptime_seconds: [number(), 'ends in _seconds, but has the unit none'],
    fans_turning: [number(), 'is a number without x-unit'],
    fan_ids: [{ type: 'array', items: number() }, 'is a number without x-unit'],
    pid: [number('count'), 'counts nothing, but has the unit count'],
    sizes: [number('furlongs'), 'has the unknown unit furlongs'],
    started: [{ type: 'string', format: 'date-time' }, 'says "started", which is "started_at" here'],
    booted: [{ type: 'string', format: 'date-time' }, 'is an instant, but does not end in _at'],
    mounted_at: [{ type: 'array', items: { type: 'string' } }, 'ends in _at, but is no instant'],
    code: [{ type: 'string' }, 'says "code", which is "state" here'],
    free_gb: [number('gibibytes'), 'has no exact twin free_bytes'],
    nested: [{ type: 'object', properties: { status: { type: 'string' } } }, ''],
  };
  const properties = Object.fromEntries(Object.entries(planted).map(([name, [field]]) => [name, field]));
  const expected = Object.entries(planted).flatMap(([name, [, wrong]]) =>
    wrong === ''
      ? ['Planted.nested.status says "status", which is "state" here']
      : [`Planted.${name} ${wrong}`],
  );
  const found = wrongNames({ Planted: { properties } });
  for (const one of expected) t.ok(found.includes(one), one);
  t.same(wrongNames({ DiskStats: { properties: { percent: number('percent') } } }), [], 'but in an original');
  t.end();
});

/** A sentence for each field that is called otherwise than names.md says. */
function wrongNames(all: Components): string[] {
  return Object.entries(all).flatMap(([component, schema]) => wrongIn(component, component, schema));
}

function wrongIn(component: string, place: string, schema: Field): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const kept = isIn(originals, component, name) || isIn(established, component, name);
    const twins = component === 'NetworkStats' ? [] : withoutTwin(name, schema);
    const wrong = kept
      ? twins
      : [...wordsOf(component, name), ...unitOf(component, name, field), ...instantOf(name, field), ...twins];
    return [
      ...wrong.map((one) => `${place}.${name} ${one}`),
      ...wrongIn(component, `${place}.${name}`, field),
    ];
  });
}

/** A card of a vendor has the names of every card. */
function isIn(names: Record<string, readonly string[]>, component: string, name: string): boolean {
  const owner = component.endsWith('Gpu') && component !== 'SummaryGpu' ? 'Gpu' : component;
  return names[owner]?.includes(name) ?? false;
}

function wordsOf(component: string, name: string): string[] {
  if (!/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(name)) return ['is not snake_case'];
  if (excepted.has(`${component}.${name}`)) return [];
  const isOfProblem = component.startsWith('Problem');
  if (name === 'code' && !isOfProblem) return ['says "code", which is "state" here'];
  const word = name.split('_').find((one) => Object.hasOwn(otherWords, one) && name !== `${one}_at`);
  return word === undefined ? [] : [`says "${word}", which is "${otherWords[word]}" here`];
}

function unitOf(component: string, name: string, field: Field): string[] {
  const { type, 'x-unit': unit } = field.items ?? field;
  const isNumber = [type].flat().some((one) => one === 'number' || one === 'integer');
  if (unmeasured.has(`${component}.${name}`)) return unit === undefined ? [] : ['measures nothing'];
  if (isNumber && ordinal.test(name)) {
    return unit === undefined ? [] : [`counts nothing, but has the unit ${unit}`];
  }
  // What holds several values has the unit for them.
  if (name === 'times_percent') return [];
  if (component === 'CpuTimes') return unit === 'percent' ? [] : ['is no percentage'];
  const ending = unitEndings.find((one) => name.endsWith(one) || name === one.slice(1));
  if (unit !== undefined) return measuredAs(name, unit, ending);
  if (ending !== undefined) return [`ends in ${ending}, but has the unit none`];
  return isNumber ? ['is a number without x-unit'] : [];
}

function measuredAs(name: string, unit: string, ending: string | undefined): string[] {
  if (!Object.hasOwn(endings, unit)) return [`has the unknown unit ${unit}`];
  const expected = endings[unit] ?? undefined;
  if (expected === undefined)
    return ending === undefined ? [] : [`ends in ${ending}, but has the unit ${unit}`];
  if (ending !== expected) return [`does not end in ${expected}`];
  if (name === expected.slice(1)) return ['does not say what is measured'];
  const share = name.slice(0, -'_percent'.length);
  const isNamed = /(?:^|_)(?:used|usage)$/.test(share) || otherShares.test(share);
  return unit === 'percent' && !isNamed ? ['does not say what share it is'] : [];
}

function instantOf(name: string, { format, items }: Field): string[] {
  const isInstant = format === 'date-time' || items?.format === 'date-time';
  const says = name === 'at' || name.endsWith('_at');
  if (isInstant && !says) return ['is an instant, but does not end in _at'];
  return says && !isInstant ? ['ends in _at, but is no instant'] : [];
}

function withoutTwin(name: string, { properties = {} }: Field): string[] {
  const [, thing] = /^(.+)_(?:gb|mb)$/.exec(name) ?? [];
  if (thing === undefined) return [];
  // The original calls the memory of NVIDIA's cards so, and that of others vram.
  const twins = [`${thing}_bytes`, `${thing.replace(/^memory_/, 'vram_')}_bytes`];
  return twins.some((twin) => twin in properties) ? [] : [`has no exact twin ${twins[0]}`];
}
