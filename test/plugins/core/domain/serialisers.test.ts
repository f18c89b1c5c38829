import { Type } from '@sinclair/typebox';
import Fastify from 'fastify';
import t from 'tap';
import { serialisers, sharedSerialisers } from '../../../../plugins/core/domain/serialisers.js';
import { ref } from '../../../../schemas/units.js';

const Tides = Type.Object({ height: Type.Number(), name: Type.String() }, { $id: 'Tides' });
const Open = Type.Object({ height: Type.Number() }, { $id: 'Open', additionalProperties: true });
const spring = { name: 'spring', height: 5 };

/** Two routes that answer in the same form. As in the guarded scope, the schemas are not those of the service around it. */
async function service() {
  const app = Fastify();
  await app.register(serialisers);
  await app.register((scope, _, done) => {
    scope.addSchema(Tides);
    scope.addSchema(Open);
    const response = { 200: ref(Tides), 404: Type.Object({ why: Type.String() }) };
    for (const path of ['/tides', '/ebb'])
      scope.get(path, { schema: { response } }, () => ({ ...spring, x: 1 }));
    done();
  });
  await app.ready();
  return app;
}

t.test('a route, and whoever puts bodies together, writes a body by its schema', async (t) => {
  const app = await service();
  const text = '{"height":5,"name":"spring"}';
  for (const path of ['/tides', '/ebb', '/tides']) t.equal((await app.inject(path)).body, text, path);
  t.equal(app.serialise({ schema: Tides }, { x: 1, ...spring }), text);
});

t.test('a body that lacks what its schema demands is a fault, not a lie', async (t) => {
  const app = await service();
  t.throws(() => app.serialise({ schema: Tides }, { height: 5 }), /"name" is required/);
});

t.test('an open schema keeps the order of the body', async (t) => {
  const app = await service();
  t.equal(app.serialise({ schema: Open }, { b: 1, height: 2, a: 3 }), '{"b":1,"height":2,"a":3}');
});

t.test(
  'nothing is compiled before it has something to write, and then once for all who write the same',
  (t) => {
    const compiled: unknown[] = [];
    const serialiserOf = sharedSerialisers((schema) => {
      compiled.push(schema);
      return JSON.stringify;
    });
    const [route, stream, other] = [ref(Tides), ref(Tides), ref(Open)].map(serialiserOf);
    t.strictSame(compiled, []);
    t.equal(route?.(spring), stream?.(spring));
    t.strictSame(
      compiled.map((one) => JSON.stringify(one)),
      ['{"$ref":"Tides#"}'],
    );
    other?.(spring);
    t.equal(compiled.length, 2);
    t.end();
  },
);

t.test('a schema that nobody has ends the start, though it is compiled only when it is needed', async (t) => {
  const app = Fastify();
  await app.register(serialisers);
  app.get('/tides', { schema: { response: { 200: { $ref: 'Nowhere#' } } } }, () => spring);
  await t.rejects(async () => await app.ready(), /there is no schema called Nowhere/);
});

t.test('a name that means two schemas ends the start', async (t) => {
  const app = Fastify();
  await app.register(serialisers);
  for (const [path, schema] of [
    ['/a', Type.Object({ height: Type.Number() }, { $id: 'Twice' })],
    ['/b', Type.Object({ name: Type.String() }, { $id: 'Twice' })],
  ] as const) {
    await app.register((scope, _, done) => {
      scope.addSchema(schema);
      scope.get(path, { schema: { response: { 200: ref(schema) } } }, () => spring);
      done();
    });
  }
  await t.rejects(async () => await app.ready(), /two schemas are called Twice/);
});
