import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import t from 'tap';
import { answersDocument } from '../helpers/http/documented-answer.js';
import { recordedApp } from '../helpers/machines/recorded-app.js';

type Node = Record<string, unknown>;
type Visit = (node: Node, place: string) => void;

/** Words that say when something is null. */
const saysWhen =
  /\bnull (?:when|where|while|until|unless|before|for|in|is a gap|outside|on|without|with|elsewhere)\b/i;

const { app } = await recordedApp('linux-x64__desktop-16-threads');
t.teardown(() => app.close());
const document = JSON.parse(JSON.stringify(app.swagger())) as Node & {
  tags: Node[];
  paths: Record<
    string,
    { get: Node & { tags: string[]; parameters?: Node[]; responses: Record<string, Node> } }
  >;
};

t.test('every example is valid against its own schema', (t) => {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  formats.default(ajv);
  ajv.addSchema({ $id: 'document', ...document });
  let examples = 0;
  const validate = (schema: Node, example: unknown, place: string) => {
    const isOf = ajv.compile(absolute(schema) as Node);
    t.ok(isOf(example), `${place}: ${JSON.stringify(example)}`, { errors: isOf.errors });
    examples += 1;
  };
  everywhere(document, (node, place) => {
    if (isNode(node['schema']) && 'example' in node) validate(node['schema'], node['example'], place);
    if (Array.isArray(node['examples'])) {
      for (const example of node['examples']) validate(node, example, place);
    }
  });
  t.ok(examples > 100, 'there are examples');
  t.comment(`${examples} examples`);
  t.end();
});

t.test('everything has a description, and operations a name of their own', (t) => {
  const described = (node: Node, place: string) =>
    t.type(node['description'], 'string', `${place} is described`);
  for (const tag of document.tags) described(tag, `the tag ${String(tag['name'])}`);
  const known = new Set(document.tags.map(({ name }) => name));
  const names = new Set<unknown>();
  const operations = Object.entries(document.paths);
  const { paths: answers } = answersDocument(app);
  for (const [path, { get }] of operations) {
    described(get, path);
    names.add(get['operationId']);
    for (const tag of get.tags) t.ok(known.has(tag), `${path}: the tag ${tag} is listed`);
    for (const parameter of get.parameters ?? [])
      described(parameter, `${path} ${String(parameter['name'])}`);
    for (const [status, response] of Object.entries(answers[path]?.get.responses ?? {})) {
      described({ ...response }, `${path} ${status}`);
      for (const [name, header] of Object.entries((response.headers ?? {}) as Record<string, object>)) {
        described({ ...header }, `${path} ${status} ${name}`);
      }
    }
  }
  t.equal(names.size, operations.length, 'every operationId is there once');
  t.end();
});

t.test('every field is described, and none is a list in the manner of older drafts', (t) => {
  everywhere(document, (node, place) => {
    if (Array.isArray(node['items'])) t.fail(`${place}: items is a list`);
    if (!isNode(node['properties'])) return;
    for (const [name, field] of Object.entries(node['properties'])) {
      const isDescribed = isNode(field) && 'description' in field;
      if (!isDescribed) t.fail(`${place}/${name} has no description`);
    }
  });
  t.end();
});

t.test('every number has the format of its width: a client with 32-bit integers reads all of them', (t) => {
  t.same(withoutWidth(document), []);
  const planted = {
    openapi: { type: 'object', properties: { type: { type: 'integer', format: 'int64' } } },
    nullable: { items: { type: ['integer', 'null'] } },
    wrong: { anyOf: [{ type: 'number', format: 'float' }, { type: 'null' }] },
    header: { schema: { type: 'integer', format: 'int32' } },
    free: { additionalProperties: { type: 'number' } },
    alike: { type: ['integer', 'number'], format: 'double' },
  };
  t.same(withoutWidth(planted), [
    '#/nullable/items',
    '#/wrong/anyOf/0',
    '#/header/schema',
    '#/free/additionalProperties',
  ]);
  t.end();
});

t.test('every field that may be null says when it is', (t) => {
  t.same(unexplainedNulls(document), []);
  const text = (description: string, type: unknown) => ({ description, type });
  const planted = {
    properties: {
      told: text('Its size; null where the system does not tell it.', ['integer', 'null']),
      toldLater: text('Its size. Null until it was read.', ['integer', 'null']),
      never: text('Its size.', 'integer'),
      silent: text('Its size.', ['integer', 'null']),
      word: { description: 'What it is; never null.', anyOf: [{ enum: ['a'] }, { type: 'null' }] },
    },
  };
  t.same(unexplainedNulls(planted), ['#/silent', '#/word']);
  t.end();
});

t.test('null is no word of a list: decoders that make an enumeration of one refuse it there', (t) => {
  let lists = 0;
  everywhere(document, (node, place) => {
    if (!Array.isArray(node['enum'])) return;
    lists += 1;
    if (node['enum'].includes(null)) t.fail(`${place}: null is among its words`);
  });
  t.ok(lists > 10, 'there are lists of words');
  t.end();
});

/** Where a property may be null and its description does not say when. */
function unexplainedNulls(value: unknown): string[] {
  const places: string[] = [];
  everywhere(value, ({ properties }, place) => {
    for (const [name, property] of Object.entries(isNode(properties) ? properties : {})) {
      if (!isNode(property) || !mayBeNull(property)) continue;
      const { description } = property;
      const says = typeof description === 'string' && saysWhen.test(description);
      if (!says) places.push(`${place}/${name}`);
    }
  });
  return places;
}

function mayBeNull({ type, anyOf }: Node): boolean {
  return [type].flat().includes('null') || (Array.isArray(anyOf) && anyOf.some(isNull));
}

function isNull(schema: unknown): boolean {
  return isNode(schema) && schema['type'] === 'null';
}

/** Where a number has no `format`, or one that says less than the service may answer: bytes are beyond 32 bits. */
function withoutWidth(value: unknown): string[] {
  const places: string[] = [];
  everywhere(value, (node, place) => {
    const types = [node['type']].flat();
    const format = types.includes('number') ? 'double' : types.includes('integer') ? 'int64' : undefined;
    if (format !== undefined && node['format'] !== format) places.push(place);
  });
  return places;
}

/** Visits every object within `value`. */
function everywhere(value: unknown, visit: Visit, place = '#'): void {
  if (Array.isArray(value)) value.forEach((one, index) => everywhere(one, visit, `${place}/${index}`));
  if (!isNode(value)) return;
  visit(value, place);
  for (const [key, one] of Object.entries(value)) {
    if (key !== 'example' && key !== 'examples') everywhere(one, visit, `${place}/${key}`);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same with references that hold outside of the document. */
function absolute(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(absolute);
  if (!isNode(value)) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, absolute(one)]));
  return typeof copy['$ref'] === 'string' && copy['$ref'].startsWith('#')
    ? { ...copy, $ref: `document${copy['$ref']}` }
    : copy;
}
