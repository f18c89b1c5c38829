import { finite } from './arithmetic.js';

/** The value that `text` holds as JSON; null where it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // JSON.parse throws for what is no JSON, and for nothing else.
  }
}

/**
 * A number of JSON, which may be larger than any: then it is the greatest there is. Null for what is none. Whether it can
 * be is for its bound to say.
 */
export function jsonNumber(value: unknown): number | null {
  if (typeof value !== 'number') return null;
  return finite(value);
}

/** A count of JSON: a whole number from 0 up to what a number holds exactly. Null for anything else. */
export function jsonCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** A text of JSON with something in it; null for anything else. */
export function jsonText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Whether this is an object of JSON: names with values, no list. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
