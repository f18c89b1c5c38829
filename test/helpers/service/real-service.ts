import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Test } from 'tap';

const ownProgram = join(import.meta.dirname, '../../../src/main.js');

/** A real service: its process and the address it listens at. */
export interface RealService {
  child: ChildProcess;
  url: string;
}

/** Starts the service as a user would, on a free port of this machine, with `settings`; killed when the test ends. */
export async function realService(
  t: Test,
  settings: Record<string, string>,
  program = ownProgram,
): Promise<RealService> {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env['PATH'], SYSMON_PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  for await (const line of createInterface({ input: child.stdout })) {
    const { msg } = JSON.parse(line) as { msg: string };
    const [, url] = /^Server listening at (http:\S+)$/.exec(msg) ?? [];
    if (url !== undefined) return { child, url };
  }
  throw new Error('the service ended before it listened');
}
