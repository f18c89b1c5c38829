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
import { fault } from './faults.js';
import { applicationId, firstForm, rowForm, version } from './schema.js';

/** What is put in the name of a damaged file that was moved out of the way. */
const asideMark = '.damaged-';
/** So many damaged files are kept beside it: a disk that damages everything must not be filled with them. */
const mostAside = 5;

/**
 * The file itself, behind whatever links; made where there is none, so that it and what SQLite puts beside it are its
 * owner's alone. Throws a fault where it cannot be a file that is read and written; never waits for a pipe.
 */
export function placeOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) makeFile(path);
  else if (!found.isFile()) throw fault('NO_FILE');
  const file = realpathSync(path);
  accessSync(file, constants.R_OK | constants.W_OK);
  // SQLite keeps a log beside it.
  accessSync(dirname(file), constants.W_OK);
  return file;
}

function makeFile(path: string): void {
  if (!existsSync(dirname(path))) throw fault('NO_FOLDER');
  closeSync(openSync(path, 'a', 0o600));
}

/** Which file is there; SQLite goes on writing into one that was removed, and all of that is lost. */
export function identityOf(path = ''): string {
  const file = statSync(path, { bigint: true, throwIfNoEntry: false });
  return file === undefined ? 'none' : `${file.dev} ${file.ino}`;
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
  const beginning = `${basename(path)}${asideMark}`;
  const aside = readdirSync(dirname(path)).filter((name) => name.startsWith(beginning));
  if (aside.filter((name) => !/-(wal|shm|journal)$/.test(name)).length >= mostAside) throw fault('DAMAGED');
  const ending = unusedEnding(aside, beginning);
  const parts = ['-wal', '-journal'].filter((part) => sizeOf(path + part) > 0);
  for (const part of [...parts, '']) renameSync(path + part, join(dirname(path), beginning + ending + part));
  return asideMark + ending;
}

/** The time, which may be wrong and so have come before. */
function unusedEnding(aside: readonly string[], beginning: string): string {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  const endings = [time, ...Array.from({ length: mostAside }, (_, number) => `${time}-${number + 2}`)];
  return endings.find((ending) => !aside.some((name) => name.startsWith(beginning + ending))) ?? `${time}-x`;
}
