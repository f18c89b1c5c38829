import { readdirSync, readFileSync, readlinkSync, statfsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Failure, systemErrorCode } from '../failures.js';
import { deviceReads } from './device-reads.js';
import type { DeviceText } from './helper/device-files.js';
import type { FileSystemSize, Tree } from './host.js';

/** Asks a helper process for the size of a file system that may hang. */
export type AskFileSystem = (path: string) => Promise<FileSystemSize>;
/** Asks a helper process for many files that may hang. */
export type AskTexts = (paths: readonly string[], deadline: number) => Promise<DeviceText[]>;

/** ESRCH: the process has ended between the opening and the reading of its file. */
const absentCodes = new Set(['ENOENT', 'ENOTDIR', 'ENODEV', 'ENXIO', 'EINVAL', 'ESRCH']);
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
): Tree {
  const failure = (path: string, thrown: unknown) => readFailure(join(shownAs, path), thrown);
  /** What `get` gives, null where there is no such file, else a Failure. */
  const ifThere = <T>(path: string, get: (full: string) => T): T | null => {
    try {
      return get(join(root, path));
    } catch (thrown) {
      if (absentCodes.has(systemErrorCode(thrown) ?? '')) return null;
      throw failure(path, thrown);
    }
  };
  const readDevice = deviceReads();
  const deviceBytes = async (path: string, deadline: number): Promise<Uint8Array | null> => {
    const read = await readDevice(join(root, path), deadline);
    if ('bytes' in read) return read.bytes;
    if ('late' in read) {
      throw new Failure('timeout', `${join(shownAs, path)} did not answer within ${deadline / 1000} s`);
    }
    if (absentCodes.has(systemErrorCode(read.thrown) ?? '')) return null;
    throw failure(path, read.thrown);
  };

  return {
    text: (path) => ifThere(path, (full) => readFileSync(full, 'utf8')),
    deviceBytes,
    deviceText: async (path, deadline) => {
      const content = await deviceBytes(path, deadline);
      return content === null ? null : Buffer.from(content).toString('utf8');
    },
    deviceTexts: async (paths, deadline) => {
      if (paths.length === 0) return [];
      const texts = await askTexts(
        paths.map((path) => join(root, path)),
        deadline,
      );
      return paths.map((path, index) => textOrFailure(join(shownAs, path), texts[index] ?? null, deadline));
    },
    visitTexts: (paths, visit) => visitTexts(root, paths, visit),
    list: (path) => ifThere(path, (full) => readdirSync(full).sort()) ?? [],
    linkName: (path) => ifThere(path, (full) => basename(readlinkSync(full))),
    linkTarget: (path) => ifThere(path, (full) => readlinkSync(full)),
    identity: (path) =>
      ifThere(path, (full) => {
        const { dev, ino, mode, uid, gid } = statSync(full);
        return { device: dev, inode: ino, mode, owner: uid, group: gid };
      }),
    fileSystem: async (path, { mayHang }) => {
      const full = join(root, path);
      try {
        return mayHang ? await askFileSystem(full) : fileSystemSize(statfsSync(full));
      } catch (thrown) {
        throw sizeFailure(join(shownAs, path), thrown, (cause) => failure(path, cause));
      }
    },
  };
}

/** Why `shown` could not be read, in the words of the API. */
function readFailure(shown: string, thrown: unknown): Failure {
  const code = systemErrorCode(thrown) ?? 'unknown error';
  if (deniedCodes.has(code)) {
    return new Failure('no_permission', `${shown} may not be read by this user`, { cause: thrown });
  }
  return new Failure('failed', `${shown} could not be read (${code})`, { cause: thrown });
}

function textOrFailure(shown: string, text: DeviceText, deadline: number): string | null | Failure {
  if (text === null || typeof text === 'string') return text;
  if (text.timedOut) return new Failure('timeout', `${shown} did not answer within ${deadline / 1000} s`);
  return readFailure(shown, Object.assign(new Error(text.failed), { code: text.failed }));
}

/** How long files are read before everything else that waits has its turn, ms. */
const slice = 3;

async function visitTexts(
  root: string,
  paths: readonly string[],
  visit: (path: string, text: string | null) => void,
): Promise<void> {
  let end = 0;
  for (const path of paths) {
    if (performance.now() >= end) {
      // Also before the first: listing thousands has taken some ms already.
      await new Promise((resolve) => setImmediate(resolve));
      end = performance.now() + slice;
    }
    visit(path, textOrNull(join(root, path)));
  }
  await new Promise((resolve) => setImmediate(resolve));
}

function textOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    if (systemErrorCode(thrown) !== null) return null;
    throw thrown;
  }
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
