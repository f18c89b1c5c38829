import { writeSync } from 'node:fs';
import { systemErrorCode } from '../failures.js';

/** Where the log goes, line by line. */
export interface LogOutput {
  write: (line: string) => void;
}

/**
 * Writes to the open file `fd` and never waits for who reads it: what a pipe does not take, a full disk or a reader
 * that has gone, is lost but for one line, and `lostLine` tells how many lines that were, once there is room again. Node
 * has made standard output not wait as soon as `process.stdout` was looked at.
 */
export function logOutput(fd: number, lostLine: (count: number) => string): LogOutput {
  let rest = Buffer.alloc(0);
  let lost = 0;
  const push = (): boolean => {
    try {
      while (rest.length > 0) rest = rest.subarray(writeSync(fd, rest));
      return true;
    } catch (thrown) {
      if (systemErrorCode(thrown) === null) throw thrown;
      return false;
    }
  };
  return {
    write: (line) => {
      if (!push()) {
        lost += 1;
        return;
      }
      rest = Buffer.from(lost === 0 ? line : lostLine(lost) + line);
      lost = 0;
      push();
    },
  };
}
