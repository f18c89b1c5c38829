import { fileSystemStates, type FileSystem } from '../../../schemas/disk.js';
import type { Problem } from '../../../src/failures.js';
import type { FileSystemReading } from '../../../src/readers/disk/reader.js';

/** How many places a problem names. */
const mostNamed = 3;

/**
 * What is wrong with file systems, those of one reason together: a container that was given none of the machine's has
 * dozens of them. What only another user may enter, such as their FUSE mounts, is nothing to mend: its state says so.
 */
export function fileSystemProblems(fileSystems: readonly FileSystemReading[]): Problem[] {
  const alike = new Map<string, FileSystemReading[]>();
  for (const one of fileSystems) {
    if (one.state === 'ok' || one.state === 'no_permission') continue;
    const key = `${one.state} ${one.reason ?? ''}`;
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { state, reason } = first;
    return [{ domain: 'disk', code: shownState(state), detail: detailOf(same, first), reason, remedy: null }];
  });
}

function detailOf(
  same: readonly FileSystemReading[],
  { mountPoint, reason, state }: FileSystemReading,
): string {
  const isNamed = same.length === 1 && mountPoint !== '/' && reason?.includes(mountPoint) === true;
  if (isNamed) return reason;
  const named = same.slice(0, mostNamed).map((one) => one.mountPoint);
  const more = same.length > mostNamed ? ` and ${same.length - mostNamed} more` : '';
  return `the file system${same.length === 1 ? '' : 's'} at ${named.join(', ')}${more}: ${reason ?? state}`;
}

/** The state in the words of the API, which tells fewer kinds of failures apart. */
export function shownState(state: FileSystemReading['state']): FileSystem['state'] {
  return fileSystemStates.find((known) => known === state) ?? 'failed';
}
