import { spawn, type ChildProcess } from 'node:child_process';
import { systemClock, type Clock } from '../../clock.js';
import { Failure } from '../../failures.js';
import { FollowedProgram } from './following.js';
import type { Program, ProgramOutput } from '../host.js';
import { Lingering } from './lingering.js';
import { killGroup } from './process-group.js';
import { startFailure } from './start-failure.js';

const defaultMaxBytes = 4 * 2 ** 20;
const defaultRoundBytes = 2 ** 20;
const defaultIdle = 60_000;

/**
 * A program at `path` (a name is looked up in PATH). It gets `environment` and nothing else. The process and
 * what it started are killed at the deadline and not awaited: one in uninterruptible sleep cannot be killed, and
 * until it has gone no second one is started.
 */
export function systemProgram(
  name: string,
  path: string,
  environment: Record<string, string>,
  running: Set<ChildProcess>,
  clock: Clock = systemClock,
): Program {
  const lingering = new Lingering(name, clock);

  const run: Program['run'] = async (args, limits) => {
    await lingering.gone();
    lingering.refuse();
    return runNow(args, limits);
  };
  const runNow: Program['run'] = (args, limits) =>
    new Promise<ProgramOutput>((resolve, reject) => {
      const child = start(name, path, args, environment);
      running.add(child);
      const giveUp = (failure: Failure) => {
        lingering.add(child, failure);
        killGroup(child);
        child.stdout.destroy();
        child.stderr.destroy();
        clearTimeout(timer);
        reject(failure);
      };
      const timer = setTimeout(() => {
        giveUp(
          new Failure('timeout', `${name} did not answer within ${limits.deadline / 1000} s and was killed`),
        );
      }, limits.deadline).unref();

      const maxBytes = limits.maxBytes ?? defaultMaxBytes;
      let received = 0;
      const gather = (chunks: Buffer[]) => (chunk: Buffer) => {
        received += chunk.length;
        if (received <= maxBytes) chunks.push(chunk);
        else giveUp(new Failure('too_large', `${name} printed more than ${maxBytes} bytes and was killed`));
      };
      const stdout: Buffer[] = [];
      const stderr: Buffer[] = [];
      child.stdout.on('data', gather(stdout));
      child.stderr.on('data', gather(stderr));
      child.on('error', (error) => {
        running.delete(child);
        clearTimeout(timer);
        reject(startFailure({ name, path, environment }, error));
      });
      child.on('exit', () => {
        running.delete(child);
      });
      child.on('close', (exitCode) => {
        clearTimeout(timer);
        const decode = (chunks: Buffer[]) => Buffer.concat(chunks).toString('utf8');
        resolve({ exitCode, stdout: decode(stdout), stderr: decode(stderr) });
      });
    });
  const follow: Program['follow'] = (args, { interval, idle = defaultIdle, maxBytes = defaultRoundBytes }) =>
    new FollowedProgram(
      { name, path, environment, clock, running, lingering },
      { args, interval, idle, maxBytes },
    );
  return { name, run, follow };
}

function start(name: string, path: string, args: readonly string[], environment: Record<string, string>) {
  try {
    return spawn(path, args, {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
  } catch (thrown) {
    throw startFailure({ name, path, environment }, thrown);
  }
}
