import { counter, family, gauge, type OtherNames } from '../../../../../src/exposition/metric.js';
import type { GpuBackendReading } from '../../../../../src/readers/gpu/card.js';
import type { NvidiaCard } from '../../../../../src/readers/gpu/nvidia/card.js';

/** One NVIDIA card as it was read. */
export type Card = NvidiaCard;

/** Another exporter whose names we can give as well. */
export type Exporter = OtherNames<GpuBackendReading<Card>>;

/** A metric of it: its name, its help, and the value of a card at its place in the list. */
type Column = readonly [name: string, help: string, value: (card: Card, index: number) => number | null];

/** An exporter that gives one value for each card in each of its metrics. */
export function exporter(options: {
  labels: readonly string[];
  labelsOf: (card: Card, index: number, hostname: string | null) => (string | null)[];
  gauges: readonly Column[];
  counters?: readonly Column[];
}): Exporter {
  const { labels, labelsOf, gauges, counters = [] } = options;
  const columns = [
    ...gauges.map(([name, help, value]) => ({ metric: gauge(name, help, ...labels), value })),
    ...counters.map(([name, help, value]) => ({ metric: counter(name, help, ...labels), value })),
  ];
  return {
    metrics: columns.map(({ metric }) => metric),
    families: ({ cards }, hostname) =>
      columns.map(({ metric, value }) =>
        family(
          metric,
          cards.map((card, index) => [value(card, index), ...labelsOf(card, index, hostname)]),
        ),
      ),
  };
}
