import { Failure } from '../failures.js';

/** How long a sensor's file is waited for, ms. */
export const sensorDeadline = 1_000;

/** How long labels, limits and the list of sensors are believed, ms: they change when drivers come or go. */
export const fixedAge = 60_000;

/** What one file gave: its value as `parse` understands it, or why there is none. */
export function told<T>(
  answer: string | null | Failure | undefined,
  parse: (text: string) => T | null,
): { value: T | null; reason: string | null } {
  if (answer instanceof Failure) return { value: null, reason: answer.message };
  if (answer === null || answer === undefined)
    return { value: null, reason: 'its driver gives no value now' };
  const value = parse(answer);
  return { value, reason: value === null ? 'what its driver gives is not understood' : null };
}
