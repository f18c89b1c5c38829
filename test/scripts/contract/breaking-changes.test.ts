import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { parse } from 'yaml';
import { breakingChanges } from '../../../scripts/contract/breaking-changes.js';
import type { Document, Operation, Schema } from '../../../scripts/contract/document.js';

const written = parse(
  readFileSync(join(import.meta.dirname, '../../../../openapi.yaml'), 'utf8'),
) as Document;
const document = () => structuredClone(written);

function schema(from: Document, name: string, ...path: string[]): Schema {
  const found = path.reduce<Schema | undefined>(
    (one, field) => (field === '[]' ? one?.items : one?.properties?.[field]),
    from.components.schemas[name],
  );
  if (found === undefined) throw new Error(`the document has no ${[name, ...path].join('.')}`);
  return found;
}

function operation(from: Document, path: string): Operation {
  const found = from.paths[path]?.['get'];
  if (found === undefined) throw new Error(`the document has no ${path}`);
  return found;
}

/** An edit of the document, and what is said of it. */
const breaking: Record<string, [edit: (to: Document) => void, says: string]> = {
  'a route is removed': [(to) => delete to.paths['/stats/disk'], 'GET /stats/disk: is gone'],
  'an operation is renamed': [
    (to) => (operation(to, '/stats/cpu').operationId = 'readCpu'),
    'GET /stats/cpu: its operationId is readCpu instead of getCpu',
  ],
  'a field is removed': [
    (to) => delete schema(to, 'MemoryStats').properties?.['used_gb'],
    'MemoryStats.used_gb: is gone',
  ],
  'a field may be missing': [
    (to) => (schema(to, 'MemoryStats').required = ['total_gb']),
    'MemoryStats.percent: may now be missing',
  ],
  'a number may be null': [
    (to) => (schema(to, 'MemoryStats', 'total_bytes').type = ['integer', 'null']),
    'MemoryStats.total_bytes: may now be null',
  ],
  'a number becomes a text': [
    (to) => (schema(to, 'MemoryStats', 'total_gb').type = 'string'),
    'MemoryStats.total_gb: may now be string',
  ],
  'whole numbers get fractions': [
    (to) => (schema(to, 'MemoryStats', 'total_bytes').type = 'number'),
    'MemoryStats.total_bytes: may now be number',
  ],
  'a unit changes': [
    (to) => (schema(to, 'Gpu', 'power_watts')['x-unit'] = 'milliwatts'),
    'Gpu.power_watts: its x-unit is milliwatts instead of watts',
  ],
  'a closed list of words grows': [
    (to) => schema(to, 'Gpu', 'state').enum?.push('melting'),
    'Gpu.state: may now be "melting"',
  ],
  'a list may be longer than promised': [
    (to) => delete schema(to, 'CpuStats', 'load_average').maxItems,
    'CpuStats.load_average: its maxItems was 3 and is gone',
  ],
  'a schema is renamed': [
    (to) => {
      to.components.schemas['Card'] = schema(to, 'Gpu');
      delete to.components.schemas['Gpu'];
      schema(to, 'GpuStats', 'gpus').items = { $ref: '#/components/schemas/Card' };
    },
    'GpuStats.gpus[]: is Card instead of Gpu',
  ],
  'a query parameter is removed': [
    (to) => (operation(to, '/stats').parameters = []),
    'GET /stats ?only: is gone',
  ],
  'a query parameter is demanded': [
    (to) => {
      const [only] = operation(to, '/stats').parameters ?? [];
      if (only !== undefined) only.required = true;
    },
    'GET /stats ?only: is now required',
  ],
  'a query parameter takes less': [
    (to) => {
      const [only] = operation(to, '/stats').parameters ?? [];
      if (only !== undefined) only.schema.maxLength = 3;
    },
    'GET /stats ?only: must now keep to maxLength 3',
  ],
  'an answer is given in another form': [
    (to) => {
      const answer = operation(to, '/stats/cpu').responses['200'];
      if (answer !== undefined) answer.content = { 'text/plain': {} };
    },
    'GET /stats/cpu 200: is no longer given as application/json',
  ],
  'an answer that many give is given in another form': [
    (to) => {
      const answer = to.components.responses?.['BadRequest'];
      if (answer !== undefined) answer.content = { 'text/plain': {} };
    },
    'GET /stats/cpu 400: is no longer given as application/problem+json',
  ],
  'a documented error is no longer told': [
    (to) => delete operation(to, '/stats/cpu').responses['503'],
    'GET /stats/cpu 503: is gone',
  ],
  'a public route asks for a key': [
    (to) => (operation(to, '/health/live').security = [{ bearer: [] }]),
    'GET /health/live: now needs a key',
  ],
};

for (const [what, [edit, says]] of Object.entries(breaking)) {
  void t.test(`${what}: reported`, async (t) => {
    const edited = document();
    edit(edited);
    const changes = breakingChanges(document(), edited);
    t.ok(changes.includes(says), says, { changes });
  });
}

const harmless: Record<string, (to: Document) => void> = {
  'nothing changes': () => undefined,
  'a route is added': (to) => (to.paths['/stats/tides'] = { get: { responses: {} } }),
  'a field is added': (to) => {
    const { properties = {}, required } = schema(to, 'MemoryStats');
    properties['ballast_bytes'] = { type: 'integer' };
    required?.push('ballast_bytes');
  },
  'a value is never null any more': (to) => (schema(to, 'MemoryStats', 'used_bytes').type = 'integer'),
  'an operation is deprecated': (to) => (operation(to, '/stats/cpu').deprecated = true),
  'an optional query parameter is added': (to) =>
    operation(to, '/stats').parameters?.push({ name: 'unit', in: 'query', schema: { type: 'string' } }),
  'a reference gets a description of its own': (to) => {
    const { items } = schema(to, 'GpuStats', 'gpus');
    Object.assign(schema(to, 'GpuStats', 'gpus'), { items: { allOf: [items], description: 'A card.' } });
  },
  'a description is rewritten': (to) =>
    Object.assign(schema(to, 'MemoryStats'), { description: 'How full the memory is.' }),
};

for (const [what, edit] of Object.entries(harmless)) {
  void t.test(`${what}: no client breaks`, async (t) => {
    const edited = document();
    edit(edited);
    t.strictSame(breakingChanges(document(), edited), []);
  });
}
