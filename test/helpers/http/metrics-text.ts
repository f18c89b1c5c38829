import type { Metric } from '../../../src/exposition/metric.js';
import type { Entry } from '../../../src/sampling/catalogue.js';
/** What a text of metrics says, by metric and series. */
export interface MetricsText {
  types: Map<string, string>;
  helps: Map<string, string>;
  /** By the whole series, as `node_cpu_seconds_total{cpu="0",mode="idle"}`. */
  values: Map<string, number>;
}

const sample =
  /^([a-zA-Z_:][\w:]*)((?:\{[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*"(?:,[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*")*\})?) (\S+)$/;

/** Reads Prometheus's text; throws when it breaks a rule of that format, or one of ours: help and type for all. */
export function readMetricsText(text: string): MetricsText {
  const read: MetricsText = { types: new Map(), helps: new Map(), values: new Map() };
  let current = '';
  for (const line of text.split('\n').slice(0, -1)) {
    const [, keyword, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (keyword === 'HELP') {
      if (read.helps.has(name)) throw new Error(`${name} stands twice`);
      read.helps.set(name, rest);
      current = name;
    } else if (keyword === 'TYPE') {
      if (name !== current) throw new Error(`the type of ${name} does not follow its help`);
      read.types.set(name, rest);
    } else addSample(read, line, current);
  }
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  return read;
}

function addSample(read: MetricsText, line: string, current: string): void {
  const [, name, labels = '', number = ''] = sample.exec(line) ?? [];
  if (name === undefined) throw new Error(`not a sample: ${line}`);
  if (name !== current || !read.types.has(name)) throw new Error(`${name} stands outside its family`);
  const value = Number(number);
  if (!Number.isFinite(value)) throw new Error(`not a number: ${line}`);
  if (read.values.has(name + labels)) throw new Error(`the series stands twice: ${line}`);
  read.values.set(name + labels, value);
}

/** All metrics that a domain may give, under its own names and under those of other exporters. */
export function everyMetric({ metrics = [], otherMetrics = {} }: Entry): Metric[] {
  return [...metrics, ...Object.values(otherMetrics).flat()];
}
