import type { Clock } from '../clock.js';
import { SettingError } from '../settings/values.js';
import { followFiles, type Following } from './followed-files.js';
import { keyLines, type NamedKey } from './key-lines.js';
import { secretText } from './secret-file.js';

/** How often the file is looked at, ms. */
const pause = 2_000;

/** What a key file holds, and what is to be said of its rights. */
export interface KeyFile {
  keys: readonly NamedKey[];
  warning: string | null;
}

/**
 * The keys in the file at `path`; throws a SettingError that says why there are none, or that others can write it.
 */
export async function readKeyFile(path: string): Promise<KeyFile> {
  const { text, warning } = await secretText(path);
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
