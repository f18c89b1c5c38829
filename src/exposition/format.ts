import type { FamilyText } from './family-text.js';
import type { Metric } from './metric.js';

/**
 * The two forms in which collectors take metrics: Prometheus's text format
 * (https://prometheus.io/docs/instrumenting/exposition_formats/) and OpenMetrics 1.0
 * (https://prometheus.io/docs/specs/om/open_metrics_spec/).
 */
export type FormatName = 'prometheus' | 'openmetrics';

/** The content type of each format. */
export const contentTypes: Record<FormatName, string> = {
  prometheus: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/** What must stand after everything else. */
export const endOf: Record<FormatName, string> = { prometheus: '', openmetrics: '# EOF\n' };

/** Families of several sources as text; those of one metric are put together, as both formats demand. */
export function exposition(sources: readonly (readonly FamilyText[])[], format: FormatName): string {
  const byName = new Map<string, { metric: Metric; lines: string }>();
  for (const { metric, lines } of sources.flat()) {
    const known = byName.get(metric.name);
    if (known === undefined) byName.set(metric.name, { metric, lines });
    else known.lines += lines;
  }
  let text = '';
  for (const { metric, lines } of byName.values()) text += heads[format](metric) + lines;
  return text;
}

const heads: Record<FormatName, (metric: Metric) => string> = {
  prometheus: ({ name, type, help }) => `# HELP ${name} ${escapedHelp(help)}\n# TYPE ${name} ${type}\n`,
  openmetrics: openMetricsHead,
};

/**
 * Here a counter's family is named without the `_total` of its values. A counter with an established name that
 * lacks `_total` would have to be renamed, so it is one of unknown type instead.
 */
function openMetricsHead({ name, type, help }: Metric): string {
  const isCounter = type === 'counter' && name.endsWith('_total');
  const familyName = isCounter ? name.slice(0, -'_total'.length) : name;
  const typeName = isCounter ? 'counter' : type === 'gauge' ? 'gauge' : 'unknown';
  const unit = unitOf(familyName);
  return (
    `# HELP ${familyName} ${escapedHelp(help).replaceAll('"', '\\"')}\n# TYPE ${familyName} ${typeName}\n` +
    (unit === null ? '' : `# UNIT ${familyName} ${unit}\n`)
  );
}

const units = new Set([
  'seconds',
  'bytes',
  'celsius',
  'ratio',
  'volts',
  'amperes',
  'watts',
  'joules',
  'hertz',
  'rpm',
]);

/** The unit in which a metric's values are: the last word of its name without `_total`; null when it has none. */
export function unitOf(name: string): string | null {
  const last =
    name
      .replace(/_total$/, '')
      .split('_')
      .at(-1) ?? '';
  return units.has(last) ? last : null;
}

function escapedHelp(help: string): string {
  return help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
