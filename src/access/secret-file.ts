import { readFile, stat } from 'node:fs/promises';
import { systemErrorCode } from '../failures.js';
import { SettingError } from '../settings/values.js';

/** What is wrong with the rights of a file that holds a secret; null when nothing is. */
export interface Exposure {
  /** Others can write it, and so put a secret of theirs in its place: it is not to be used. */
  isFatal: boolean;
  /** What is wrong, and what to type. */
  words: string;
}

/** The longest that is read, bytes. */
const largest = 2 ** 20;
const writable = 0o022;
const readable = 0o004;

/**
 * Who else can reach the secret in the file at `path` with this `mode`, as stat(2) gives it. A group may read it, which
 * is how one is shared on purpose; that everybody may is common for mounted secrets (0444), and worth a word.
 */
export function exposureOf(
  path: string,
  mode: number,
  platform: NodeJS.Platform = process.platform,
): Exposure | null {
  // Node makes these numbers up on Windows.
  if (platform === 'win32') return null;
  const rights = (mode & 0o777).toString(8).padStart(4, '0');
  if ((mode & writable) !== 0) {
    const words = `others than its owner can write ${path} (mode ${rights}); type: chmod go-w ${path}`;
    return { isFatal: true, words };
  }
  if ((mode & readable) === 0) return null;
  const words = `every user of this machine can read ${path} (mode ${rights}); type: chmod o-r ${path}`;
  return { isFatal: false, words };
}

/**
 * What the file of a secret at `path` holds, and what is to be said of its rights; throws a SettingError that says why it
 * cannot be read, or that others can write it.
 */
export async function secretText(path: string): Promise<{ text: string; warning: string | null }> {
  try {
    const file = await stat(path);
    if (!file.isFile()) throw new SettingError('is not a file');
    if (file.size > largest) throw new SettingError('is longer than 1 MiB');
    const exposure = exposureOf(path, file.mode);
    if (exposure?.isFatal === true) throw new SettingError(exposure.words);
    return { text: await readFile(path, 'utf8'), warning: exposure?.words ?? null };
  } catch (thrown) {
    if (thrown instanceof SettingError) throw thrown;
    const code = systemErrorCode(thrown);
    if (code === 'ENOENT') throw new SettingError('there is no such file', { cause: thrown });
    if (code === 'EACCES') throw new SettingError('this user may not read it', { cause: thrown });
    throw new SettingError(`cannot be read (${code ?? 'unknown'})`, { cause: thrown });
  }
}
