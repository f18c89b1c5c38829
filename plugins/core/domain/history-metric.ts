import { forms, type Form } from '../../../schemas/units.js';
import type { HistoryMetric, SeriesKind } from '../../../src/sampling/history/metric.js';

/** A metric of which there is one value in a reading. */
export function historyMetric<R>(
  metric: string,
  form: Form,
  description: string,
  value: (reading: R) => number | null,
): HistoryMetric<R> {
  return {
    metric,
    ...forms[form],
    description,
    kind: 'machine',
    values: (reading) => [[null, value(reading)]],
  };
}

/** A metric of which there is one value for each thing of a kind, of its name. */
export function historyMetricOfEach<R>(
  kind: SeriesKind,
  metric: string,
  form: Form,
  description: string,
  values: HistoryMetric<R>['values'],
): HistoryMetric<R> {
  return { metric, ...forms[form], description, kind, values };
}
