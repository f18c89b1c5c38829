import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';

type SerializerFactory = ReturnType<typeof SerializerSelector>;
type Compiler = ReturnType<SerializerFactory>;

/** What was compiled beside one set of shared schemas. */
interface Known {
  schemas: readonly [string, unknown][];
  compile: Compiler;
}

/**
 * Fastify's own serialisers, each compiled once: compiling checks all shared schemas anew, and every route has the
 * same answers for what fails, in a scope of its own. That was two thirds of the time the service took to start.
 */
export function sharedSerializers(): SerializerFactory {
  const factory = SerializerSelector();
  const known: Known[] = [];
  return (external, options) => {
    const schemas = Object.entries(external ?? {});
    const found = known.find((one) => areSame(one.schemas, schemas));
    if (found !== undefined) return found.compile;
    const compile = compiledOnce(factory(external, options));
    known.push({ schemas, compile });
    return compile;
  };
}

/** Whether both are the very same schemas under the same names: a scope may have one of its own. */
function areSame(some: Known['schemas'], others: Known['schemas']): boolean {
  return (
    some.length === others.length &&
    some.every(([name, schema], index) => others[index]?.[0] === name && others[index][1] === schema)
  );
}

function compiledOnce(compile: Compiler): Compiler {
  const compiled = new Map<string, ReturnType<Compiler>>();
  return (route) => {
    const text = JSON.stringify(route.schema);
    const serialize = compiled.get(text) ?? compile(route);
    compiled.set(text, serialize);
    return serialize;
  };
}
