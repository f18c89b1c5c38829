import { systemErrorCode } from '../../../failures.js';

/** What can be wrong with a history file, in a word for the parent. */
export type FileFault =
  | 'NO_FOLDER'
  | 'NO_FILE'
  | 'GONE'
  | 'NOT_WRITABLE'
  | 'IN_USE'
  | 'NOT_SHARED'
  | 'FOREIGN'
  | 'DAMAGED'
  | 'SET_ASIDE'
  | 'TO_BE_SET_ASIDE'
  | 'OTHER_VERSION'
  | 'FULL'
  | 'DISK'
  | 'NO_LIBRARY';

/** An error with a fault as its code; `detail` is its message, where the parent is to be told more than the fault. */
export function fault(code: FileFault, cause?: unknown, detail: string = code): Error {
  return Object.assign(new Error(detail, { cause }), { code });
}

const byCode: [pattern: RegExp, fault: FileFault][] = [
  [/^SQLITE_(NOTADB|CORRUPT|FORMAT)/, 'DAMAGED'],
  [/^SQLITE_(BUSY|LOCKED|PROTOCOL)/, 'IN_USE'],
  [/^SQLITE_(FULL|IOERR_WRITE|IOERR_TRUNCATE)|^E(NOSPC|FBIG|DQUOT)$/, 'FULL'],
  [/^SQLITE_IOERR|^EIO$/, 'DISK'],
  [/^SQLITE_(READONLY|CANTOPEN|PERM)|^E(ACCES|PERM|ROFS)$/, 'NOT_WRITABLE'],
  [/^E(ISDIR|LOOP|NXIO)$/, 'NO_FILE'],
  [/^E(NOTDIR|NAMETOOLONG)$/, 'NO_FOLDER'],
];

/** What an error of SQLite or of the system means for the file; null when nothing is known of it. */
export function faultOf(thrown: unknown): FileFault | null {
  const code = systemErrorCode(thrown) ?? '';
  if (code === 'DAMAGED') return code;
  const found = byCode.find(([pattern]) => pattern.test(code))?.[1];
  if (found !== undefined) return found;
  // The library gives no code where the file cannot even be opened.
  const message = thrown instanceof Error ? thrown.message : '';
  if (/unsupported file format|malformed|not a database/.test(message)) return 'DAMAGED';
  return message.includes('Unable to open connection') ? 'NOT_WRITABLE' : null;
}

/** The same error as a fault, where it is one of those. */
export function asFault(thrown: unknown): unknown {
  const word = faultOf(thrown);
  return word === null ? thrown : fault(word, thrown);
}
