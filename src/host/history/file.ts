import { Failure, systemErrorCode, type FailureCode } from '../../failures.js';
import type { Helper } from '../helper/helper.js';
import type { FileFault } from '../helper/history/faults.js';
import type { methods } from '../helper/history/methods.js';
import type { HistoryStore } from './store.js';

/**
 * How long the helper may take, ms: a disk that is busy is waited for, one that hangs is not. A file of an earlier form
 * is made over when it is opened, which takes half a minute for a month of 500 series.
 */
const deadlines = { open: 180_000, read: 10_000, write: 10_000, close: 400 };

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
      throw inWords(thrown);
    }
  };
  const opened = (alone: boolean, damaged: string | null) => {
    end();
    return parsed((requested) => requested.ask('open', [path, alone, damaged], deadlines.open));
  };
  return {
    look: () => parsed((requested) => requested.ask('look', [path], deadlines.read)),
    open: async () => {
      let [alone, damaged]: [boolean, string | null] = [false, null];
      for (;;) {
        try {
          const { salvaged, ...store } = await opened(alone, damaged);
          return { ...store, notice: damaged === null ? null : wasSetAside(damaged, salvaged) };
        } catch (thrown) {
          const word = wordOf(thrown);
          if (word === 'SET_ASIDE' && damaged === null) damaged = endingOf(thrown);
          else if (word === 'NOT_SHARED' && !alone) alone = true;
          else throw thrown;
        }
      }
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
  NO_FILE: {
    code: 'failed',
    message: 'SYSMON_HISTORY_FILE does not name a file, but a folder, a pipe, a device or a link to itself',
    remedy: 'name a file in SYSMON_HISTORY_FILE; it is made where there is none',
  },
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
    message: 'the history file, or its folder, cannot be read and written',
    remedy: 'let the user of this service read and write both, or name another file in SYSMON_HISTORY_FILE',
  },
  IN_USE: {
    code: 'failed',
    message: 'another process uses the history file',
    remedy: 'give every instance of this service a file of its own in SYSMON_HISTORY_FILE',
  },
  FOREIGN: {
    code: 'malformed',
    message: 'the file that SYSMON_HISTORY_FILE names is no history file; it is left as it is',
    remedy: 'move it away, and a new one is made, or name another file in SYSMON_HISTORY_FILE',
  },
  NOT_SHARED: {
    code: 'failed',
    message: 'the file system of the history file lets no processes share memory',
    remedy: 'name a file on a local file system in SYSMON_HISTORY_FILE',
  },
  DAMAGED: {
    code: 'malformed',
    message: 'the history file is damaged, and could not be moved out of the way',
    remedy: 'move it away, and those beside it whose names go on with .damaged-; a new one is made',
  },
  SET_ASIDE: {
    code: 'malformed',
    message: 'the history file was damaged; it was renamed, and a new one made',
    remedy: 'see to the disk; sqlite3 <file> .recover may get more out of the damaged file',
  },
  TO_BE_SET_ASIDE: {
    code: 'malformed',
    message: 'the history file is damaged; when the service starts it is renamed, and a new one made',
    remedy: 'see to the disk; sqlite3 <file> .recover may get more out of the damaged file',
  },
  OTHER_VERSION: {
    code: 'unsupported',
    message: 'the history file was written by a later version of this service; it is left as it is',
    remedy: 'go back to that version, or move the file away, and a new one is made',
  },
  FULL: {
    code: 'failed',
    message: 'the history file cannot be written: the disk is full, or the file as large as it may be',
    remedy: 'make room on its file system',
  },
  DISK: {
    code: 'failed',
    message: 'the history file cannot be read or written: its disk, or file system, gives errors',
    remedy: 'see to the disk; the log of the kernel (dmesg) says more',
  },
  NO_LIBRARY: {
    code: 'unsupported',
    message: 'the package libsql, which reads and writes the history file, is not there for this system',
    remedy: 'install with optional packages (npm ci --include=optional); history stays in memory without it',
  },
};

/** The helper's short word as a sentence. The file's path is a setting, and those are not shown to everybody. */
function inWords(thrown: unknown): unknown {
  const found = new Map(Object.entries(faults)).get(wordOf(thrown));
  if (found === undefined || !(thrown instanceof Failure)) return thrown;
  return new Failure(found.code, found.message, { remedy: found.remedy, cause: thrown.cause });
}

/** What is said of a damaged file, whose name now ends so, when a new one is in its place. */
function wasSetAside(ending: string, salvaged: number): Failure {
  const { code, message, remedy } = faults.SET_ASIDE;
  const rest = salvaged === 0 ? 'nothing of it could be read' : `${salvaged} spans of it were taken over`;
  return new Failure(code, `${message}: its name now ends in ${ending}, and ${rest}`, { remedy });
}

function endingOf(thrown: unknown): string {
  return thrown instanceof Failure && thrown.cause instanceof Error ? thrown.cause.message : '';
}

/** The fault that the helper gave, as the code of the cause; empty for anything else. */
function wordOf(thrown: unknown): string {
  return (thrown instanceof Failure ? systemErrorCode(thrown.cause) : null) ?? '';
}
