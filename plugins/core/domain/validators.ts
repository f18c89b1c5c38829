import validatorFactory from '@fastify/ajv-compiler';
import type { FastifySchema, FastifySchemaCompiler } from 'fastify';
import type { FastifyValidationResult } from 'fastify/types/schema.js';
import { sharedBySchema } from './shared-by-schema.js';

/** What it makes depends on schemas and options alone. */
const buildValidator = validatorFactory();

/** What is asked for refers to no shared schema, and is taken as it was written. */
const validatorOptions = {
  customOptions: { removeAdditional: false, coerceTypes: false, allErrors: false },
} as const;

/** Gives one validator for all routes that take the same, compiled for the first request that comes. */
export function lazyValidators(): FastifySchemaCompiler<FastifySchema> {
  const shared = sharedBySchema<FastifyValidationResult>();
  return (route) =>
    shared(route.schema, () => lazyValidator(() => buildValidator({}, validatorOptions)(route)));
}

/** Fastify reads what is wrong from the function itself. */
function lazyValidator(compile: () => FastifyValidationResult): FastifyValidationResult {
  let compiled: FastifyValidationResult | null = null;
  const validator: FastifyValidationResult = (given) => {
    compiled ??= compile();
    const result = compiled(given);
    validator.errors = compiled.errors ?? null;
    return result;
  };
  return validator;
}
