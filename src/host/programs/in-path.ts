import { existsSync, statSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { isAbsent } from '../files/read-failures.js';

/** Whether there is a file of this name in one of the folders that are `searched`, as PATH has them. */
export function isInPath(name: string, searched = ''): boolean {
  return searched.split(delimiter).some((folder) => existsSync(join(folder, name)));
}

/**
 * Whether there is something to be started at `path`, or of this name in PATH: to make a process that then finds nothing
 * takes hundreds of times as long as looking. Where the system searches by rules of its own it is for the system to say.
 */
export function isToBeFound(path: string, { PATH: searched }: Record<string, string>): boolean {
  if (process.platform === 'win32') return true;
  if (basename(path) !== path) return mayBeThere(path);
  return searched === undefined || isInPath(path, searched);
}

/** What may not be looked at may be there: the system has the word for it. */
function mayBeThere(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch (thrown) {
    return !isAbsent(thrown);
  }
}
