import Fastify from 'fastify';
import t from 'tap';
import { implausibleCounter, reasonsOf } from '../../../../plugins/core/domain/implausible.js';
import { monitor } from '../../../../plugins/core/domain/monitor.js';
import { defaultSettings } from '../../../../src/settings/settings.js';
import { writtenHost } from '../../../helpers/machines/written-host.js';

t.test('each is counted, and the first of a field has a line in the log', async (t) => {
  const lines: string[] = [];
  const app = Fastify({ logger: { stream: { write: (line: string) => lines.push(line) } } });
  t.teardown(() => app.close());
  await app.register(monitor, { settings: defaultSettings(), host: writtenHost({}) });
  const count = implausibleCounter(app, 'gpu/nvidia');
  const hot = { field: 'temperature_celsius', reason: 'temperature_celsius 511 °C: above 200 °C' };
  const busy = { field: 'usage_percent', reason: 'usage_percent 808 %: above 100 %' };
  count([hot, busy]);
  count([hot]);
  count([]);
  implausibleCounter(app, 'cpu')([hot]);
  t.same(app.monitor.implausible.all(), [
    { domain: 'gpu/nvidia', field: 'temperature_celsius', count: 2 },
    { domain: 'gpu/nvidia', field: 'usage_percent', count: 1 },
    { domain: 'cpu', field: 'temperature_celsius', count: 1 },
  ]);
  const told = lines.map((line) => JSON.parse(line) as { level: number; msg: string });
  t.match(told, [
    { level: 40, msg: /^gpu\/nvidia tells what cannot be, .*temperature_celsius 511 °C/ },
    { msg: /usage_percent/ },
    { msg: /^cpu tells/ },
  ]);
  t.equal(told.length, 3);
  t.same(reasonsOf([hot, busy, hot]), [hot.reason, busy.reason]);
});
