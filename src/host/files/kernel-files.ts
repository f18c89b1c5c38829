import { readdirSync, readlinkSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { decodedNames, fileName, shownName } from '../../byte-names.js';
import type { Clock } from '../../clock.js';
import { Failure, systemErrorCode } from '../../failures.js';
import type { Content, FileIdentity, Tree } from '../host.js';
import { readBounded } from './bounded-read.js';
import type { KeptFiles } from './kept-files.js';
import { isAbsent, readFailure } from './read-failures.js';

/** Is told what this process waits for, for as long as it does. */
export interface Activity {
  begin: (what: string) => void;
  end: () => void;
}

/** Nobody watches. */
export const unwatched: Activity = { begin: () => undefined, end: () => undefined };

type KernelFiles = Omit<Tree, 'deviceText' | 'deviceBytes' | 'deviceTexts' | 'fileSystem'>;

/** What is read at once: files, folders and links of the kernel's own memory. */
export function kernelFiles(
  root: string,
  shownAs: string,
  { clock, activity, kept }: { clock: Clock; activity: Activity; kept: KeptFiles | null },
): KernelFiles {
  const full = pathsBelow(root);
  const shown = pathsBelow(shownAs);
  const get = <T>(path: string, how: (full: FileName) => T): T =>
    watched(activity, shown(path), () => how(fileName(full(path))));
  const textOf = (full: FileName) => bytesOf(kept, full, (bytes) => bytes.toString('utf8'));
  const namesOf = (full: FileName) => bytesOf(kept, full, decodedNames);
  const readerOf = (content: Content = 'text') => (content === 'names' ? namesOf : textOf);
  const required = <T>(path: string, how: (full: FileName) => T): T => {
    try {
      return get(path, how);
    } catch (thrown) {
      throw readFailure(shownName(join(shownAs, path)), thrown);
    }
  };
  const optional = <T>(path: string, how: (full: FileName) => T): T | null => {
    try {
      return get(path, how);
    } catch (thrown) {
      // What is no error of the system is a fault of ours.
      if (systemErrorCode(thrown) === null) throw thrown;
      return null;
    }
  };
  return {
    required: (path, content) => required(path, readerOf(content)),
    requiredList: (path) => required(path, namesIfThere),
    optional: (path, content) => optional(path, readerOf(content)),
    textAnswer: (path) => absentAsNull(answer(() => required(path, textOf))),
    visitTexts: (paths, visit) =>
      visitInSlices(clock, paths, (path) => visit(path, optional(path, readOnce))),
    list: (path) => optional(path, sortedNames) ?? [],
    listAnswer: (path) => answer(() => required(path, namesIfThere)),
    linkName: (path) => optional(path, (full) => basename(targetOf(full))),
    linkTarget: (path) => optional(path, targetOf),
    linkAnswer: (path) => absentAsNull(answer(() => required(path, targetIfLink))),
    identity: (path) => optional(path, identityOf),
  };
}

/** What `get` gives, or the Failure that it throws. */
function answer<T>(get: () => T): T | Failure {
  try {
    return get();
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown;
    throw thrown;
  }
}

function absentAsNull<T>(answered: T | Failure): T | null | Failure {
  return answered instanceof Failure && answered.code === 'absent' ? null : answered;
}

/** A path as the file system takes it: see `fileName`. */
type FileName = ReturnType<typeof fileName>;

/** The paths of what is in a folder, as `join` gives them of names that lead nowhere else, at a tenth of its cost. */
function pathsBelow(folder: string): (path: string) => string {
  const prefix = folder.endsWith('/') ? folder : `${folder}/`;
  return (path) => (path === '' ? folder : prefix + path);
}

/** A name that is not UTF-8 is not that of a file that is read again and again. */
function bytesOf<T>(kept: KeptFiles | null, full: FileName, use: (bytes: Buffer) => T): T {
  return kept === null || typeof full !== 'string' ? readBounded(full, use) : kept.read(full, use);
}

/** What `get` gives, `activity` being told meanwhile. */
export function watched<T>(activity: Activity, what: string, get: () => T): T {
  activity.begin(what);
  try {
    return get();
  } finally {
    activity.end();
  }
}

function readOnce(full: FileName): string {
  return readBounded(full, (bytes) => bytes.toString('utf8'));
}

function targetOf(full: FileName): string {
  return decodedNames(readlinkSync(full, 'buffer'));
}

function sortedNames(full: FileName): string[] {
  return readdirSync(full).sort();
}

function namesIfThere(full: FileName): string[] {
  try {
    return sortedNames(full);
  } catch (thrown) {
    if (isAbsent(thrown)) return [];
    throw thrown;
  }
}

/** Null for what is no link. */
function targetIfLink(full: FileName): string | null {
  try {
    return targetOf(full);
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'EINVAL') return null;
    throw thrown;
  }
}

function identityOf(full: FileName): FileIdentity {
  const { dev, ino, mode, uid, gid } = statSync(full);
  return { device: dev, inode: ino, mode, owner: uid, group: gid };
}

/** How long files are read before everything else that waits has its turn, ms. */
const slice = 3;

async function visitInSlices(
  clock: Clock,
  paths: readonly string[],
  visit: (path: string) => void,
): Promise<void> {
  let end = -Infinity;
  for (const path of paths) {
    if (clock.monotonic() >= end) {
      // Also before the first: listing thousands has taken some ms already.
      await new Promise((resolve) => setImmediate(resolve));
      end = clock.monotonic() + slice;
    }
    visit(path);
  }
  await new Promise((resolve) => setImmediate(resolve));
}
