import { buildApp } from '../src/app.js';
import { systemHost } from '../src/host/system-host.js';
import { defaultSettings } from '../src/settings.js';

/** The OpenAPI document of the service with default settings, as an object and as YAML. */
export async function openApiDocument() {
  const settings = defaultSettings();
  const host = systemHost({
    ...settings,
    ollama: { url: settings.ollamaUrl, headers: {} },
    environment: {},
  });
  const app = await buildApp({ settings, host });
  await app.ready();
  const document = { document: app.swagger(), yaml: app.swagger({ yaml: true }) };
  await app.close();
  return document;
}
