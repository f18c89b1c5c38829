import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const canPin = availableParallelism() > 1 && hasTaskset();

/** Where servers and clients run, in words. */
export const placement = canPin
  ? 'the server on processor 1 and the client on processor 0 (taskset)'
  : 'server and client on the same processors: there is one, or no taskset';

/** The command that runs `command` on the processors of servers or of clients. */
export function onProcessorOf(side, command) {
  return canPin ? ['taskset', '-c', side === 'client' ? '0' : '1', ...command] : command;
}

/** The same as options of fork(). */
export function pinned(side) {
  const [execPath, ...rest] = onProcessorOf(side, [process.execPath]);
  return { execPath, execArgv: rest };
}

function hasTaskset() {
  try {
    execFileSync('taskset', ['-c', '0,1', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
