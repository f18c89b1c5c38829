import { parsedOrNull } from '../failures.js';
import type { Host } from '../host/host.js';
import { parsePageSize } from '../parsers/proc/pid-files.js';

/**
 * Bytes of a page of memory, from this process's own files: all processes of a machine have the same. Null where it is
 * not told.
 */
export async function pageSizeOf(host: Host): Promise<number | null> {
  const vector = parsedOrNull(await host.own.deviceBytes('proc/self/auxv', 1_000));
  const parsed = vector === null ? null : parsePageSize(vector);
  // These processors know no other size of ordinary pages.
  return parsed ?? (host.architecture === 'x86_64' ? 4_096 : null);
}
