/** Shares of the last 10 s in percent; null where the kernel does not offer the line. */
export interface Pressure {
  some: number | null;
  full: number | null;
}

/** `/proc/pressure/{cpu,memory,io}` (https://docs.kernel.org/accounting/psi.html). */
export function parseProcPressure(text: string): Pressure {
  const share = (kind: 'some' | 'full') => {
    const digits = new RegExp(`^${kind} avg10=(\\d+(?:\\.\\d+)?)\\b`, 'm').exec(text)?.[1];
    return digits === undefined ? null : Number(digits);
  };
  return { some: share('some'), full: share('full') };
}
