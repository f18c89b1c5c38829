import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';
import Fastify, { type FastifyInstance } from 'fastify';
import t from 'tap';
import { sharedSerializers } from '../../../../plugins/core/http/serializers.js';

const route = { method: 'GET', url: '/', httpStatus: '200' };
const card = { type: 'object', properties: { name: { type: 'string' } } };

t.test('one schema beside the same shared schemas is compiled once, another by itself', (t) => {
  const serializers = sharedSerializers();
  const shared = { Card: { $id: 'Card', ...card } };
  const compile = serializers({ ...shared });
  const serialize = compile({ ...route, schema: { $ref: 'Card#' } });
  t.equal(serializers({ ...shared })({ ...route, schema: { $ref: 'Card#' } }), serialize);
  t.not(compile({ ...route, schema: { type: 'array', items: { $ref: 'Card#' } } }), serialize);
  t.not(sharedSerializers()(shared)({ ...route, schema: { $ref: 'Card#' } }), serialize);
  t.equal(serialize({ name: 'a', secret: 1 }), '{"name":"a"}');
  t.end();
});

/** Two scopes that call different schemas by the same name, each with a route. */
function twoScopes(buildSerializer: ReturnType<typeof SerializerSelector>): FastifyInstance {
  const app = Fastify({ schemaController: { compilersFactory: { buildSerializer } } });
  for (const type of ['string', 'integer'] as const) {
    void app.register(async (scope) => {
      scope.addSchema({ $id: 'Card', type: 'object', properties: { [type]: { type } } });
      scope.get(`/${type}`, { schema: { response: { 200: { $ref: 'Card#' } } } }, () => ({
        string: 'a',
        integer: 1,
      }));
    });
  }
  return app;
}

t.test(
  'scopes with schemas of their own under one name serialise as Fastify does without this',
  async (t) => {
    const [shared, fastifys] = [twoScopes(sharedSerializers()), twoScopes(SerializerSelector())];
    for (const [url, body] of [
      ['/string', '{"string":"a"}'],
      ['/integer', '{"integer":1}'],
    ] as const) {
      t.equal((await shared.inject({ url })).payload, body);
      t.equal((await fastifys.inject({ url })).payload, body);
    }
  },
);
