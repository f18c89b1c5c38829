import type { ChildProcess } from 'node:child_process';
import { systemErrorCode } from '../../failures.js';

/** Kills a process and everything it started in its group, which is all but what made itself a session; does not wait. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch (thrown) {
    // ESRCH: it ended by itself between the decision and the kill; macOS says EPERM while zombies are left of it.
    const code = systemErrorCode(thrown);
    if (code !== 'ESRCH' && code !== 'EPERM') throw thrown;
  }
}
