import { Failure, parsedOrNull } from '../../failures.js';
import type { Host } from '../../host/host.js';

/** How long a sensor's file is waited for, ms. */
export const sensorDeadline = 1_000;

/** What one file gave: its value as `parse` understands it, or why there is none. */
export function parsed<T>(
  answer: string | null | Failure | undefined,
  parse: (text: string) => T | null,
): { value: T | null; reason: string | null } {
  if (answer instanceof Failure) return { value: null, reason: answer.message };
  if (answer === null || answer === undefined)
    return { value: null, reason: 'its driver gives no value now' };
  const value = parse(answer);
  return { value, reason: value === null ? 'what its driver gives is not understood' : null };
}

const folders = ['class/hwmon', 'class/thermal', 'class/power_supply'];

/**
 * What there is to read below /sys, by the kernel's names; null for a folder that is refused. Throws a Failure when all
 * are.
 */
export function sensorNames({ sys }: Host): Record<'chips' | 'zones' | 'supplies', string[] | null> {
  const listed = folders.map((folder) => sys.listAnswer(folder));
  const refused = listed.filter((names) => names instanceof Failure);
  if (refused.length === listed.length && refused[0] !== undefined) throw refused[0];
  const [chips = null, zones = null, supplies = null] = listed.map(parsedOrNull);
  return {
    chips: chips?.filter((id) => /^hwmon\d+$/.test(id)) ?? null,
    zones: zones?.filter((name) => /^thermal_zone\d+$/.test(name)) ?? null,
    supplies,
  };
}
