import t from 'tap';
import { withSharedParts } from '../../../../plugins/core/documents/shared-parts.js';
import { recordedApp } from '../../../helpers/machines/recorded-app.js';

const left = { description: 'How many are left.', schema: { type: 'integer', minimum: 0 } };
/** The same with its keys in another order. */
const leftToo = { schema: { minimum: 0, type: 'integer' }, description: 'How many are left.' };
const refused = { description: 'Not understood.', headers: { left } };
const refusedToo = { headers: { left: leftToo }, description: 'Not understood.' };

function document(answers: Record<string, Record<string, object>>) {
  const paths = Object.entries(answers).map(([path, responses]) => [path, { get: { responses } }]);
  return Object.fromEntries(paths) as Parameters<typeof withSharedParts>[1];
}

t.test('what is there several times becomes a component, whatever the order of its keys', (t) => {
  const ok = { description: 'Fine.', headers: { left } };
  const paths = document({ '/a': { 200: ok, 400: refused }, '/b': { 400: refusedToo } });
  const made = withSharedParts({ openapi: '3.1.0', components: { schemas: {} } }, paths);
  const reference = { $ref: '#/components/headers/left' };
  t.strictSame(made, {
    openapi: '3.1.0',
    components: {
      schemas: {},
      responses: { BadRequest: { headers: { left: reference }, description: 'Not understood.' } },
      headers: { left: leftToo },
    },
    paths: document({
      '/a': {
        200: { description: 'Fine.', headers: { left: reference } },
        400: { $ref: '#/components/responses/BadRequest' },
      },
      '/b': { 400: { $ref: '#/components/responses/BadRequest' } },
    }),
  });
  t.end();
});

t.test('of several answers to one status the one given most often is shared', (t) => {
  const [rare, usual] = [{ description: 'Rare.' }, { description: 'Usual.' }];
  const paths = document({
    '/a': { 503: rare, default: usual },
    '/b': { 503: usual, default: usual },
    '/c': { 503: usual },
    '/d': { 503: rare },
    '/e': { 503: usual, 429: rare },
  });
  const made = withSharedParts({}, paths);
  t.strictSame(made.components.responses, { Default: usual, ServiceUnavailable: usual });
  t.strictSame(made.paths['/a']?.get.responses['503'], rare);
  t.strictSame(made.paths['/e']?.get.responses, {
    503: { $ref: '#/components/responses/ServiceUnavailable' },
    429: rare,
  });
  t.end();
});

t.test('the document of the service says once what its routes have in common', async (t) => {
  const { app } = await recordedApp('linux-x64__vm-2-threads');
  const { components, paths } = app.swagger() as {
    components: Record<string, Record<string, object>>;
    paths: object;
  };
  t.strictSame(Object.keys(components['responses'] ?? {}), [
    ...['BadRequest', 'Default', 'Forbidden', 'NotFound', 'NotModified'],
    ...['ServiceUnavailable', 'TooManyRequests', 'Unauthorized'],
  ]);
  t.strictSame(Object.keys(components['headers'] ?? {}), [
    ...['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'retry-after'],
    'www-authenticate',
  ]);
  const lines = JSON.stringify(paths, null, 1).split('\n').length;
  t.ok(lines < 2_000, `${lines} lines of paths`);
});
