import type { FastifyInstance } from 'fastify';
import { ownMetrics } from '../plugins/views/metrics/own.js';
import { unitOf } from '../src/exposition/format.js';
import type { Metric } from '../src/exposition/metric.js';

/** A table for each domain that has metrics, one for the service itself, and one for each exporter spoken for. */
export function metricsTables(app: FastifyInstance): string {
  const entries = app.monitor.catalogue.all();
  const gpus = entries.filter(({ name }) => name.startsWith('gpu/'));
  const others = entries.filter(({ name }) => !name.startsWith('gpu/'));
  const tables = [
    ...others.map(({ name, summary, metrics = [] }) => table(`${summary} (\`${name}\`)`, metrics)),
    table('GPUs of every maker', distinct(gpus.flatMap(({ metrics = [] }) => metrics))),
    table('The service itself', ownMetrics),
    ...entries.flatMap(({ otherMetrics = {} }) =>
      Object.entries(otherMetrics).map(([name, metrics]) =>
        table(`NVIDIA cards as another exporter names them (\`SYSMON_METRICS_COMPAT=${name}\`)`, metrics),
      ),
    ),
  ];
  return tables.filter((one) => one !== '').join('\n');
}

function distinct(metrics: Metric[]): Metric[] {
  return [...new Map(metrics.map((metric) => [metric.name, metric])).values()];
}

function table(title: string, metrics: readonly Metric[]): string {
  if (metrics.length === 0) return '';
  const rows = metrics.map(({ name, type, help, labels }) => {
    const shownLabels = labels.map((label) => `\`${label}\``).join(' ');
    return `| \`${name}\` | ${type} | ${unitOf(name) ?? ''} | ${shownLabels} | ${help.replaceAll('|', '\\|').replaceAll('<', '&lt;')} |`;
  });
  return [
    `### ${title}`,
    '',
    '| metric | type | unit | labels | |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
