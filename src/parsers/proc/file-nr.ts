import { finite } from '../arithmetic.js';

/** Open files of the whole system. */
export interface FileHandles {
  allocated: number | null;
  /** How many there may be; above 2^53 only about right. */
  maximum: number | null;
}

/** `/proc/sys/fs/file-nr` (https://docs.kernel.org/admin-guide/sysctl/fs.html#file-max-file-nr); null when malformed. */
export function parseProcFileNr(text: string): FileHandles | null {
  const [, allocated, maximum] = /^(\d+)\s+\d+\s+(\d+)\s*$/.exec(text) ?? [];
  return allocated === undefined
    ? null
    : { allocated: finite(Number(allocated)), maximum: finite(Number(maximum)) };
}
