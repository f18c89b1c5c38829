import { join } from 'node:path';
import type { Test } from 'tap';
import type { Host } from '../../../src/host/host.js';
import { systemHost } from '../../../src/host/system-host.js';
import { eachProgram, type ProgramName } from '../../../src/programs.js';
import { FakeClock } from '../fake-clock.js';
import { fakeProgram, type FakeAnswer } from '../programs/fake-program.js';
import { writeFolder, type Folder } from './sys-machine.js';

/** A machine whose files are read as those of a real one, and whose programs are run. */
export interface FileMachine {
  host: Host & { clock: FakeClock };
  /** Writes files and links of the machine. */
  write: (folder: Folder) => void;
}

/**
 * The host of a running service on a machine of files written into the folder of the test; its readers' clock is the
 * test's. Programs are those that answer so; others are not installed.
 */
export function fileMachine(
  t: Test,
  folders: { sys?: Folder; proc?: Folder; root?: Folder },
  answers: Partial<Record<ProgramName, readonly FakeAnswer[]>> = {},
): FileMachine {
  const base = t.testdir({ sys: {}, proc: {}, root: {} });
  const at = (name: string) => join(base, name);
  writeFolder(base, folders);
  const host = systemHost({
    ...eachProgram((_, name) => at(name)),
    ...{ root: at('root'), proc: at('proc'), sys: at('sys'), own: at('root'), nvml: 'off' },
    ollama: { url: new URL('http://127.0.0.1:1'), headers: {} },
    environment: { PATH: process.env['PATH'] },
  });
  for (const [name, answer] of Object.entries(answers)) fakeProgram(base, name, answer);
  t.teardown(() => host.close());
  return { host: { ...host, clock: new FakeClock() }, write: (folder) => writeFolder(base, folder) };
}
