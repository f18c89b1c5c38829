import type { Static, TObject } from '@sinclair/typebox';
import type { Gpu } from '../../../schemas/gpu/gpu.js';
import { forms } from '../../../schemas/units.js';
import { family, type Family, type Metric, type Sample } from '../../../src/exposition/metric.js';
import type { GpuBackendReading, GpuCard } from '../../../src/readers/gpu/card.js';
import type { HistoryMetric } from '../../../src/sampling/history/metric.js';

/** Where a card stands: in the list of which maker's cards, and where in it. */
export interface Place {
  vendor: string;
  index: number;
}

/** A metric of cards and what one card gives of it: values, each with those of the metric's further labels. */
export interface Measure<C> {
  metric: Metric;
  values: (card: C) => Sample[];
}

/** One field of a card: how it is shown, and what collectors and history get of it. */
export interface Row<C, V> {
  show: (card: C, place: Place) => V;
  metric?: Measure<C>;
  /** Where it takes several. */
  metrics?: readonly Measure<C>[];
  /** History keeps it under `gpu.<field>`. */
  history?: Stored<C>;
}

interface Stored<C> {
  description: string;
  /** In the unit of the field. */
  value: (card: C) => number | null;
  /** For a field that is no number: what history calls the metric instead, in percent. */
  share?: string;
}

/** A row for every field of `F`: none may be missing, none be of another type, and no other may stand there. */
export type Rows<C, F> = { readonly [K in keyof F]-?: Row<C, F[K]> };

/** What the schema of a vendor's card has beyond the fields of every card. */
export type Own<S extends TObject> = Omit<Static<S>, keyof Gpu>;

/** Fields that are shown and nothing else. */
export const field = <C, V>(
  show: (card: C, place: Place) => V,
  further: Omit<Row<C, V>, 'show'> = {},
): Row<C, V> => ({ show, ...further });

/** What shows the fields of one card as its rows do, those that all cards have (`common`) before its maker's own. */
export function showing<C, F, O>(common: Rows<C, F>, own: Rows<C, O>): (card: C, place: Place) => F & O {
  const rows = [...Object.entries<Row<C, unknown>>(common), ...Object.entries<Row<C, unknown>>(own)];
  return (card, place) => {
    const fields: Record<string, unknown> = {};
    for (const [name, { show }] of rows) fields[name] = show(card, place);
    // Rows<C, F> has exactly the fields of F, each shown in its type.
    return fields as F & O;
  };
}

/** All metrics of the rows, in their order. */
export function metricsOf<C, F>(rows: Rows<C, F>): Metric[] {
  return [...new Set(measuresOf(rows).map(({ metric }) => metric))];
}

/** A family for each metric of the rows, with the samples of every card; `labels` are those that tell cards apart. */
export function familiesOf<C, F>(
  rows: Rows<C, F>,
  cards: readonly C[],
  labels: (card: C) => readonly (string | null)[],
): Family[] {
  const measures = measuresOf(rows);
  return metricsOf(rows).map((metric) => {
    const own = measures.filter((one) => one.metric === metric);
    const samples = cards.flatMap((card) =>
      own
        .flatMap(({ values }) => values(card))
        .map(([value, ...further]): Sample => [value, ...labels(card), ...further]),
    );
    return family(metric, samples);
  });
}

function measuresOf<C, F>(rows: Rows<C, F>): Measure<C>[] {
  return Object.values<Row<C, unknown>>(rows).flatMap(({ metric, metrics = [] }) =>
    metric === undefined ? metrics : [metric, ...metrics],
  );
}

/** What history keeps of the rows. `properties` are the schemas of the fields, for their units. */
export function historyOf<C extends GpuCard, F>(
  rows: Rows<C, F>,
  properties: Readonly<Record<string, object>>,
): HistoryMetric<GpuBackendReading<C>>[] {
  return Object.entries<Row<C, unknown>>(rows).flatMap(([name, { history }]) => {
    if (history === undefined) return [];
    const { description, value, share } = history;
    const values = ({ cards }: GpuBackendReading<C>) => cards.map((card) => [card.id, value(card)] as const);
    const form = share === undefined ? formOf(properties[name]) : forms.finePercent;
    return [{ metric: `gpu.${share ?? name}`, ...form, description, kind: 'gpu', values }];
  });
}

/** The form of a field by its unit; percentages of cards have two decimals. */
function formOf(schema: object | undefined): { unit: string; decimals: number } {
  const unit: unknown = schema === undefined ? null : Reflect.get(schema, 'x-unit');
  if (unit === 'percent') return forms.finePercent;
  const form = Object.values(forms).find((one) => one.unit === unit);
  if (form === undefined) throw new Error('history keeps only fields that have a unit');
  return form;
}
