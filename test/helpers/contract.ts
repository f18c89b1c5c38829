import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { FastifyInstance } from 'fastify';

/**
 * Strict validators for the named schemas of a running app: a property that the schema does not list is an error,
 * except where a schema says itself that it takes any. `others` are further schemas, such as bodies of routes. Null is only what the schema says may be null.
 */
export function strictValidators(
  app: FastifyInstance,
  others: readonly { $id?: string }[] = [],
): (schemaId: string) => ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  formats.default(ajv);
  for (const schema of [...Object.values(app.getSchemas()), ...others])
    ajv.addSchema(closed(schema) as object);
  return (schemaId) => {
    const validate = ajv.getSchema(schemaId);
    if (validate === undefined) throw new Error(`there is no schema ${schemaId}`);
    return validate;
  };
}

/** The same schema, in which every object takes only the properties it lists. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isObject = 'properties' in copy && !('additionalProperties' in copy);
  return isObject ? { ...copy, additionalProperties: false } : copy;
}
