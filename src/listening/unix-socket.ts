import { chmodSync, lstatSync, renameSync, rmSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { dirname } from 'node:path';
import { Failure, systemErrorCode } from '../failures.js';

/**
 * Makes way for a socket at `path`: removes one that a crashed service left there and on which nobody listens.
 * Throws a Failure when the folder is missing, something else has that name, or somebody listens.
 */
export async function makeWayForSocket(path: string): Promise<void> {
  const folder = dirname(path);
  if (lstatOf(folder) === null)
    throw new Failure('absent', `there is no folder ${folder}`, { remedy: 'make it first' });
  const there = lstatOf(path);
  if (there === null) return;
  if (!there.isSocket()) {
    throw new Failure('failed', `${path} is there already and is not a socket`, {
      remedy: 'choose another path, or remove it yourself',
    });
  }
  if (await isListenedTo(path)) {
    throw new Failure('failed', `another program listens on ${path}`, {
      remedy: 'stop that one, or choose another path',
    });
  }
  remove(path);
}

/** A socket that is listened to. */
export interface BoundSocket {
  /** Takes its name away, while it is still this server's. */
  remove: () => void;
  /** Whether nothing has its name any more. Throws a Failure where that cannot be seen. */
  isGone: () => boolean;
}

/**
 * Runs `listen`, which binds `server` to a socket at the path it is given, and puts that at `path` with exactly this
 * mode: it has another name until it is ready, so whoever finds it may connect. Node removes the name that was bound,
 * whoever has it by then, and so it cannot take away the socket of a service that has followed this one.
 */
export async function listenWithMode(
  server: Server,
  { path, mode }: { path: string; mode: number },
  listen: (bound: string) => Promise<unknown>,
): Promise<BoundSocket> {
  const bound = nameBeforeReady(path);
  await makeWayForSocket(bound);
  const before = process.umask(0o177);
  let own: number | null = null;
  server.prependOnceListener('listening', () => {
    chmodSync(bound, mode);
    renameSync(bound, path);
    own = lstatSync(path).ino;
  });
  try {
    await listen(bound);
  } finally {
    process.umask(before);
  }
  return {
    remove: () => {
      if (own !== null && lstatOf(path)?.ino === own) remove(path);
    },
    isGone: () => own !== null && lstatOf(path) === null,
  };
}

/** Beside `path`, and no longer: systems allow hardly more than a hundred bytes. */
function nameBeforeReady(path: string): string {
  const marked = path.replace(/.$/su, '~');
  return marked === path ? path.replace(/.$/su, '-') : marked;
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch (thrown) {
    throw new Failure('no_permission', `${path} was left by another user and may not be removed`, {
      cause: thrown,
    });
  }
}

function lstatOf(path: string) {
  try {
    return lstatSync(path);
  } catch (thrown) {
    const code = systemErrorCode(thrown);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new Failure('no_permission', `${path} may not be looked at by this user (${String(code)})`, {
      cause: thrown,
    });
  }
}

/** Refused is the one answer that says nobody is there: a full queue or missing rights do not. */
function isListenedTo(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => resolve(systemErrorCode(error) !== 'ECONNREFUSED'));
  });
}
