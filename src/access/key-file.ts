import { readFile, stat } from 'node:fs/promises';
import type { Clock } from '../clock.js';
import { systemErrorCode } from '../failures.js';
import { SettingError } from '../settings/values.js';
import { followFiles, type Following } from './followed-files.js';
import { keyLines, type NamedKey } from './key-lines.js';
import { exposureOf } from './secret-file.js';

/** How often the file is looked at, ms. */
const pause = 2_000;
const largest = 2 ** 20;

/** What a key file holds, and what is to be said of its rights. */
export interface KeyFile {
  keys: readonly NamedKey[];
  warning: string | null;
}

/**
 * The keys in the file at `path`; throws a SettingError that says why there are none, or that others can write it.
 */
export async function readKeyFile(path: string): Promise<KeyFile> {
  const { text, warning } = await contentOf(path);
  const keys = keyLines(text);
  if (keys.length === 0) throw new SettingError('holds no key; system-monitor-api key makes one');
  return { keys, warning };
}

/** Follows the file at `path`: gives its keys each time it has become another, or why those cannot be used. */
export function followKeyFile(
  path: string,
  clock: Clock,
  seen: { changed: (file: KeyFile) => void; failed: (error: unknown) => void },
): Following {
  return followFiles({ paths: [path], pause, read: () => readKeyFile(path) }, clock, seen);
}

async function contentOf(path: string): Promise<{ text: string; warning: string | null }> {
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
