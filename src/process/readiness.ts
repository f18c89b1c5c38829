import { Failure } from '../failures.js';
import { systemProgram } from '../host/programs/program.js';

/** How long systemd may take to hear it, ms. */
const deadline = 5_000;

/**
 * Tells systemd that the service answers, if it asked to be told (Type=notify): through its own small program, because
 * Node has no datagram sockets of the unix kind. Throws a Failure when that did not work.
 */
export async function announceReady(environment: NodeJS.ProcessEnv): Promise<void> {
  const { NOTIFY_SOCKET: socket, PATH: path } = environment;
  if (socket === undefined || socket === '') return;
  const inherited = { NOTIFY_SOCKET: socket, ...(path === undefined ? {} : { PATH: path }) };
  const program = systemProgram('systemd-notify', 'systemd-notify', inherited, new Set());
  const { exitCode, stderr } = await program.run(['--ready'], { deadline });
  if (exitCode === 0) return;
  throw new Failure('failed', `systemd-notify ended with exit code ${String(exitCode)}: ${stderr.trim()}`);
}
