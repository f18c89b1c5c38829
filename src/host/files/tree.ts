import { readdirSync, readFileSync, readlinkSync, statfsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { decodedNames, fileName, shownName } from '../../byte-names.js';
import { systemClock, type Clock } from '../../clock.js';
import { Failure, systemErrorCode } from '../../failures.js';
import { deviceReads, type ReadElsewhere } from './device-reads.js';
import type { Content, FileIdentity, FileSystemSize, Tree } from '../host.js';

/** Asks a helper process for the size of a file system that may hang. */
export type AskFileSystem = (path: string) => Promise<FileSystemSize>;
/** What one file gave: its text, null when it is not there, or why it could not be read. */
export type DeviceText = string | null | { failed: string; timedOut: boolean };
/** Asks a helper process for many files that may hang. */
export type AskTexts = (paths: readonly string[], deadline: number) => Promise<DeviceText[]>;

/** ESRCH: the process has ended between the opening and the reading of its file. */
const absentCodes = new Set(['ENOENT', 'ENOTDIR', 'ESRCH']);
/** What drivers say whose device has no such value, or is gone. */
const valuelessCodes = new Set([...absentCodes, 'ENODEV', 'ENXIO', 'EINVAL']);
const deniedCodes = new Set(['EACCES', 'EPERM']);

/**
 * The files below `root` of the running machine. `shownAs` is how messages name that place ("/proc"), so that
 * none tells where it is mounted.
 */
export function fileTree(
  root: string,
  shownAs: string,
  askFileSystem: AskFileSystem,
  askTexts: AskTexts = (paths) => Promise.resolve(paths.map(() => null)),
  clock: Clock = systemClock,
  readDevice: ReadElsewhere = deviceReads(clock),
): Tree {
  const shown = (path: string) => shownName(join(shownAs, path));
  const failure = (path: string, thrown: unknown) => readFailure(shown(path), thrown);
  const deviceBytes = async (path: string, deadline: number): Promise<Uint8Array | null> => {
    const read = await readDevice(join(root, path), deadline);
    if ('bytes' in read) return read.bytes;
    if ('late' in read) {
      throw lateFailure(shown(path), deadline);
    }
    if (valuelessCodes.has(systemErrorCode(read.thrown) ?? '')) return null;
    throw failure(path, read.thrown);
  };

  return {
    ...kernelFiles(root, shownAs, clock),
    deviceBytes: (path, deadline) => orFailure(deviceBytes(path, deadline)),
    deviceText: async (path, deadline) => {
      const content = await orFailure(deviceBytes(path, deadline));
      return content instanceof Uint8Array ? Buffer.from(content).toString('utf8') : content;
    },
    deviceTexts: async (paths, deadline) => {
      if (paths.length === 0) return [];
      const texts = await askTexts(
        paths.map((path) => join(root, path)),
        deadline,
      );
      return paths.map((path, index) => textOrFailure(shown(path), texts[index] ?? null, deadline));
    },
    fileSystem: async (path, { mayHang }) => {
      const full = join(root, path);
      try {
        return mayHang ? await askFileSystem(full) : fileSystemSize(statfsSync(fileName(full)));
      } catch (thrown) {
        throw sizeFailure(shown(path), thrown, (cause) => failure(path, cause));
      }
    },
  };
}

type KernelFiles = Omit<Tree, 'deviceText' | 'deviceBytes' | 'deviceTexts' | 'fileSystem'>;

/** What is read at once: files, folders and links of the kernel's own memory. */
function kernelFiles(root: string, shownAs: string, clock: Clock): KernelFiles {
  const required = <T>(path: string, get: (full: FileName) => T): T => {
    try {
      return get(fileName(join(root, path)));
    } catch (thrown) {
      throw readFailure(shownName(join(shownAs, path)), thrown);
    }
  };
  const optional = <T>(path: string, get: (full: FileName) => T): T | null => {
    try {
      return get(fileName(join(root, path)));
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
    textAnswer: (path) => absentAsNull(answer(() => required(path, readText))),
    visitTexts: (paths, visit) =>
      visitInSlices(clock, paths, (path) => visit(path, optional(path, readText))),
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

function readerOf(content: Content = 'text'): (full: FileName) => string {
  return content === 'names' ? readNames : readText;
}

function readText(full: FileName): string {
  return readFileSync(full, 'utf8');
}

function readNames(full: FileName): string {
  return decodedNames(readFileSync(full));
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

function isAbsent(thrown: unknown): boolean {
  return absentCodes.has(systemErrorCode(thrown) ?? '');
}

/** A Failure as a value, so that whoever asks cannot overlook it. */
async function orFailure<T>(requested: Promise<T>): Promise<T | Failure> {
  try {
    return await requested;
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown;
    throw thrown;
  }
}

/** Why `shown` could not be read, in the words of the API. */
function readFailure(shown: string, thrown: unknown): Failure {
  const code = systemErrorCode(thrown) ?? 'unknown error';
  if (isAbsent(thrown)) return new Failure('absent', `${shown} is not there`, { cause: thrown });
  if (deniedCodes.has(code)) {
    return new Failure('no_permission', `${shown} may not be read by this user`, { cause: thrown });
  }
  return new Failure('failed', `${shown} could not be read (${code})`, { cause: thrown });
}

/** The deadline (ms) may be what others left of one, to the millisecond and less. */
function lateFailure(shown: string, deadline: number): Failure {
  return new Failure(
    'timeout',
    `${shown} did not answer within ${Number((deadline / 1000).toPrecision(2))} s`,
  );
}

function textOrFailure(shown: string, text: DeviceText, deadline: number): string | null | Failure {
  if (text === null || typeof text === 'string') return text;
  if (text.timedOut) return lateFailure(shown, deadline);
  return readFailure(shown, Object.assign(new Error(text.failed), { code: text.failed }));
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

/** Why there is no size of the file system `shown`; `said` puts an error of the kernel in words. */
function sizeFailure(shown: string, thrown: unknown, said: (cause: unknown) => Failure): Failure {
  const cause = thrown instanceof Failure ? thrown.cause : thrown;
  const code = systemErrorCode(cause);
  if (code === 'ENOENT') return new Failure('absent', `there is no ${shown}`, { cause });
  if (!(thrown instanceof Failure) || code !== null) return said(cause);
  if (thrown.code !== 'timeout') return thrown;
  return new Failure('timeout', `the file system at ${shown} does not answer`, { cause: thrown });
}

/** Node's answer to statfs in bytes. Linux counts blocks in units of `bsize` here. */
export function fileSystemSize(size: {
  bsize: number;
  blocks: number;
  bfree: number;
  bavail: number;
  files: number;
  ffree: number;
}): FileSystemSize {
  return {
    total: size.blocks * size.bsize,
    free: size.bfree * size.bsize,
    available: size.bavail * size.bsize,
    inodes: size.files,
    inodesFree: size.ffree,
  };
}
