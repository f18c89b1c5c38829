import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import jsonata from 'jsonata';
import t, { type Test } from 'tap';
import { parse } from 'yaml';
import { digestOf } from '../../src/access/key-lines.js';
import { recordedApp, type RecordedApp } from '../helpers/machines/recorded-app.js';

const folder = join(import.meta.dirname, '../../../deploy/integrations');
const key = 'the-key-of-the-integrations-0123456789';
const text = (name: string) => readFileSync(join(folder, name), 'utf8');

/** A machine with two cards and two models of Ollama that lets nobody in without the key. */
const machine = () =>
  recordedApp('linux-x64__desktop-16-threads', {
    settings: { apiKeys: [{ name: 'integration', digest: digestOf(key) }] },
  });

/** The body of what a file asks for, with the headers of the program that reads it; and that the key is needed. */
async function requested(t: Test, { get }: RecordedApp, url: string, headers: Record<string, string>) {
  const [name] = Object.entries(headers).find(([, value]) => value === key) ?? [];
  t.ok(name, `${url} is asked with the key`);
  const without = Object.fromEntries(Object.entries(headers).filter(([one]) => one !== name));
  t.equal((await get(url, without)).status, 401, `${url} needs the key`);
  const answer = await get(url, headers);
  t.equal(answer.status, 200, url);
  return answer.body;
}

/** What is at `path`; null where nothing is. */
function at(body: unknown, path: readonly (string | number)[]): unknown {
  const value = path.reduce<unknown>(
    (inner, name) => (inner as Record<string, unknown> | null | undefined)?.[name],
    body,
  );
  return value ?? null;
}

interface Rest {
  resource: string;
  headers: Record<string, string>;
  sensor?: Entity[];
  binary_sensor?: Entity[];
}
interface Entity {
  name: string;
  unique_id: string;
  value_template: string;
  availability?: string;
  unit_of_measurement?: string;
}

/** A template of Home Assistant, of the forms that the file has; what is not there is null with `default({})` or without. */
function rendered(template: string, body: unknown): unknown {
  const [, path = '', test] =
    /^\{\{ value_json\.([\w.[\]]+)( is number| \| length > 0)? \}\}$/.exec(
      template.replace(/\((\S+) \| default\(\{\}\)\)/, '$1'),
    ) ?? [];
  if (path === '') throw new Error(`a template that this test does not understand: ${template}`);
  const value = at(
    body,
    path.split(/[.[\]]+/).filter((name) => name !== ''),
  );
  if (test === undefined) return value;
  return test === ' is number' ? typeof value === 'number' : (value as unknown[]).length > 0;
}

t.test('what Home Assistant asks for is there, and its templates find numbers', async (t) => {
  const secret = { tag: '!secret', resolve: (name: string) => (name === 'system_monitor_key' ? key : '') };
  const { rest } = parse(text('home-assistant.yaml'), { customTags: [secret] }) as { rest: Rest[] };
  const service = await machine();
  const program = { accept: '*/*', 'accept-encoding': 'gzip, deflate, br' };
  for (const { resource, headers, sensor = [], binary_sensor: binary = [] } of rest) {
    const body = await requested(t, service, resource, { ...program, ...headers });
    for (const { name, value_template: value, availability = '' } of sensor) {
      t.type(rendered(value, body), 'number', name);
      t.equal(rendered(availability, body), true, `${name} is available`);
    }
    for (const { name, value_template: value } of binary) t.equal(rendered(value, body), false, name);
  }
  const entities = rest.flatMap(({ sensor = [], binary_sensor: binary = [] }) => [...sensor, ...binary]);
  t.ok(entities.length > 10);
  t.equal(new Set(entities.map((one) => one.unique_id)).size, entities.length, 'no id is there twice');
  await service.app.close();
});

t.test('a sensor of Home Assistant whose value is not known is unavailable, and a problem is one', (t) => {
  const body = { cpu: { usage_percent: null }, problems: [{ domain: 'cpu' }] };
  t.equal(rendered('{{ value_json.cpu.usage_percent is number }}', body), false);
  const card = '{{ (value_json.gpu.gpus[0] | default({})).usage_percent is number }}';
  t.equal(rendered(card, { gpu: { gpus: [] } }), false);
  t.equal(rendered(card, { gpu: { gpus: [{ usage_percent: 0 }] } }), true);
  t.equal(rendered('{{ value_json.problems | length > 0 }}', body), true);
  t.throws(() => rendered('{{ states("sensor.x") }}', body));
  t.end();
});

