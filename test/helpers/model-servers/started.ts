import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { serverProgram, type StandIn } from './server-program.js';

/** A real process that looks like a server of models. */
export interface Started {
  pid: number;
  port: number;
  process: ChildProcess;
  /** How many connections it has taken so far. */
  connections: () => number;
  /** Resolves when it has printed a line like this, with what the expression's first group holds. */
  printed: (line: RegExp) => Promise<string>;
}

export interface StartOptions extends Partial<StandIn> {
  /** What it is called: the first word of its command line. */
  argv0?: string;
  /** The words behind it; the first is the name of the program that Node runs, which is written under that name. */
  args?: (port: number) => string[];
  /** Whose process it is. */
  user?: number;
  /** A command that is put before it, as `unshare -n`. */
  by?: string[];
}

/** A port that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A folder that everybody may read, with the stand-in program under these names. */
export function programFolder(t: Test, names: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'model-server-'));
  chmodSync(folder, 0o755);
  for (const name of names) writeFileSync(join(folder, name), serverProgram, { mode: 0o644 });
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const asLlamaServer = (port: number) => ['x.cjs', '--model', '/models/some.gguf', '--port', `${port}`];

/** llama-server as `--model m --port N` on a port of its own, unless it is said otherwise. */
export async function started(t: Test, options: StartOptions = {}): Promise<Started> {
  const port = options.port ?? (await freePort());
  const { args = asLlamaServer, answers = {}, host = '127.0.0.1', user, by } = options;
  const words = args(port);
  const standIn: StandIn = { ...options, host, port, answers };
  const [program, ...before] = by ?? [process.execPath];
  const child = spawn(program ?? '', [...before, ...words], {
    ...{ cwd: programFolder(t, words.slice(0, 1)), stdio: ['ignore', 'pipe', 'inherit'] },
    ...(by === undefined ? { argv0: options.argv0 ?? 'llama-server' } : {}),
    env: { PATH: process.env['PATH'], STAND_IN: JSON.stringify(standIn) },
    ...(user === undefined ? {} : { uid: user, gid: user }),
  });
  t.teardown(() => child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const printed = (line: RegExp) => found(() => new RegExp(line.source, 'm').exec(output), line.source);
  if (options.after === undefined) await printed(/^listening$/);
  const connections = () => output.split('\n').filter((line) => line === 'connection').length;
  return { pid: child.pid ?? 0, port, process: child, connections, printed };
}

/** The first group of what is found, within ten seconds. */
async function found(look: () => RegExpExecArray | null, what: string): Promise<string> {
  for (let waited = 0; waited < 10_000; waited += 10) {
    const match = look();
    if (match !== null) return match[1] ?? '';
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`it has not printed ${what}`);
}
