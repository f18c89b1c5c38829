import type { Host } from '../../host/host.js';
import { hasOwnNamespace, type ContainerSigns } from '../../parsers/container.js';
import type { Mount } from '../../parsers/mountinfo.js';

/** Why programs of the machine are not seen, and what would show them. */
export interface HiddenProcesses {
  reason: string;
  remedy: string;
}

/** Tells what hides programs of the machine from a process in a container; null when nothing does. */
export function processesHiddenByContainer({ proc }: Host, signs: ContainerSigns): HiddenProcesses | null {
  if (hasOwnNamespace(signs, 'pid') === false) return null;
  // A /proc of an outer namespace tells this process's number there and in each one further in.
  const status = proc.optional('self/status');
  if (status === null) return null;
  const numbers = /^NSpid:\s+(.*)$/m.exec(status)?.[1]?.trim().split(/\s+/) ?? [];
  if (numbers.length > 1) return null;
  return {
    reason: 'only the programs of this container are seen: it has a namespace of its own for them (pid)',
    remedy: 'docker run --pid=host, or -v /proc:/host/proc:ro -e SYSMON_PROC=/host/proc.',
  };
}

/**
 * Tells whether `/proc` hides the programs of other users (hidepid= of proc(5), which systemd's ProtectProc= sets); null
 * when it does not, or not from this user: then the first process is seen.
 */
export function processesHiddenByMount({ proc }: Host, mounts: readonly Mount[]): HiddenProcesses | null {
  const hiding = mounts
    .filter(({ type }) => type === 'proc')
    .map(({ superOptions }) => /(?:^|,)(hidepid=(?!0\b|off\b)[^,]+)/.exec(superOptions)?.[1])
    .find((option) => option !== undefined);
  if (hiding === undefined || proc.optional('1/stat') !== null) return null;
  return {
    reason: `only the programs of this service’s own user are seen: /proc is mounted with ${hiding}`,
    remedy:
      'Name a group of that user when /proc is mounted (gid=…), or give the service CAP_SYS_PTRACE; ' +
      'under systemd ProtectProc=default.',
  };
}
