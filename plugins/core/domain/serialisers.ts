import compilerFactory from '@fastify/fast-json-stringify-compiler';
import fp from 'fastify-plugin';
import { ref } from '../../../schemas/units.js';
import type { Entry } from '../../../src/sampling/catalogue.js';
import { sharedBySchema } from './shared-by-schema.js';
import { lazyValidators } from './validators.js';

declare module 'fastify' {
  interface FastifyInstance {
    /** The body of a domain as JSON, just as its schema says; throws when it does not fit that. */
    serialise: Serialise;
    /** Compiles what writes the body of a domain, if that has not been done: while something else is waited for. */
    prepareSerialiser: (entry: Pick<Entry, 'schema'>) => void;
  }
}

/** Turns the body of a domain into JSON as its schema says. */
export type Serialise = (entry: Pick<Entry, 'schema'>, body: object) => string;

type Write = (body: object) => string;
type LazyWrite = Write & { prepare: () => void };

/** What it makes depends on schemas and options alone; making it takes longer than anything else of a start. */
const buildSerialiser = compilerFactory();

/**
 * One compiler of validators for all routes, and one serialiser for each schema of the service, shared by all routes,
 * `/stats` and the stream, and compiled when it first has something to write: most documented answers are rare, and sent
 * as bytes made elsewhere.
 */
export const serialisers = fp(
  (app, _, done) => {
    // A name means one schema in the whole service, as in the document.
    const named: Record<string, unknown> = {};
    const add = adder(named);
    const needed = new Set<string>();
    const serialiserOf = sharedSerialisers((schema) =>
      buildSerialiser(neededBy(schema, named))({ ...anyRoute, schema }),
    );
    app.setSchemaController({
      compilersFactory: {
        buildSerializer: (schemas: unknown) => {
          add(schemas);
          return ({ schema }: { schema?: unknown }) => {
            for (const name of namesIn(schema)) needed.add(name);
            return serialiserOf(schema);
          };
        },
      },
    });
    app.setValidatorCompiler(lazyValidators());
    // What is compiled moves fields that an open schema does not list to the end; such a body keeps its own order.
    app.decorate('serialise', ({ schema }, body) =>
      schema.additionalProperties === true ? JSON.stringify(body) : serialiserOf(ref(schema))(body),
    );
    app.decorate('prepareSerialiser', ({ schema }) => {
      if (schema.additionalProperties !== true) serialiserOf(ref(schema)).prepare();
    });
    // What is compiled when it is first needed must be known to be whole before.
    app.addHook('onReady', (ready) => {
      const all = new Set([...needed, ...namesIn(named)]);
      const missing = [...all].filter((name) => !(name in named));
      ready(missing.length === 0 ? undefined : new Error(`there is no schema called ${missing.join(', ')}`));
    });
    done();
  },
  { name: 'serialisers' },
);

/**
 * Adds schemas to those known by name; throws where a name has another schema already. It is called for every route
 * with all schemas: each is looked at once.
 */
function adder(named: Record<string, unknown>): (schemas: unknown) => void {
  const texts = new Map<string, string>();
  const seen = new Set<unknown>();
  return (schemas) => {
    const fresh: [string, unknown][] = Object.entries(schemas ?? {}).filter(
      ([, schema]) => !seen.has(schema),
    );
    for (const [name, schema] of fresh) {
      const text = JSON.stringify(schema);
      if ((texts.get(name) ?? text) !== text) {
        throw new Error(`two schemas are called ${name}: a name means one schema in the whole service`);
      }
      seen.add(schema);
      texts.set(name, text);
      named[name] = schema;
    }
  };
}

/** The names that a schema refers to; undefined is no schema. */
function namesIn(schema: unknown): string[] {
  const text = schema === undefined ? '' : JSON.stringify(schema);
  return [...text.matchAll(/"\$ref":"([^"#/]+)#?"/g)].map(([, name = '']) => name);
}

/** Those of the named schemas that a schema comes to by its references and theirs: the compiler looks at all it is given. */
function neededBy(schema: unknown, named: Record<string, unknown>): Record<string, unknown> {
  const found = new Map<string, unknown>();
  const waiting = namesIn(schema);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.set(name, named[name]);
    waiting.push(...namesIn(named[name]));
  }
  return Object.fromEntries(found);
}

/** The compiler wants to know a route, and makes nothing of it. */
const anyRoute = { method: '', url: '', httpStatus: '' };

/** Gives one serialiser for all schemas that are the same; `compile` makes it when it is first used, or prepared for that. */
export function sharedSerialisers(compile: (schema: unknown) => Write): (schema: unknown) => LazyWrite {
  const shared = sharedBySchema<LazyWrite>();
  return (schema) => shared(schema, () => whenFirstNeeded(() => compile(schema)));
}

function whenFirstNeeded(compile: () => Write): LazyWrite {
  let write: Write | null = null;
  const prepared = () => (write ??= compile());
  return Object.assign((body: object) => prepared()(body), { prepare: () => void prepared() });
}
