import { finite } from '../arithmetic.js';

/**
 * Counters of memory management since boot, by the kernel's name. `pgpgin` and `pgpgout` are in KiB, all others
 * numbers of pages or events.
 */
export type VmstatCounters = ReadonlyMap<string, number>;

const wanted = ['pgpgin', 'pgpgout', 'pswpin', 'pswpout', 'pgfault', 'pgmajfault', 'oom_kill'];
const line = new RegExp(`^(${wanted.join('|')}) (\\d+)$`, 'gm');

/** `/proc/vmstat`: the counters of paging, swapping and killing for memory; those a kernel lacks are missing. */
export function parseProcVmstat(text: string): VmstatCounters {
  return new Map([...text.matchAll(line)].map(([, name = '', digits]) => [name, finite(Number(digits))]));
}
