import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Test } from 'tap';

/** The built program. */
export const program = join(import.meta.dirname, '../../../src/main.js');

/** The real program with these arguments (and those of Node), and nothing of this test's environment but PATH. */
export function run(args: string[], environment: NodeJS.ProcessEnv = {}, nodeArgs: string[] = []) {
  const env = { PATH: process.env['PATH'], ...environment };
  const child = spawn(process.execPath, [...nodeArgs, program, ...args], { env });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  return { child, output };
}

/** What a run that ends by itself printed, and its exit code. */
export async function ended(args: string[], environment: NodeJS.ProcessEnv = {}) {
  const { child, output } = run(args, environment);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

/** The running service, on a free port unless told otherwise, killed when the test has ended. */
export async function service(
  t: Test,
  args: string[] = ['--port', '0'],
  environment: NodeJS.ProcessEnv = {},
  nodeArgs: string[] = [],
) {
  const { child, output } = run(args, environment, nodeArgs);
  t.teardown(() => child.kill('SIGKILL'));
  const lines: unknown[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const entry = JSON.parse(line) as { msg: string };
    lines.push(entry);
    const [, url] = /^Server listening at (\S+)$/.exec(entry.msg) ?? [];
    if (url === undefined) continue;
    return { child, output, lines, url, port: url.startsWith('/') ? 0 : Number(new URL(url).port) };
  }
  throw new Error(`the service ended before it listened: ${output.stderr}`);
}

/** Ends the service with `signal`; its exit code and the milliseconds that took. */
export async function endedBy(child: ChildProcess, signal: NodeJS.Signals) {
  const start = performance.now();
  child.kill(signal);
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, ms: performance.now() - start };
}
