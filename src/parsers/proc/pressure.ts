import { finite } from '../arithmetic.js';

/** How much tasks had to wait for one resource; null where the kernel does not offer the line. */
export interface Pressure {
  /** Share of the last 10 s in which at least one task waited, percent. */
  some: number | null;
  /** Share of the last 10 s in which all tasks waited, percent. */
  full: number | null;
  /** The same as times since boot, in seconds. */
  someSeconds: number | null;
  fullSeconds: number | null;
}

/** `/proc/pressure/{cpu,memory,io}` (https://docs.kernel.org/accounting/psi.html). */
export function parseProcPressure(text: string): Pressure {
  const some = lineOf(text, 'some');
  const full = lineOf(text, 'full');
  return { some: some.share, full: full.share, someSeconds: some.seconds, fullSeconds: full.seconds };
}

/** A system that does not tell. */
export const noPressure: Pressure = { some: null, full: null, someSeconds: null, fullSeconds: null };

function lineOf(text: string, kind: 'some' | 'full'): { share: number | null; seconds: number | null } {
  const line = new RegExp(`^${kind} avg10=(\\d+(?:\\.\\d+)?)\\b(?:.* total=(\\d+)$)?`, 'm').exec(text);
  const [, share, microseconds] = line ?? [];
  return {
    share: share === undefined ? null : finite(Number(share)),
    seconds: microseconds === undefined ? null : finite(Number(microseconds)) / 1e6,
  };
}
