import type { FastifyInstance } from 'fastify';
import { withAnswersInPlace, type Document } from '../../../scripts/contract/document.js';
import { documentValidators } from '../bodies/contract.js';

/** An answer as it came; of an endless one its first frames. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The answer to a HEAD: as one to a GET, without its body. */
  isHead?: boolean;
}

interface Schema {
  $ref?: string;
  type?: string;
  'x-line'?: Schema;
  'x-event-data'?: Record<string, Schema>;
}

interface Response {
  headers?: Record<string, { schema: Schema }>;
  content?: Record<string, { schema: Schema }>;
}

/** An OpenAPI document, as far as tests look at answers. */
export interface AnswersDocument {
  paths: Record<
    string,
    { get: { parameters?: Parameter[]; security?: object[]; responses: Record<string, Response> } }
  >;
}

/** A documented parameter. */
export interface Parameter {
  name: string;
  in: string;
  schema: { type?: string; enum?: unknown[]; default?: unknown; minimum?: number; maximum?: number };
  example?: unknown;
}

/** Headers that any answer may have, as HTTP itself or `security-headers.ts` explains them. */
const general = new Set([
  ...['allow', 'cache-control', 'connection', 'content-length', 'content-type', 'date', 'keep-alive', 'vary'],
  ...['content-security-policy', 'cross-origin-resource-policy', 'referrer-policy', 'x-content-type-options'],
  ...['transfer-encoding', 'x-accel-buffering', 'content-encoding', 'etag'],
]);

/** An app's own document, with every answer and header where it is given. */
export function answersDocument(app: FastifyInstance): AnswersDocument {
  return withAnswersInPlace(app.swagger() as unknown as Document) as unknown as AnswersDocument;
}

/**
 * Compares answers with an app's own document: for each thing that the document does not say of the answer to
 * `GET path`, a sentence. Unknown properties, headers, statuses and types are such things.
 */
export function documentedAnswers(app: FastifyInstance): (path: string, answer: Answer) => string[] {
  const document = answersDocument(app);
  const validate = validators(document);
  return (path, answer) => {
    const responses = document.paths[path]?.get.responses ?? {};
    // `default` also stands for a fault of the service, which no test may take for an answer.
    const other = answer.status < 500 ? responses['default'] : undefined;
    const response = responses[String(answer.status)] ?? other;
    if (response === undefined) return [`${answer.status} is not documented`];
    return [...headerFaults(response, answer.headers), ...bodyFaults(response, answer, validate)];
  };
}

type Validate = (schema: Schema, value: unknown) => string[];

function validators(document: object): Validate {
  const validator = documentValidators(document);
  return (schema, value) => {
    const validate = validator(withinDocument(schema));
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      (one) => `${one.instancePath} ${one.message ?? ''} ${JSON.stringify(one.params)}`,
    );
  };
}

function withinDocument(schema: Schema): object {
  const { $ref } = schema;
  if ($ref === undefined) return schema;
  return {
    $ref: $ref.startsWith('#') ? `document${$ref}` : `document#/components/schemas/${$ref.replace('#', '')}`,
  };
}

function headerFaults({ headers = {} }: Response, sent: Answer['headers']): string[] {
  const unknown = Object.keys(sent).filter((name) => !general.has(name) && headers[name] === undefined);
  const wrong = Object.entries(headers)
    .filter(([name, { schema }]) => schema.type === 'integer' && sent[name] !== undefined)
    .filter(([name]) => !/^\d+$/.test(String(sent[name])));
  return [
    ...unknown.map((name) => `the header ${name} is not documented`),
    ...wrong.map(([name]) => `the header ${name} is ${String(sent[name])}`),
  ];
}

function bodyFaults(
  { content = {} }: Response,
  { headers, text, isHead }: Answer,
  validate: Validate,
): string[] {
  const [type = ''] = (headers['content-type'] ?? '').toString().split(';', 1);
  if (text === '' && Object.keys(content).length === 0) return [];
  const schema = content[type]?.schema;
  if (schema === undefined) return [`the type ${JSON.stringify(type)} is not documented`];
  if (isHead === true) return text === '' ? [] : ['a HEAD has a body'];
  return textFaults(type, schema, text, validate);
}

function textFaults(type: string, schema: Schema, text: string, validate: Validate): string[] {
  if (type.endsWith('json') && schema.type !== 'string') return validate(schema, JSON.parse(text));
  const { 'x-line': line, 'x-event-data': events } = schema;
  if (line !== undefined)
    return text
      .trim()
      .split('\n')
      .flatMap((one) => validate(line, JSON.parse(one)));
  if (events !== undefined) return eventFaults(text, events, validate);
  return schema.type === 'string' && text !== '' ? [] : ['the body is empty'];
}

function eventFaults(text: string, kinds: Record<string, Schema>, validate: Validate): string[] {
  const events = text.split('\n\n').filter((event) => event.trim() !== '' && !event.startsWith(':'));
  if (events.length === 0) return ['there is no event'];
  return events.flatMap((event) => {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(event)?.[1];
    const schema = kinds[field('event') ?? 'message'];
    if (schema === undefined) return [`there is no event ${field('event') ?? ''}`];
    return validate(schema, JSON.parse(field('data') ?? 'null'));
  });
}
