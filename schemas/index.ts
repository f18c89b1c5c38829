import { Type, type Static } from '@sinclair/typebox';
import { flag, list, ref, text } from './units.js';

/** Where this API is described. */
export const IndexDocuments = Type.Object(
  {
    openapi_json: text('The OpenAPI document as JSON.', '/openapi.json'),
    openapi_yaml: text('The OpenAPI document as YAML.', '/openapi.yaml'),
    swagger_ui: text('The same to read and try out in a browser.', '/'),
  },
  { $id: 'IndexDocuments', title: 'IndexDocuments', description: 'Where this API is described.' },
);

/** Whether and how a key is given. */
export const IndexKey = Type.Object(
  {
    needed: flag('Whether this service asks for a key.'),
    how: text('How it is given.', 'None is asked for.'),
    example: text('A command that asks for everything.', 'curl http://127.0.0.1:5000/stats'),
  },
  { $id: 'IndexKey', title: 'IndexKey', description: 'Whether and how a key is given.' },
);

/** One route. */
export const IndexRoute = Type.Object(
  {
    method: text('The HTTP method.', 'GET'),
    path: text('The path.', '/stats'),
    summary: text('What it answers.', 'All domains at once'),
    parameters: list('The query parameters it takes, none of them required.', text('A name.', 'only')),
    guarded: flag('Whether it is answered with a key alone, where the service asks for one.'),
  },
  { $id: 'IndexRoute', title: 'IndexRoute', description: 'One route.' },
);

/** What `GET /` answers to programs. */
export const ServiceIndex = Type.Object(
  {
    name: text('The name of this service.', 'system-monitor-api'),
    version: text('Its version.', '0.1.0'),
    description: text('What it is, in a sentence.'),
    documents: ref(IndexDocuments, 'Where this API is described.'),
    key: ref(IndexKey, 'Whether and how a key is given.'),
    routes: list('Every route of this API.', ref(IndexRoute)),
  },
  { $id: 'ServiceIndex', title: 'ServiceIndex', description: 'What this service is and where to find what.' },
);
export type ServiceIndex = Static<typeof ServiceIndex>;
