import { stat } from 'node:fs/promises';
import { statSync, type BigIntStats } from 'node:fs';
import type { Clock } from '../clock.js';
import { systemErrorCode } from '../failures.js';

/** How long a change must have rested before the files are read, ms. */
const rest = 200;

/** What an operator may change while the service runs. */
export interface Followed<T> {
  paths: readonly string[];
  /** How often they are looked at, ms. */
  pause: number;
  /** Reads them anew; what it rejects with is why they cannot be used. */
  read: () => Promise<T>;
}

/** Files that are followed. After `stop` nothing is told; `look` reads them now, whether they seem changed or not. */
export interface Following {
  stop: () => void;
  look: () => void;
}

/**
 * Follows files: `changed` gets what they hold each time one of them has become another, `failed` why that cannot be
 * used. What cannot be read is tried again at each look: too many open files or a network mount that is away pass, and
 * leave no trace in the file. They are asked for by name each time, not watched: so an editor that replaces one, a
 * deleted one, network mounts and the exchanged links of certbot and Kubernetes are all seen.
 */
export function followFiles<T>(
  { paths, pause, read }: Followed<T>,
  clock: Clock,
  seen: { changed: (value: T) => void; failed: (error: unknown) => void },
): Following {
  // At once, so that nothing is missed that changes from now on.
  let known = paths.map(stateNow).join();
  /** Why what is there now could not be used; null when it could. */
  let why: string | null = null;
  let stopped = false;
  let cancel = (): void => undefined;
  // The next look is planned when this one has ended: a file system that hangs is asked once.
  const again = (delay: number, candidate: string | null) => {
    cancel();
    if (!stopped) cancel = clock.setTimer(delay, () => void look(candidate));
  };
  const look = async (candidate: string | null): Promise<void> => {
    const state = (await Promise.all(paths.map(stateOf))).join();
    if (state !== known && state !== candidate) {
      again(rest, state);
      return;
    }
    if (state !== known) {
      known = state;
      why = null;
      await parsed();
    } else if (why !== null) {
      await parsed();
    }
    again(pause, null);
  };
  const parsed = async (): Promise<void> => {
    try {
      const value = await read();
      why = null;
      if (!stopped) seen.changed(value);
    } catch (thrown) {
      const words = String(thrown);
      if (!stopped && words !== why) seen.failed(thrown);
      why = words;
    }
  };
  const lookNow = async (): Promise<void> => {
    known = (await Promise.all(paths.map(stateOf))).join();
    why = null;
    await parsed();
    again(pause, null);
  };
  again(pause, null);
  return {
    stop: () => {
      stopped = true;
      cancel();
    },
    look: () => void lookNow(),
  };
}

function stateNow(path: string): string {
  try {
    return stateIn(statSync(path, { bigint: true }));
  } catch (thrown) {
    return withoutState(thrown);
  }
}

async function stateOf(path: string): Promise<string> {
  try {
    return stateIn(await stat(path, { bigint: true }));
  } catch (thrown) {
    return withoutState(thrown);
  }
}

/** What differs as soon as the file is another or has been written; links are followed. */
function stateIn({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}

function withoutState(thrown: unknown): string {
  return systemErrorCode(thrown) ?? 'unknown';
}
