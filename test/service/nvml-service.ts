import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Test } from 'tap';
import type { NvmlMachine } from '../helpers/machines/nvml-machine.js';

const program = join(import.meta.dirname, '../../src/main.js');
/** Where a stuck helper can be looked at. */
export const notLinux = process.platform !== 'linux' && 'only Linux kills a helper that is stuck';

/** The real service on a machine with the stand-in library, killed when the test ends. */
export async function service(t: Test, { places }: NvmlMachine, further: Record<string, string> = {}) {
  const environment = {
    PATH: process.env['PATH'],
    SYSMON_PORT: '0',
    SYSMON_NVML: places.nvml,
    SYSMON_ROOT: places.root,
    SYSMON_PROC: places.proc,
    SYSMON_SYS: places.sys,
    SYSMON_NVIDIA_SMI: places.nvidiaSmi,
    SYSMON_ROCM_SMI: places.rocmSmi,
    SYSMON_AMD_SMI: places.amdSmi,
    ...further,
  };
  const child = spawn(process.execPath, [program], {
    env: environment,
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

/** What the tests look at in what `GET /stats/gpu/nvidia` says. */
export interface Body {
  state: string;
  source: string | null;
  reason: string | null;
  remedy: string | null;
  gpus: { id: string; state: string }[];
}

/** The answer of one route, and how long it took, ms. */
export async function ask(url: string, route = '/stats/gpu/nvidia') {
  const start = performance.now();
  const answer = await fetch(`${url}${route}`);
  const body = (await answer.json()) as Body;
  return { status: answer.status, body, ms: performance.now() - start };
}

/** Process ids of the NVML helpers that a service has started and that still run. */
export function helpersOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const [state, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return (
          state !== 'Z' &&
          Number(ppid) === parent &&
          readFileSync(`/proc/${pid}/cmdline`, 'utf8').endsWith('\0nvml\0')
        );
      } catch (thrown) {
        // It ended between the listing and the look.
        return thrown === null;
      }
    })
    .map(Number);
}

/** The helpers of a service once there are any; waits as long as the test may run. */
export async function started(parent: number): Promise<number[]> {
  for (;;) {
    const helpers = helpersOf(parent);
    if (helpers.length > 0) return helpers;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The first body of the route that is as wanted; waits as long as the test may run. */
export async function until(url: string, wanted: (body: Body) => boolean): Promise<Body> {
  for (;;) {
    const { body } = await ask(url);
    if (wanted(body)) return body;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
