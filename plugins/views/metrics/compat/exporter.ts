import { counter, family, gauge, type Family, type Metric } from '../../../../src/exposition/metric.js';
import type { NvidiaGpu } from '../../../../schemas/gpu/nvidia.js';

/** One NVIDIA card as `/stats/gpu/nvidia` shows it. */
export type Card = NvidiaGpu;

/** Another exporter whose names we can give as well. */
export interface Exporter {
  readonly metrics: readonly Metric[];
  /** `hostname` is null when it is not known. */
  readonly families: (cards: readonly Card[], hostname: string | null) => Family[];
}

type Column = readonly [Metric, (card: Card) => number | null];

/** An exporter that gives one value for each card in each of its metrics. */
export function exporter(options: {
  labels: readonly string[];
  labelsOf: (card: Card, hostname: string | null) => (string | null)[];
  gauges: readonly (readonly [name: string, help: string, value: (card: Card) => number | null])[];
  counters?: readonly (readonly [name: string, help: string, value: (card: Card) => number | null])[];
}): Exporter {
  const { labels, labelsOf, gauges, counters = [] } = options;
  const columns: Column[] = [
    ...gauges.map(([name, help, value]): Column => [gauge(name, help, ...labels), value]),
    ...counters.map(([name, help, value]): Column => [counter(name, help, ...labels), value]),
  ];
  return {
    metrics: columns.map(([metric]) => metric),
    families: (cards, hostname) =>
      columns.map(([metric, value]) =>
        family(
          metric,
          cards.map((card) => [value(card), ...labelsOf(card, hostname)]),
        ),
      ),
  };
}
