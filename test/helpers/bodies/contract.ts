import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { FastifyInstance } from 'fastify';

/**
 * Strict validators for the named schemas of an app's own OpenAPI document: a property that a schema does not list
 * is an error, except where it says itself that it takes any; null is only what may be null.
 */
export function strictValidators(app: FastifyInstance): (schemaName: string) => ValidateFunction {
  const validator = documentValidators(app.swagger());
  return (schemaName) => validator({ $ref: `document#/components/schemas/${schemaName}` });
}

type Validator = (schema: object) => ValidateFunction;

/** Of the documents of recorded machines most are the same, and compiling one takes longer than building its app. */
const compiled = new Map<string, Validator>();

/** Strict validators of schemas that may refer to parts of `document` as `document#/…`. */
export function documentValidators(document: object): Validator {
  const text = JSON.stringify(document);
  const validator = compiled.get(text) ?? newValidators(document);
  compiled.set(text, validator);
  return validator;
}

function newValidators(document: object): Validator {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  formats.default(ajv);
  ajv.addSchema({ $id: 'document', ...(closed(document) as object) });
  const known = new Map<string, ValidateFunction>();
  return (schema) => {
    const key = JSON.stringify(schema);
    const validate = known.get(key) ?? ajv.compile(schema);
    known.set(key, validate);
    return validate;
  };
}

/** The same document, in which every object takes only the properties it lists. */
export function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isObject = 'properties' in copy && !('additionalProperties' in copy);
  return isObject ? { ...copy, additionalProperties: false } : copy;
}
