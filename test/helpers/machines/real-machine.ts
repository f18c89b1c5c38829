import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { recordedHost, type HostChanges, type RecordedHost } from './recorded-host.js';
import { sysFolder, writeFolder, type Folder } from './sys-machine.js';

export interface RealMachine {
  host: RecordedHost;
  /** Its folder, with `proc`, `sys` and `root` in it. */
  folder: string;
  /** Writes files of it anew, and others beside them. */
  write: (files: Folder) => void;
  /** Removes what is at this path of it. */
  remove: (path: string) => void;
}

/** A Linux machine of real files in folders `proc`, `sys` and `root`, read as those of any machine are. */
export function realMachine(t: Test, files: Folder, changes: HostChanges = {}): RealMachine {
  const { sys = {}, ...others } = files;
  const folder = sysFolder(t, typeof sys === 'string' ? {} : sys, others);
  return {
    host: recordedHost(folder, changes),
    folder,
    write: (more) => writeFolder(folder, more),
    remove: (path) => rmSync(join(folder, path), { recursive: true }),
  };
}
