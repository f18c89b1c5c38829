/** The parts of an OpenAPI 3.1 document that clients are built on. */
export interface Document {
  info: { version: string };
  security?: Security[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    responses?: Record<string, Answer>;
    headers?: Record<string, Header>;
    securitySchemes?: Record<string, unknown>;
  };
}

type Security = Record<string, string[]>;

export interface Operation {
  operationId?: string;
  deprecated?: boolean;
  security?: Security[];
  parameters?: Parameter[];
  responses: Record<string, Answer>;
}

export interface Answer {
  $ref?: string;
  headers?: Record<string, Header>;
  content?: Record<string, { schema?: Schema }>;
}

interface Header {
  $ref?: string;
  schema?: Schema;
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: Schema;
}

export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  'x-unit'?: string;
}

/** The same document with every answer and header where it is given, instead of references to components. */
export function withAnswersInPlace(document: Document): Document {
  const { responses: answers = {}, headers = {} } = document.components;
  const headerInPlace = (header: Header): Header => referred(header, headers);
  const answerInPlace = (reference: Answer): Answer => {
    const answer = referred(reference, answers);
    return answer.headers === undefined
      ? answer
      : { ...answer, headers: mapped(answer.headers, headerInPlace) };
  };
  const operationInPlace = (operation: Operation): Operation => {
    return { ...operation, responses: mapped(operation.responses, answerInPlace) };
  };
  return {
    ...document,
    paths: mapped(document.paths, (operations) => mapped(operations, operationInPlace)),
  };
}

function referred<P extends { $ref?: string }>(part: P, stored: Record<string, P>): P {
  if (part.$ref === undefined) return part;
  const found = stored[part.$ref.split('/').at(-1) ?? ''];
  if (found === undefined) throw new Error(`the document has no ${part.$ref}`);
  return found;
}

function mapped<T>(record: Record<string, T>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