type Field = string | { [name: string]: Field };
interface Widget {
  type: string;
  url: string;
  headers: Record<string, string>;
  display?: string;
  mappings: { field: Field; label: string }[] | { items: string; name: string; label: string };
}

/** `{ gpus: { 0: model } }` of Homepage as a path. */
function pathOf(field: Field): string[] {
  if (typeof field === 'string') return [field];
  return Object.entries(field).flatMap(([name, inner]) => [name, ...pathOf(inner)]);
}

t.test('what Homepage asks for is there, and its mappings find values', async (t) => {
  const yaml = text('homepage-services.yaml').replaceAll('{{HOMEPAGE_VAR_SYSTEM_MONITOR_KEY}}', key);
  const [{ Machine: services = [] } = {}] = parse(yaml) as Record<
    string,
    Record<string, { widget: Widget }>[]
  >[];
  const widgets = services.flatMap((one) => Object.values(one)).map(({ widget }) => widget);
  t.equal(widgets.length, 3);
  const service = await machine();
  for (const { type, url, headers, display, mappings } of widgets) {
    t.equal(type, 'customapi');
    const body = await requested(t, service, url, { 'accept-encoding': 'gzip', ...headers });
    if (Array.isArray(mappings)) {
      // More than four are shown as a list only.
      t.ok(display === 'list' || mappings.length <= 4, url);
      for (const { label, field } of mappings) t.not(at(body, pathOf(field)), null, label);
    } else {
      const items = at(body, mappings.items.split('.')) as unknown[];
      t.equal(items.length, 2, url);
      for (const one of items)
        for (const name of [mappings.name, mappings.label]) t.type(at(one, [name]), 'string');
    }
  }
  await service.app.close();
});

interface Monitor {
  name: string;
  type: string;
  url: string;
  headers: string | null;
  keyword?: string;
  jsonPath?: string;
  jsonPathOperator?: string;
  expectedValue?: string;
}

/** Whether Uptime Kuma shows "up": it compares texts, or numbers made of them. */
async function isUp(
  { keyword, jsonPath = '', jsonPathOperator, expectedValue = '' }: Monitor,
  body: unknown,
) {
  if (keyword !== undefined) return JSON.stringify(body).includes(keyword);
  const value: unknown = await jsonata(jsonPath).evaluate(body);
  if (!['string', 'number', 'boolean'].includes(typeof value))
    throw new Error(`${jsonPath}: no single value`);
  return jsonPathOperator === '<' ? Number(value) < Number(expectedValue) : String(value) === expectedValue;
}

t.test('every monitor of Uptime Kuma is up on a sound machine', async (t) => {
  const monitors = JSON.parse(text('uptime-kuma.json').replaceAll('<the key>', key)) as Monitor[];
  const program = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
  const service = await machine();
  for (const monitor of monitors) {
    const own = JSON.parse(monitor.headers ?? '{}') as Record<string, string>;
    const headers = { ...program, ...own };
    const body =
      monitor.headers === null
        ? (await service.get(monitor.url, headers)).body
        : await requested(t, service, monitor.url, headers);
    t.ok(['keyword', 'json-query'].includes(monitor.type), monitor.name);
    t.ok(['==', '<', undefined].includes(monitor.jsonPathOperator), monitor.name);
    t.equal(await isUp(monitor, body), true, monitor.name);
  }
  await service.app.close();
});

t.test('the monitors of Uptime Kuma go down when something is wrong', async (t) => {
  const monitors = JSON.parse(text('uptime-kuma.json')) as Monitor[];
  const bad: Record<string, unknown> = {
    '/health/ready': { status: 'stalled', domains: [] },
    '/stats': { problems: [{ domain: 'gpu/nvidia' }] },
    '/stats/disk': { percent: 90.1 },
    '/stats/gpu': {
      gpus: [{ temperature_celsius: 40 }, { temperature_celsius: null }, { temperature_celsius: 91 }],
    },
    '/stats/ollama': { state: 'absent' },
  };
  for (const monitor of monitors) {
    t.equal(await isUp(monitor, bad[new URL(monitor.url).pathname]), false, monitor.name);
  }
});
