import { yamlOf } from '../plugins/core/documents/yaml.js';
import { buildApp } from '../src/app.js';
import { systemHost } from '../src/host/system-host.js';
import { defaultSettings } from '../src/settings/settings.js';
import { metricsTables } from './metrics-tables.js';

/** What documents are made of: the OpenAPI document with default settings, as an object and as YAML, and the metrics. */
export async function openApiDocument() {
  const settings = defaultSettings();
  const host = systemHost({
    ...settings,
    ollama: { url: settings.ollamaUrl, headers: {} },
    environment: {},
  });
  const app = await buildApp({ settings, host });
  await app.ready();
  const document = app.swagger();
  const metrics = metricsTables(app);
  await app.close();
  return { document, yaml: yamlOf(document), metrics };
}
