import { basename } from 'node:path';
import { Failure, systemErrorCode } from '../../failures.js';
import { isInPath } from './in-path.js';

/** Why a program could not be started, as a Failure. */
export function startFailure(
  { name, path, environment }: { name: string; path: string; environment: Record<string, string> },
  error: unknown,
): Failure {
  const code = systemErrorCode(error) ?? 'unknown error';
  // The system also says EACCES when it found none and could not look into some folder of PATH.
  const nowhere = code === 'EACCES' && basename(path) === path && !isInPath(path, environment['PATH']);
  if (code === 'ENOENT' || nowhere) return notInstalled(name, error);
  if (code === 'EACCES' || code === 'EPERM') {
    return new Failure('no_permission', `${name} may not be run by this user`, { cause: error });
  }
  return new Failure('failed', `${name} could not be started (${code})`, { cause: error });
}

/** That there is no such program. */
export function notInstalled(name: string, cause?: unknown): Failure {
  return new Failure('absent', `${name} is not installed`, { cause });
}
