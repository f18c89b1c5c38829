import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { Failure } from '../../../src/failures.js';
import type { Host, Program, ProgramOutput, Tree } from '../../../src/host/host.js';
import type { FakeClock } from '../fake-clock.js';
import { manyFiles } from './many-files.js';
import { notFollowed } from './not-followed.js';
import { recordedHost, type RecordedHost } from './recorded-host.js';

/** Files by name and content; one of `-> target` is a symbolic link. Nested folders are objects. */
export interface Folder {
  [name: string]: string | Folder;
}

/** The folder of a machine that consists of this /sys and of the other folders of a recording given. */
export function sysFolder(
  t: Test,
  sys: Folder,
  others: Folder = {},
  platform: NodeJS.Platform = 'linux',
): string {
  const base = t.testdir();
  const machine = { platform, architecture: 'x86_64', recorded: '2026-01-31T12:00:00.000Z', fileSystems: {} };
  writeFolder(base, { 'machine.json': JSON.stringify(machine), sys, ...others });
  return base;
}

/** Writes files and links below `base`; a file that is there gets the new content. */
export function writeFolder(base: string, folder: Folder): void {
  mkdirSync(base, { recursive: true });
  for (const [name, content] of Object.entries(folder)) {
    const path = join(base, name);
    if (typeof content !== 'string') writeFolder(path, content);
    else if (content.startsWith('-> ')) symlinkSync(content.slice(3), path);
    else writeFileSync(path, content, 'latin1');
  }
}

/** A machine of which only /sys exists, and what `rocm-smi` and `amd-smi` do where they are installed. */
export function sysMachine(
  t: Test,
  sys: Folder,
  rocmSmi: Program | null = null,
  amdSmi: Program | null = null,
): RecordedHost {
  const host = recordedHost(sysFolder(t, sys));
  const { programs } = host;
  return {
    ...host,
    programs: { ...programs, rocmSmi: rocmSmi ?? programs.rocmSmi, amdSmi: amdSmi ?? programs.amdSmi },
  };
}

/** A program that answers every call alike; `calls` has the arguments of each. */
export function answering(answer: Partial<ProgramOutput> | Failure): Program & { calls: string[][] } {
  const calls: string[][] = [];
  const run = (args: readonly string[]) => {
    calls.push([...args]);
    if (answer instanceof Failure) return Promise.reject(answer);
    return Promise.resolve({ exitCode: 0, crash: null, stdout: '', stderr: '', ...answer });
  };
  return { name: 'rocm-smi', run, follow: notFollowed, calls };
}

export interface WatchedSys {
  host: Host & { clock: FakeClock };
  /** Every file that was opened, in order; one that still waits is not opened again. */
  opened: string[];
  /** Lets the files of `hangs` answer from now on. */
  release: () => void;
}

/** The machine with files that never answer, as those of a hung card: where `hangs` says so of a path. */
export function hanging(host: RecordedHost, hangs: (path: string) => boolean): WatchedSys {
  const opened: string[] = [];
  const waiting = new Set<string>();
  let released = false;
  const late = (path: string) => new Failure('timeout', `/sys/${path} did not answer within 1 s`);
  const guarded = async <T>(path: string, deadline: number, read: () => Promise<T>): Promise<T | Failure> => {
    if (waiting.has(path)) return late(path);
    opened.push(path);
    if (released || !hangs(path)) return read();
    waiting.add(path);
    return new Promise((resolve) => {
      host.clock.setTimer(deadline, () => resolve(late(path)));
    });
  };
  const deviceText: Tree['deviceText'] = (path, deadline) =>
    guarded(path, deadline, () => host.sys.deviceText(path, deadline));
  const sys: Tree = {
    ...host.sys,
    ...manyFiles({ optional: (path) => host.sys.optional(path), deviceText }),
    deviceText,
    deviceBytes: (path, deadline) => guarded(path, deadline, () => host.sys.deviceBytes(path, deadline)),
  };
  const release = () => {
    released = true;
    waiting.clear();
  };
  return { host: { ...host, sys }, opened, release };
}
