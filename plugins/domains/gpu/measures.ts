import { counter, gauge, type Sample } from '../../../src/exposition/metric.js';
import type { Measure } from './row.js';

/** The labels by which a card is known in every metric: UUID (or PCI address), maker and product. */
export const cardLabels = ['uuid', 'vendor', 'model'] as const;

/** A value that goes up and down, in the base unit that its name ends with. */
export function cardGauge<C>(name: string, help: string, value: (card: C) => number | null): Measure<C> {
  return { metric: gauge(name, help, ...cardLabels), values: (card) => [[value(card)]] };
}

/** A metric of which several rows give a value each, told apart by a further label. */
export function labelledGauge(name: string, help: string, label: string) {
  const metric = gauge(name, help, ...cardLabels, label);
  return <C>(which: string, value: (card: C) => number | null): Measure<C> => ({
    metric,
    values: (card) => [[value(card), which]],
  });
}

/** Values of a list, each with those of the further labels. */
export function cardGauges<C>(
  name: string,
  help: string,
  further: string[],
  values: (card: C) => Sample[],
): Measure<C> {
  return { metric: gauge(name, help, ...cardLabels, ...further), values };
}

/** Values that only grow, told apart by further labels. */
export function cardCounter<C>(
  name: string,
  help: string,
  further: string[],
  values: (card: C) => Sample[],
): Measure<C> {
  return { metric: counter(name, help, ...cardLabels, ...further), values };
}

/** A number in each state there is: 1 for the present one, 0 for all others. */
export function stateSamples(states: readonly string[], current: string): Sample[] {
  return states.map((one) => [one === current ? 1 : 0, one]);
}

/** Percent as a ratio of 1. */
export function ratio(percent: number | null): number | null {
  return percent === null ? null : percent / 100;
}

/** MHz as Hz. */
export function hertz(megahertz: number | null): number | null {
  return megahertz === null ? null : megahertz * 1e6;
}
