import { longestFile } from './bounded-read.js';
import { Failure, systemErrorCode } from '../../failures.js';

/** ESRCH: the process has ended between the opening and the reading of its file. */
const absentCodes = new Set(['ENOENT', 'ENOTDIR', 'ESRCH']);
/** What drivers say whose device has no such value, or is gone. */
const valuelessCodes = new Set([...absentCodes, 'ENODEV', 'ENXIO', 'EINVAL']);
const deniedCodes = new Set(['EACCES', 'EPERM']);

/** Whether a file was not there. */
export function isAbsent(thrown: unknown): boolean {
  return absentCodes.has(systemErrorCode(thrown) ?? '');
}

/** Whether a driver said that its device has no such value, or is gone. */
export function hasNoValue(thrown: unknown): boolean {
  return valuelessCodes.has(systemErrorCode(thrown) ?? '');
}

/** Why `shown` could not be read, in the words of the API. */
export function readFailure(shown: string, thrown: unknown): Failure {
  const code = systemErrorCode(thrown) ?? 'unknown error';
  if (isAbsent(thrown)) return new Failure('absent', `${shown} is not there`, { cause: thrown });
  if (deniedCodes.has(code)) {
    return new Failure('no_permission', `${shown} may not be read by this user`, { cause: thrown });
  }
  if (code === 'EFBIG') {
    const most = `${longestFile / 2 ** 20} MiB`;
    return new Failure('too_large', `${shown} is longer than ${most}, which no such file is`, {
      cause: thrown,
    });
  }
  return new Failure('failed', `${shown} could not be read (${code})`, { cause: thrown });
}

/** The deadline (ms) may be what others left of one, to the millisecond and less. */
export function lateFailure(shown: string, deadline: number): Failure {
  return new Failure(
    'timeout',
    `${shown} did not answer within ${Number((deadline / 1000).toPrecision(2))} s`,
  );
}

/** Why there is no size of the file system `shown`; `said` puts an error of the kernel in words. */
export function sizeFailure(shown: string, thrown: unknown, said: (cause: unknown) => Failure): Failure {
  const cause = thrown instanceof Failure ? thrown.cause : thrown;
  const code = systemErrorCode(cause);
  if (code === 'ENOENT') return new Failure('absent', `there is no ${shown}`, { cause });
  if (!(thrown instanceof Failure) || code !== null) return said(cause);
  if (thrown.code !== 'timeout') return thrown;
  return new Failure('timeout', `the file system at ${shown} does not answer`, { cause: thrown });
}
