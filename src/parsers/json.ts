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

/** Whether this is an object of JSON: names with values, no list. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
