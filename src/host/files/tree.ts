import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { fileName, shownName } from '../../byte-names.js';
import { systemClock, type Clock } from '../../clock.js';
import { Failure } from '../../failures.js';
import { deviceReads, type ReadElsewhere } from './device-reads.js';
import { kernelFiles, unwatched, watched, type Activity } from './kernel-files.js';
import type { KeptFiles } from './kept-files.js';
import { hasNoValue, lateFailure, readFailure, sizeFailure } from './read-failures.js';
import type { FileSystemSize, Tree } from '../host.js';

/** Asks a helper process for the size of a file system that may hang. */
export type AskFileSystem = (path: string) => Promise<FileSystemSize>;
/** What one file gave: its text, null when it is not there, or why it could not be read. */
export type DeviceText = string | null | { failed: string; timedOut: boolean };
/** Asks a helper process for many files that may hang. */
export type AskTexts = (paths: readonly string[], deadline: number) => Promise<DeviceText[]>;

interface TreeOptions {
  askTexts: AskTexts;
  clock: Clock;
  readDevice: ReadElsewhere;
  activity: Activity;
  /** Keeps files of the kernel open; none are when it is null. */
  kept: KeptFiles | null;
}

/**
 * The files below `root` of the running machine. `shownAs` is how messages name that place ("/proc"), so that
 * none tells where it is mounted.
 */
export function fileTree(
  root: string,
  shownAs: string,
  askFileSystem: AskFileSystem,
  {
    askTexts = (paths) => Promise.resolve(paths.map(() => null)),
    clock = systemClock,
    readDevice = deviceReads(clock),
    activity = unwatched,
    kept = null,
  }: Partial<TreeOptions> = {},
): Tree {
  const shown = (path: string) => shownName(join(shownAs, path));
  const failure = (path: string, thrown: unknown) => readFailure(shown(path), thrown);
  const deviceBytes = async (path: string, deadline: number): Promise<Uint8Array | null> => {
    const read = await readDevice(join(root, path), deadline);
    if ('bytes' in read) return read.bytes;
    if ('late' in read) {
      throw lateFailure(shown(path), deadline);
    }
    if (hasNoValue(read.thrown)) return null;
    throw failure(path, read.thrown);
  };

  return {
    ...kernelFiles(root, shownAs, { clock, activity, kept }),
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
        if (mayHang) return await askFileSystem(full);
        return watched(activity, shown(path), () => fileSystemSize(statfsSync(fileName(full))));
      } catch (thrown) {
        throw sizeFailure(shown(path), thrown, (cause) => failure(path, cause));
      }
    },
  };
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

function textOrFailure(shown: string, text: DeviceText, deadline: number): string | null | Failure {
  if (text === null || typeof text === 'string') return text;
  if (text.timedOut) return lateFailure(shown, deadline);
  return readFailure(shown, Object.assign(new Error(text.failed), { code: text.failed }));
}

/**
 * Node's answer to statfs in bytes. Blocks are counted in units of `unit` (f_frsize), which for file systems of this
 * machine is `bsize`.
 */
export function fileSystemSize(
  size: Record<'bsize' | 'blocks' | 'bfree' | 'bavail' | 'files' | 'ffree', number>,
  unit = size.bsize,
): FileSystemSize {
  return {
    total: size.blocks * unit,
    free: size.bfree * unit,
    available: size.bavail * unit,
    inodes: size.files,
    inodesFree: size.ffree,
  };
}
