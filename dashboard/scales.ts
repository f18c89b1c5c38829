import { axisRate, countText, percentText, rateText, tokensText } from './format.js';

/** How the values of a plot are scaled and written. */
export type Scale = 'percent' | 'rate' | 'tokens';

interface ScaleStyle {
  range: uPlot.Range.MinMax | uPlot.Range.Function;
  /** Where an axis is marked; null where that is chosen by its range. */
  splits: (() => number[]) | null;
  /** Of the numbers on the axis, px. */
  width: number;
  axis: (value: number) => string;
  /** The value under the pointer. */
  text: (value: number | null) => string;
}

export const scales: Record<Scale, ScaleStyle> = {
  percent: { range: [0, 100], splits: () => [0, 50, 100], width: 34, axis: String, text: percentText },
  rate: { range: upFrom(10_000), splits: null, width: 58, axis: axisRate, text: rateText },
  tokens: { range: upFrom(10), splits: null, width: 34, axis: countText, text: tokensText },
};

/** From 0 to a little more than the greatest, `least` at least: a quiet line is not blown up to the whole height. */
function upFrom(least: number) {
  return (_: uPlot, __: number, greatest: number | null): [number, number] => [
    0,
    Math.max(least, (greatest ?? 0) * 1.1),
  ];
}
