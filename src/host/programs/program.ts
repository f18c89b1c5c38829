import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { systemClock, within, type Clock } from '../../clock.js';
import { asFailure, Failure } from '../../failures.js';
import { crashOf } from './crash.js';
import { FollowedProgram } from './following.js';
import type { Program, ProgramOutput } from '../host.js';
import { Lingering } from './lingering.js';
import { killGroup } from './process-group.js';
import { isToBeFound } from './in-path.js';
import { notInstalled, startFailure } from './start-failure.js';

const defaultMaxBytes = 4 * 2 ** 20;
const defaultRoundBytes = 2 ** 20;
const defaultIdle = 60_000;

type PipedChild = ChildProcessByStdio<null, Readable, Readable>;

interface Started {
  name: string;
  path: string;
  environment: Record<string, string>;
}

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
  const runNow: Program['run'] = async (args, { deadline, maxBytes = defaultMaxBytes }) => {
    const child = start(name, path, args, environment);
    running.add(child);
    child.on('exit', () => running.delete(child));
    child.on('error', () => running.delete(child));
    try {
      return await within(clock, deadline, outputOf(child, { name, path, environment, maxBytes }), () => {
        throw new Failure('timeout', `${name} did not answer within ${deadline / 1000} s and was killed`);
      });
    } catch (thrown) {
      lingering.add(child, asFailure(thrown));
      killGroup(child);
      child.stdout.destroy();
      child.stderr.destroy();
      throw thrown;
    }
  };
  const follow: Program['follow'] = (args, { interval, idle = defaultIdle, maxBytes = defaultRoundBytes }) =>
    new FollowedProgram(
      { name, path, environment, clock, running, lingering },
      { args, interval, idle, maxBytes },
    );
  return { name, run, follow };
}

/** What a program prints until it ends; throws a Failure when it could not be started or prints too much. */
function outputOf(
  child: PipedChild,
  { maxBytes, ...program }: Started & { maxBytes: number },
): Promise<ProgramOutput> {
  return new Promise((resolve, reject) => {
    let received = 0;
    const gather = (chunks: Buffer[]) => (chunk: Buffer) => {
      received += chunk.length;
      if (received <= maxBytes) chunks.push(chunk);
      else {
        const words = `${program.name} printed more than ${maxBytes} bytes and was killed`;
        reject(new Failure('too_large', words));
      }
    };
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', gather(stdout));
    child.stderr.on('data', gather(stderr));
    child.on('error', (error) => reject(startFailure(program, error)));
    child.on('close', (exitCode, signal) => {
      const decode = (chunks: Buffer[]) => Buffer.concat(chunks).toString('utf8');
      const crash = crashOf(exitCode, signal);
      resolve({ exitCode, crash, stdout: decode(stdout), stderr: decode(stderr) });
    });
  });
}

function start(
  name: string,
  path: string,
  args: readonly string[],
  environment: Record<string, string>,
): PipedChild {
  if (!isToBeFound(path, environment)) throw notInstalled(name);
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
