import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { ownMetrics } from '../../plugins/views/metrics/own.js';
import { everyMetric } from '../helpers/http/metrics-text.js';
import { recordedApp } from '../helpers/machines/recorded-app.js';

const files = [
  'deploy/grafana/dashboards/system-monitor.json',
  ...['deploy/prometheus/rules/alerts.yml', 'deploy/prometheus/rules/recording.yml'],
  ...['docs/deployment/prometheus.md', 'docs/many-hosts.md'],
];

/** Names that begin as metrics of ours or node_exporter's do, but for the results of recording rules. */
const used = /(?<![\w:.])(?:node|sysmon|ollama|process|nodejs|nvidia_smi)_[a-z]\w+(?![\w:*.…-])/g;
/** What looks like a metric and is none. */
const others = new Set(['nvidia_gpu_exporter', 'node_exporter', 'node_version', 'node_modules']);

void t.test('dashboards, rules and documents name no metric that there is not', async (t) => {
  const { app } = await recordedApp('linux-x64__vm-2-threads');
  const declared = [...app.monitor.catalogue.all().flatMap(everyMetric), ...ownMetrics].map(
    ({ name }) => new RegExp(`^${name.replace(/<\w+>/g, '\\w+')}$`),
  );
  await app.close();
  const unknown = (text: string) =>
    [...new Set(text.match(used))].filter(
      (name) => !others.has(name) && !declared.some((one) => one.test(name)),
    );
  for (const file of files) {
    t.same(unknown(readFileSync(join(import.meta.dirname, '../../..', file), 'utf8')), [], file);
  }
  t.same(unknown('rate(node_load1[5m]) + sysmon_gpu_tempreature_celsius'), [
    'sysmon_gpu_tempreature_celsius',
  ]);
});
