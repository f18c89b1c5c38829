import { finite } from '../arithmetic.js';

/** `/proc/loadavg` (proc_loadavg(5)): mean number of runnable tasks over 1, 5 and 15 minutes; null when malformed. */
export function parseProcLoadavg(text: string): [number, number, number] | null {
  const [, one, five, fifteen] = /^(\d+\.\d+) (\d+\.\d+) (\d+\.\d+) /.exec(text) ?? [];
  return one === undefined ? null : [finite(Number(one)), finite(Number(five)), finite(Number(fifteen))];
}

/** The last number of `/proc/loadavg`: the one that was given last to a process or a thread; null when malformed. */
export function parseLastPid(text: string): number | null {
  const digits = /^(?:\d+\.\d+ ){3}\d+\/\d+ (\d{1,10})\s*$/.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}
