import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Test } from 'tap';

const program = join(import.meta.dirname, '../../src/main.js');

/** The key of the one client that must stay served. */
export const key = 'sysmon_the-key-of-the-valid-client-0123456789';
/** Stands in the environment of the service and must stand in none of its answers. */
export const secretOfOllama = 's3cr3t-of-ollama-0123456789';

/** The built service under attack. */
export interface AttackedService {
  port: number;
  pid: number;
  /** What it has logged so far. */
  log: () => string;
  /** What one connection gives back for `bytes` until the service closes it, or until it has been quiet for a while. */
  send: (bytes: string | Buffer, from?: string) => Promise<string>;
  /** A connection from a loopback address of its own. */
  open: (from?: string) => Promise<Socket>;
  /** Whether the process still is the one it was. */
  lives: () => boolean;
}

/** Starts the built program, with keys, on a free port; it is killed when the test has ended. */
export async function attackedService(
  t: Test,
  environment: NodeJS.ProcessEnv = {},
  options: { openFiles?: number } = {},
): Promise<AttackedService> {
  const limit = options.openFiles === undefined ? '' : `ulimit -n ${options.openFiles}; `;
  const command = [process.execPath, program, '--port', '0'];
  const child = spawn('sh', ['-c', `${limit}exec "$@"`, 'sh', ...command], {
    env: {
      PATH: process.env['PATH'],
      SYSMON_API_KEYS: `valid:${key}`,
      SYSMON_OLLAMA_HEADERS: `X-Key: ${secretOfOllama}`,
      SYSMON_GPU: 'none',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  let log = '';
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => (log += `${line}\n`));
  let port = 0;
  while (port === 0) {
    const [line] = (await once(lines, 'line')) as [string];
    port = Number(/Server listening at http:\/\/[^"]*?:(\d+)"/.exec(line)?.[1] ?? 0);
  }
  const open = async (from = '127.0.0.1'): Promise<Socket> => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from });
    t.teardown(() => socket.destroy());
    await once(socket, 'connect');
    socket.on('error', () => socket.destroy());
    return socket;
  };
  return {
    port,
    pid: child.pid ?? 0,
    log: () => log,
    open,
    send: async (bytes, from) => answerOn(await open(from), bytes),
    lives: () => child.exitCode === null && child.signalCode === null,
  };
}

const quiet = 400;
const longest = 15_000;

/** Sends `bytes` and collects what comes back. */
function answerOn(socket: Socket, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    let timer = setTimeout(finish, longest);
    function finish(): void {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    }
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      clearTimeout(timer);
      timer = setTimeout(finish, quiet);
    });
    socket.once('close', finish);
    socket.write(bytes);
  });
}

/** A request as text: a request line, headers, a body. */
export function request(line: string, headers: readonly string[] = [], body = ''): string {
  return [line, 'Host: localhost', ...headers, '', body].join('\r\n');
}

/** The statuses in what came back, in order. */
export function statuses(answer: string): number[] {
  return [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}

/** What no answer may ever hold: keys, the environment, paths of this machine's programs, stacks. */
export const leaks = new RegExp(
  [
    key,
    secretOfOllama,
    'SYSMON_OLLAMA_HEADERS',
    'node_modules',
    import.meta.dirname.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    '\\.(?:js|ts):\\d+',
    'at (?:async )?[\\w.<>]+ \\(',
    'node:internal',
  ].join('|'),
);
