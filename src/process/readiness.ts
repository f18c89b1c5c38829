import type { Clock } from '../clock.js';
import { asFailure, Failure } from '../failures.js';
import { systemProgram } from '../host/programs/program.js';

/** How long systemd may take to hear it, ms. */
const deadline = 5_000;

/**
 * Tells systemd that the service answers, if it asked to be told (Type=notify): through its own small program, because
 * Node has no datagram sockets of the unix kind. Throws a Failure when that did not work.
 */
export function announceReady(environment: NodeJS.ProcessEnv): Promise<void> {
  return notify(environment, '--ready');
}

/**
 * Tells systemd that the event loop runs, twice in the time after which it would end the service (WatchdogSec=), where
 * it has such a time; the answer ends that. `failed` is told why systemd could not be told.
 */
export function feedSystemd(
  environment: NodeJS.ProcessEnv,
  clock: Clock,
  failed: (failure: Failure) => void,
): () => void {
  const { WATCHDOG_USEC: microseconds, WATCHDOG_PID: pid = String(process.pid) } = environment;
  const limit = Number(microseconds ?? NaN) / 1000;
  if (!(limit > 0) || pid !== String(process.pid)) return () => undefined;
  let cancel = (): void => undefined;
  const feed = () => {
    cancel = clock.setTimer(limit / 2, feed);
    notify(environment, 'WATCHDOG=1').catch((thrown: unknown) => failed(asFailure(thrown)));
  };
  feed();
  return () => cancel();
}

async function notify(environment: NodeJS.ProcessEnv, word: string): Promise<void> {
  const { NOTIFY_SOCKET: socket, PATH: path } = environment;
  if (socket === undefined || socket === '') return;
  const inherited = { NOTIFY_SOCKET: socket, ...(path === undefined ? {} : { PATH: path }) };
  const program = systemProgram('systemd-notify', 'systemd-notify', inherited, new Set());
  const { exitCode, stderr } = await program.run([word], { deadline });
  if (exitCode === 0) return;
  throw new Failure('failed', `systemd-notify ended with exit code ${String(exitCode)}: ${stderr.trim()}`);
}
