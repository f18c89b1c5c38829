import { Failure, systemErrorCode, type FailureCode } from '../../failures.js';
import type { Helper } from '../helper/helper.js';
import type { FileFault, methods } from '../helper/history-file.js';
import type { HistoryStore } from './store.js';

/** How long the helper may take, ms: a disk that is busy is waited for, one that hangs is not. */
const deadlines = { open: 20_000, read: 10_000, write: 10_000, close: 400 };

/**
 * History in a file of SQLite, which a helper process alone touches: a write may take as long as the disk does. After
 * a fault, and when it is closed, the process is ended: the library lets go of a file, and of its lock, no sooner.
 */
export function historyFile(startHelper: () => Helper<typeof methods>, path: string): HistoryStore {
  let helper: Helper<typeof methods> | null = null;
  const end = () => {
    helper?.close();
    helper = null;
  };
  const parsed = async <T>(ask: (helper: Helper<typeof methods>) => Promise<T>): Promise<T> => {
    try {
      return await ask((helper ??= startHelper()));
    } catch (thrown) {
      end();
      return inWords(thrown);
    }
  };
  return {
    open: () => {
      end();
      return parsed((requested) => requested.ask('open', [path], deadlines.open));
    },
    read: (tier, after, most) =>
      parsed((requested) => requested.ask('read', [tier, after, most], deadlines.read)),
    write: (changes) => parsed((requested) => requested.ask('write', [changes], deadlines.write)),
    close: async () => {
      if (helper !== null) await parsed((requested) => requested.ask('close', [], deadlines.close));
      end();
    },
  };
}

const faults: Record<FileFault, { code: FailureCode; message: string; remedy: string }> = {
  NO_FOLDER: {
    code: 'absent',
    message: 'the folder of the history file does not exist',
    remedy: 'make it, or name another file in SYSMON_HISTORY_FILE',
  },
  GONE: {
    code: 'absent',
    message: 'the history file was removed, or another one put in its place, while it was in use',
    remedy: 'a new one is made where there is none; stop the service before the file is exchanged',
  },
  NOT_WRITABLE: {
    code: 'no_permission',
    message: 'the history file, or its folder, cannot be written',
    remedy: 'let the user of this service write it, or name another file in SYSMON_HISTORY_FILE',
  },
  IN_USE: {
    code: 'failed',
    message: 'another process uses the history file',
    remedy: 'give every instance of this service a file of its own in SYSMON_HISTORY_FILE',
  },
  DAMAGED: {
    code: 'malformed',
    message: 'the history file is damaged, or no history file at all; it is left as it is',
    remedy: 'move it away, and a new one is made',
  },
  OTHER_VERSION: {
    code: 'unsupported',
    message: 'the history file was written by another version of this service; it is left as it is',
    remedy: 'move it away, and a new one is made, or go back to that version',
  },
  FULL: {
    code: 'failed',
    message: 'the history file cannot be written: the disk is full, or the file as large as it may be',
    remedy: 'make room on its file system',
  },
  NO_LIBRARY: {
    code: 'unsupported',
    message: 'the package libsql, which reads and writes the history file, is not there for this system',
    remedy: 'install with optional packages (npm ci --include=optional); history stays in memory without it',
  },
};

/** The helper's short word as a sentence. The file's path is a setting, and those are not shown to everybody. */
function inWords(thrown: unknown): never {
  const cause = thrown instanceof Failure ? thrown.cause : thrown;
  const fault = new Map(Object.entries(faults)).get(systemErrorCode(cause) ?? '');
  if (fault !== undefined) throw new Failure(fault.code, fault.message, { remedy: fault.remedy, cause });
  throw thrown;
}
