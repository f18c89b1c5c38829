/** `untyped` is for established names whose makers gave them no type. */
export type MetricType = 'counter' | 'gauge' | 'untyped';

/** What is measured: the names of a metric and of its labels, and what it means. The unit stands in the name. */
export interface Metric {
  readonly name: string;
  readonly type: MetricType;
  /** A sentence. */
  readonly help: string;
  readonly labels: readonly string[];
}

/** A value, and the values of its metric's labels in their order. A value that is null is not exposed. */
export type Sample = readonly [value: number | null, ...labels: (string | null)[]];

/** A metric with its values at one moment. */
export interface Family {
  readonly metric: Metric;
  readonly samples: readonly Sample[];
}

/** The metrics of one domain: all that it may give, for the documents, and what one reading gives. */
export interface DomainMetrics<R> {
  readonly metrics: readonly Metric[];
  readonly families: (reading: R) => Family[];
  /** The same under the names of other exporters, by what SYSMON_METRICS_COMPAT calls those. */
  readonly otherNames?: Readonly<Record<string, OtherNames<R>>>;
}

/** The metrics of a domain as another exporter names them. `hostname` is null when it is not known. */
export interface OtherNames<R> {
  readonly metrics: readonly Metric[];
  readonly families: (reading: R, hostname: string | null) => Family[];
}

/** A value that only grows, until what counts it is started anew. */
export const counter = (name: string, help: string, ...labels: string[]): Metric =>
  ({ name, type: 'counter', help, labels }) as const;

/** A value that goes up and down. */
export const gauge = (name: string, help: string, ...labels: string[]): Metric =>
  ({ name, type: 'gauge', help, labels }) as const;

/** A value under an established name that has no type. */
export const untyped = (name: string, help: string, ...labels: string[]): Metric =>
  ({ name, type: 'untyped', help, labels }) as const;

/** A metric with one value and no labels. */
export const single = (metric: Metric, value: number | null): Family => ({ metric, samples: [[value]] });

/** A metric with a value for each combination of its labels' values. */
export const family = (metric: Metric, samples: readonly Sample[]): Family => ({ metric, samples });
