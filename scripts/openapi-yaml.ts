import { buildApp } from '../src/app.js';
import { systemHost } from '../src/host/system-host.js';
import { defaultSettings } from '../src/settings.js';

/** The OpenAPI document of the service with default settings, as YAML; no machine is read for it. */
export async function openApiYaml(): Promise<string> {
  const settings = defaultSettings();
  const host = systemHost({
    ...settings,
    ollama: { url: settings.ollamaUrl, headers: {} },
    environment: {},
  });
  const app = await buildApp({ settings, host });
  await app.ready();
  const yaml = app.swagger({ yaml: true });
  await app.close();
  return yaml;
}
