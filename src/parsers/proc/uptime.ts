import { finite } from '../arithmetic.js';

/** `/proc/uptime` (proc_uptime(5)): seconds since boot; null when malformed. */
export function parseProcUptime(text: string): number | null {
  const digits = /^(\d+(?:\.\d+)?) /.exec(text)?.[1];
  return digits === undefined ? null : finite(Number(digits));
}
