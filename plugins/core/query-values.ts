import { parseDuration } from '../../src/parsers/duration.js';

/** A duration in a query ("5s") in ms; null when it is none. */
export function durationOf(text: string): number | null {
  return parseDuration(text);
}
