import { readFile, stat } from 'node:fs/promises';
import type { Clock } from '../clock.js';
import { systemErrorCode } from '../failures.js';
import { SettingError } from '../settings/values.js';
import { keyLines, type NamedKey } from './key-lines.js';

/** How often the file is looked at, and how long a change must have rested before it is read, ms. */
const pause = 2_000;
const rest = 200;
const largest = 2 ** 20;

/** The keys in the file at `path`; throws a SettingError that says why there are none. */
export async function readKeyFile(path: string): Promise<readonly NamedKey[]> {
  const keys = keyLines(await textOf(path));
  if (keys.length === 0) throw new SettingError('holds no key; system-monitor-api key makes one');
  return keys;
}

/**
 * Follows the file at `path`: `changed` gets its keys each time it has become another, `failed` the reason why that
 * cannot be used. It is asked for by name each time, not watched: so an editor that replaces it, a deleted one and
 * the exchanged links of Kubernetes are all seen. Gives what stops that.
 */
export function followKeyFile(
  path: string,
  clock: Clock,
  seen: { changed: (keys: readonly NamedKey[]) => void; failed: (error: unknown) => void },
): () => void {
  let known: string | null = null;
  let stopped = false;
  let cancel = (): void => undefined;
  const again = (delay: number, candidate: string | null) => {
    if (!stopped) cancel = clock.setTimer(delay, () => void look(candidate));
  };
  const look = async (candidate: string | null): Promise<void> => {
    const state = await stateOf(path);
    if (known === null || state === known) known = state;
    else if (state !== candidate) {
      again(rest, state);
      return;
    } else {
      known = state;
      await readKeyFile(path).then(seen.changed).catch(seen.failed);
    }
    again(pause, null);
  };
  void look(null);
  return () => {
    stopped = true;
    cancel();
  };
}

/** What differs as soon as the file is another or has been written; links are followed. */
async function stateOf(path: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
  } catch (thrown) {
    return systemErrorCode(thrown) ?? 'unknown';
  }
}

async function textOf(path: string): Promise<string> {
  try {
    const file = await stat(path);
    if (!file.isFile()) throw new SettingError('is not a file');
    if (file.size > largest) throw new SettingError('is longer than 1 MiB');
    return await readFile(path, 'utf8');
  } catch (thrown) {
    if (thrown instanceof SettingError) throw thrown;
    const code = systemErrorCode(thrown);
    if (code === 'ENOENT') throw new SettingError('there is no such file', { cause: thrown });
    if (code === 'EACCES') throw new SettingError('this user may not read it', { cause: thrown });
    throw new SettingError(`cannot be read (${code ?? 'unknown'})`, { cause: thrown });
  }
}
