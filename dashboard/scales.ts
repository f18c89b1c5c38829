import { axisRate, countText, percentText, rateText, tokensText } from './format.js';

/** How the values of a plot are scaled and written. */
export type Scale = 'percent' | 'rate' | 'tokens';

interface ScaleStyle {
  /** Where the axis, which begins at 0, ends for a greatest value; null when nothing is known. */
  top: (greatest: number | null) => number;
  /** Whether the axis is marked at its ends and in the middle; else where it suits its range. */
  isHalved: boolean;
  /** Of the numbers on the axis, px. */
  width: number;
  axis: (value: number) => string;
  /** The value under the pointer. */
  text: (value: number | null) => string;
}

// A quiet line is not blown up to the whole height.
export const scales: Record<Scale, ScaleStyle> = {
  percent: { top: () => 100, isHalved: true, width: 34, axis: String, text: percentText },
  rate: {
    top: (greatest) => Math.max(10_000, (greatest ?? 0) * 1.1),
    ...{ isHalved: false, width: 58, axis: axisRate, text: rateText },
  },
  tokens: {
    top: (greatest) => roundTop(Math.max(10, greatest ?? 0)),
    ...{ isHalved: true, width: 34, axis: countText, text: tokensText },
  },
};

/** The next number with a half that is short to write: 10, 20, 40, 60, 100, 200 … */
function roundTop(value: number): number {
  const ten = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 6, 10].find((times) => value <= times * ten) ?? 10) * ten;
}
