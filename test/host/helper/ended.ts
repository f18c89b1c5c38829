import { systemErrorCode } from '../../../src/failures.js';

/** Resolves once there is no process with this id; waits as long as the test may run. */
export async function ended(pid: number): Promise<void> {
  while (runs(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ESRCH') return false;
    throw thrown;
  }
}
