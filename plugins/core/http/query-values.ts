import { parseDuration } from '../../../src/parsers/duration.js';
import { parseRfc3339 } from '../../../src/parsers/rfc3339.js';

/** A duration in a query ("5s") in ms; null when it is none. */
export function durationOf(text: string): number | null {
  return parseDuration(text);
}

/**
 * An instant in a query, in ms since 1970: RFC 3339, seconds since 1970, or so long before `now` ("-15m"); null when
 * it is none of them. The plus of an offset that was not encoded arrives as a space.
 */
export function instantOf(text: string, now: number): number | null {
  if (/^\d{1,11}(\.\d{1,9})?$/.test(text)) return Number(text) * 1000;
  if (text.startsWith('-')) {
    const before = parseDuration(text.slice(1));
    return before === null ? null : now - before;
  }
  const seconds = parseRfc3339(text.replace(/ (\d\d:\d\d)$/, '+$1').replace(/^(\d{4}-\d\d-\d\d) /, '$1T'));
  return seconds === null ? null : seconds * 1000;
}
