import { Type, type Static } from '@sinclair/typebox';
import { list, text } from './units.js';

/** What `GET /` answers to programs. */
export const ServiceIndex = Type.Object(
  {
    name: text('The name of this service.', 'system-monitor-api'),
    version: text('Its version.', '0.1.0'),
    description: text('What it is, in a sentence.'),
    documents: Type.Object(
      {
        openapi_json: text('The OpenAPI document as JSON.', '/openapi.json'),
        openapi_yaml: text('The OpenAPI document as YAML.', '/openapi.yaml'),
        swagger_ui: text('The same to read and try out in a browser.', '/'),
      },
      { description: 'Where this API is described.' },
    ),
    routes: list(
      'Every route of this API.',
      Type.Object(
        {
          method: text('The HTTP method.', 'GET'),
          path: text('The path.', '/stats/cpu'),
          summary: text('What it answers.', 'Processor usage'),
        },
        { description: 'One route.' },
      ),
    ),
  },
  { $id: 'ServiceIndex', title: 'ServiceIndex', description: 'What this service is and where to find what.' },
);
export type ServiceIndex = Static<typeof ServiceIndex>;
