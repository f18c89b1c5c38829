import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  renameSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { fault } from './faults.js';
import { applicationId, firstForm, rowForm, version } from './schema.js';

/** What is put in the name of a damaged file that was moved out of the way. */
const asideMark = '.damaged-';
/** So many damaged files are kept beside it: a disk that damages everything must not be filled with them. */
const mostAside = 5;

/** The file itself, as `foundAt` finds it; made where there is none, so that it is its owner's alone. */
export function placeOf(path: string): string {
  const found = foundAt(path);
  if (found !== null) return found;
  closeSync(openSync(path, 'a', 0o600));
  const made = realpathSync(path);
  // Of a file that was removed; SQLite would take it for the new one's.
  if (hasLog(made)) moveAside(made, ['-wal']);
  return made;
}

/**
 * The file behind whatever links; null where it can be made. Throws a fault where it cannot be a file that is read and
 * written, and never waits for a pipe.
 */
export function foundAt(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined && !existsSync(dirname(path))) throw fault('NO_FOLDER');
  if (found !== undefined && !found.isFile()) throw fault('NO_FILE');
  const file = found === undefined ? null : realpathSync(path);
  if (file !== null) accessSync(file, constants.R_OK | constants.W_OK);
  // SQLite keeps a log beside it.
  accessSync(dirname(file ?? path), constants.W_OK);
  return file;
}

/** Which file is there, whatever is in it; `none` where there is none. */
function identityOf(path: string): string {
  const file = statSync(path, { bigint: true, throwIfNoEntry: false });
  return file === undefined ? 'none' : `${file.dev} ${file.ino}`;
}

/** A file in use: which it is, and how it began when it was last written. */
export interface Place {
  path: string;
  /**
   * Never closed while this process lives: a process that closes any descriptor of a file loses all its locks on it
   * (fcntl(2)), those of SQLite too.
   */
  descriptor: number;
  state: string;
  log: string;
}

/** The file that SQLite has just opened. */
export function placeInUse(path: string): Place {
  return asItIs(path, openSync(path, constants.O_RDONLY));
}

/** The same after it was written. Only this process writes it, so it must still be so when that writes again. */
export function asItIs(path: string, descriptor: number): Place {
  return { path, descriptor, state: stateOf(path, descriptor), log: identityOf(`${path}-wal`) };
}

/**
 * Throws a fault where the file was removed, exchanged or written over: SQLite would not notice, and go on writing into
 * what nobody will find. Its log is moved aside then, since SQLite would bring it into whatever file is there.
 */
export function mustBeThere({ path, descriptor, state, log }: Place): void {
  if (stateOf(path, descriptor) === state) return;
  if (log !== 'none' && identityOf(`${path}-wal`) === log) moveAside(path, ['-wal']);
  throw fault('GONE');
}

function stateOf(path: string, descriptor: number): string {
  const header = Buffer.alloc(headerSize);
  readSync(descriptor, header, { position: 0 });
  return `${identityOf(path)} ${sizeOf(path)} ${crc32(header)}`;
}

const magic = Buffer.from('SQLite format 3\0');
const headerSize = 100;
/** No form will ever have so great a number. */
const absurdVersion = 1_000;

/**
 * Whose file it is, by its own first page (https://www.sqlite.org/fileformat.html#the_database_header), read without
 * SQLite: a file of somebody else must not even be locked, or given another journal. Throws when it is not ours, or of a
 * later version.
 */
export function lookAt(path: string): 'empty' | 'ours' | 'damaged' {
  const page = beginningOf(path);
  // What a log without its file has cannot be read, and SQLite would delete it.
  if (page.length === 0) return hasLog(path) ? 'damaged' : 'empty';
  const isDatabase = page.subarray(0, magic.length).equals(magic);
  if (page.length < headerSize && isDatabase) return 'damaged';
  if (page.length < headerSize) throw fault('FOREIGN');
  const [mark, form] = [page.readUInt32BE(68), page.readUInt32BE(60)];
  if (mark === applicationId) return form > version ? ofLaterForm(form) : 'ours';
  // The first form said its version alone. Anything else that has our tables has lost its mark.
  if (mark === 0 && form === 1 && has(page, firstForm)) return 'ours';
  if (has(page, firstForm) || has(page, rowForm)) return 'damaged';
  throw fault('FOREIGN');
}

/** The text of a table stands in the first page. */
function has(page: Buffer, tables: readonly string[]): boolean {
  return tables.every((table) => page.includes(table));
}

function ofLaterForm(form: number): 'damaged' {
  if (form < absurdVersion) throw fault('OTHER_VERSION');
  return 'damaged';
}

function beginningOf(path: string): Buffer {
  const page = Buffer.alloc(4_096);
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return page.subarray(0, readSync(file, page));
  } finally {
    closeSync(file);
  }
}

function hasLog(path: string): boolean {
  return sizeOf(`${path}-wal`) > 0;
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * Moves a damaged file out of the way, with what SQLite has beside it, and gives the ending of its new name. Nothing of
 * it is deleted. Throws a fault where that is not possible, or was done too often.
 */
export function setAside(path: string): string {
  const parts = ['-wal', '-journal'].filter((part) => sizeOf(path + part) > 0);
  return moveAside(path, [...parts, '']);
}

function moveAside(path: string, parts: readonly string[]): string {
  const beginning = `${basename(path)}${asideMark}`;
  const aside = readdirSync(dirname(path)).filter((name) => name.startsWith(beginning));
  const endings = new Set(aside.map((name) => name.replace(/-(wal|journal)$/, '')));
  if (endings.size >= mostAside) throw fault('DAMAGED');
  const ending = unusedEnding(aside, beginning);
  for (const part of parts) renameSync(path + part, join(dirname(path), beginning + ending + part));
  return asideMark + ending;
}

/** The time, which may be wrong and so have come before. */
function unusedEnding(aside: readonly string[], beginning: string): string {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  const endings = [time, ...Array.from({ length: mostAside }, (_, number) => `${time}-${number + 2}`)];
  return endings.find((ending) => !aside.some((name) => name.startsWith(beginning + ending))) ?? `${time}-x`;
}
