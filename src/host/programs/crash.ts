import { constants } from 'node:os';

/** What the system ends a process with for a fault of its own. */
const faults = ['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP', 'SIGSYS'] as const;
/** Shells, and the scripts around some programs, tell a signal as this and its number. */
const shellOffset = 128;

/** How a process was ended, `crashed (SIGSEGV)` or `was killed (SIGKILL)`; null when it ended by itself. */
export function crashOf(exitCode: number | null, signal: string | null): string | null {
  const fault = faults.find((one) =>
    signal === null ? exitCode === shellOffset + constants.signals[one] : signal === one,
  );
  if (fault !== undefined) return `crashed (${fault})`;
  return signal === null ? null : `was killed (${signal})`;
}
