import t from 'tap';
import { buildApp } from '../../src/app.js';
import { systemHost } from '../../src/host/system-host.js';
import { defaultSettings } from '../../src/settings/settings.js';
import { strictValidators } from '../helpers/bodies/contract.js';

/** The original's fields that every machine can give; a clock rate is the one that some (Arm, macOS) do not tell. */
const original = {
  '/stats/cpu': ['usage_percent', 'cores', 'threads', 'per_core_usage'],
  '/stats/memory': ['total_gb', 'used_gb', 'available_gb', 'percent'],
  '/stats/disk': ['total_gb', 'used_gb', 'free_gb', 'percent'],
  '/stats/network': ['bytes_sent_gb', 'bytes_recv_gb', 'packets_sent', 'packets_recv'],
  '/stats/summary': ['cpu_usage', 'ram_usage', 'disk_usage'],
};

const skip = process.platform === 'linux' ? false : 'only Linux gives every field of the original';

t.test('this very machine gives every field of the original, from the first answer', { skip }, async (t) => {
  const settings = defaultSettings();
  const ollama = { url: settings.ollamaUrl, headers: {} };
  const host = systemHost({ ...settings, ollama, environment: process.env });
  const app = await buildApp({ settings, host });
  t.teardown(() => app.close());
  // The service's own timers do not keep a process alive; its port does.
  await app.listen({ host: '127.0.0.1', port: 0 });
  for (const [route, fields] of Object.entries(original)) {
    const body = (await app.inject(route)).json<Record<string, unknown>>();
    for (const field of fields)
      t.ok(body[field] !== null && body[field] !== undefined && body[field] !== 'n/a', `${route} ${field}`);
  }
  const { body } = await app.inject('/stats');
  const validate = strictValidators(app)('Stats');
  t.ok(validate(JSON.parse(body)), '/stats is as the schema says', { errors: validate.errors });
});
