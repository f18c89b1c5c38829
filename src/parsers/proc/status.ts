/** Who a process is to the kernel. */
export interface Identity {
  /** The effective user and group. */
  user: number | null;
  group: number | null;
  /** Its further groups. */
  groups: number[];
  /** Whether it may read every file (the capability DAC_OVERRIDE or DAC_READ_SEARCH). */
  readsAll: boolean;
}

/** CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH of capabilities(7). */
const readingCapabilities = 0b110n;

/** `/proc/<pid>/status` (proc_pid_status(5)): who the process is. */
export function parseProcStatus(text: string): Identity {
  const line = (name: string) => new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(text)?.[1]?.trim() ?? '';
  const numbers = (name: string) =>
    line(name)
      .split(/\s+/)
      .filter((word) => /^\d{1,10}$/.test(word))
      .map(Number);
  const capabilities = line('CapEff');
  return {
    user: numbers('Uid')[1] ?? null,
    group: numbers('Gid')[1] ?? null,
    groups: numbers('Groups'),
    readsAll:
      /^[\da-f]{1,16}$/i.test(capabilities) && (BigInt(`0x${capabilities}`) & readingCapabilities) !== 0n,
  };
}
