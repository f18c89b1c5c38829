import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { FastifyInstance } from 'fastify';

/**
 * Strict validators for the named schemas of an app's own OpenAPI document: a property that a schema does not list
 * is an error, except where it says itself that it takes any; null is only what may be null.
 */
export function strictValidators(app: FastifyInstance): (schemaName: string) => ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  formats.default(ajv);
  ajv.addSchema({ $id: 'document', ...(closed(app.swagger()) as object) });
  return (schemaName) => ajv.compile({ $ref: `document#/components/schemas/${schemaName}` });
}

/** The same document, in which every object takes only the properties it lists. */
export function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isObject = 'properties' in copy && !('additionalProperties' in copy);
  return isObject ? { ...copy, additionalProperties: false } : copy;
}
