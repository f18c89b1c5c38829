import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** The error numbers with which kernels refuse files. */
export const errorNumbers = [
  ...(['EIO', 'EACCES', 'EOPNOTSUPP', 'EBUSY', 'EISDIR'] as const),
  ...(['ENODATA', 'EAGAIN', 'ENXIO', 'ESTALE', 'EINVAL'] as const),
];
export type ErrorNumber = (typeof errorNumbers)[number];

/** Reading a file, listing a folder, following a link, asking which file it is. */
export type Access = 'read' | 'list' | 'link' | 'identity';

/** Something of a recorded machine that was asked for, by its path seen from the machine's folder. */
export interface Requested {
  access: Access;
  path: string;
}

const broken = new Map<string, string>();
/** All that was asked for, while it is set. */
let requested: Set<string> | null = null;
let isReplaced = false;
/** What was given for files that do not change, by what was asked. */
let kept: { folder: string; answers: Map<string, Answer> } | null = null;

type Answer = { given: unknown } | { thrown: unknown };

/** From now on the files below `folder` do not change: each is read once. */
export function keepFiles(folder: string): void {
  replaceOnce();
  kept = { folder, answers: new Map() };
}

/**
 * Lets this access to `path` end in an error of the system with this code, whoever asks, until what is returned is
 * called. A copy of it from an earlier moment (`before/proc/stat` beside `proc/stat`) is the same file.
 */
export function breakFile(path: string, code: string, access: Access = 'read'): () => void {
  replaceOnce();
  const key = `${access} ${path}`;
  broken.set(key, code);
  return () => broken.delete(key);
}

/** What of the machine recorded in `folder` `action` asks for, there or not. */
export async function allRequested(folder: string, action: () => Promise<void>): Promise<Requested[]> {
  replaceOnce();
  requested = new Set();
  await action();
  const keys = [...requested].map((key) => key.replace(` ${folder}/`, ' '));
  requested = null;
  const own = keys.filter((key) => /^\w+ (?:proc|sys|root|own)(?:\/|$)/.test(key));
  return [...new Set(own)].sort().map((key) => {
    const [access = '', ...path] = key.split(' ');
    return { access: access as Access, path: path.join(' ') };
  });
}

/** Nothing but the functions of node:fs themselves can be made to end in a given error of the system. */
function replaceOnce(): void {
  if (isReplaced) return;
  isReplaced = true;
  const { readdirSync, readlinkSync, statSync } = fs;
  replaceReads();
  Object.assign(fs, {
    readdirSync: refusing('list', readdirSync),
    readlinkSync: refusing('link', readlinkSync),
    statSync: refusing('identity', statSync),
  });
  syncBuiltinESMExports();
}

/** Files that are kept are opened by numbers of their own, which no system gives. */
const kepts = new Map<number, { bytes: Buffer; at: number }>();
let lastKept = 2 ** 30;

function replaceReads(): void {
  const { openSync, readSync, closeSync, readFileSync } = fs;
  const { open } = fs.promises;
  // Node's own reading of a whole file opens it by what is replaced here.
  const bytesOf = refusing('read', (path: string) => {
    const descriptor = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(fs.fstatSync(descriptor).size);
      readSync(descriptor, bytes, 0, bytes.length, 0);
      return bytes;
    } finally {
      closeSync(descriptor);
    }
  });
  const refusingOpen = refusing('read', openSync);
  const openKept = (path: string): number => {
    lastKept += 1;
    kepts.set(lastKept, { bytes: bytesOf(path), at: 0 });
    return lastKept;
  };
  const readKept = (descriptor: number, into: Uint8Array, offset: number, length: number): number => {
    const file = kepts.get(descriptor);
    if (file === undefined) throw new Error('it is closed');
    const part = file.bytes.subarray(file.at, file.at + length);
    into.set(part, offset);
    file.at += part.length;
    return part.length;
  };
  const isKept = (path: unknown): path is string =>
    kept !== null && typeof path === 'string' && path.startsWith(kept.folder);
  Object.assign(fs, {
    readFileSync: (...given: Parameters<typeof readFileSync>) => {
      const [path, options] = given;
      if (!isKept(path)) return readFileSync(...given);
      const bytes = bytesOf(path);
      return options === 'utf8' ? bytes.toString('utf8') : bytes;
    },
    openSync: (...given: Parameters<typeof openSync>) =>
      isKept(given[0]) ? openKept(given[0]) : refusingOpen(...given),
    readSync: (...given: [number, Uint8Array, number, number, null]) =>
      kepts.has(given[0]) ? readKept(given[0], given[1], given[2], given[3]) : readSync(...given),
    closeSync: (descriptor: number) => {
      if (!kepts.delete(descriptor)) closeSync(descriptor);
    },
  });
  const refusingFile = refusing('read', open);
  // Its refusal is a rejection.
  fs.promises.open = (async (...given: Parameters<typeof open>) => {
    if (!isKept(given[0])) return refusingFile(...given);
    const descriptor = openKept(given[0]);
    const read = (into: Uint8Array, offset: number, length: number) =>
      Promise.resolve({ bytesRead: readKept(descriptor, into, offset, length) });
    return { read, close: () => Promise.resolve(kepts.delete(descriptor)) };
  }) as typeof open;
}

function refusing<F extends (...given: never[]) => unknown>(access: Access, whole: F): F {
  return ((...given: Parameters<F>) => {
    const [path, options] = given as unknown[];
    refuse(access, path);
    if (kept === null || typeof path !== 'string' || !path.startsWith(kept.folder)) return whole(...given);
    const key = `${access} ${path} ${JSON.stringify(options)}`;
    const answer = kept.answers.get(key) ?? answerOf(() => whole(...given));
    kept.answers.set(key, answer);
    if ('thrown' in answer) throw answer.thrown;
    return answer.given;
  }) as F;
}

function answerOf(get: () => unknown): Answer {
  try {
    return { given: get() };
  } catch (thrown) {
    return { thrown };
  }
}

function refuse(access: Access, path: unknown): void {
  if (typeof path !== 'string' || (broken.size === 0 && requested === null)) return;
  const key = `${access} ${path.replace('/before/', '/')}`;
  requested?.add(key);
  const code = broken.get(key);
  if (code === undefined) return;
  throw Object.assign(new Error(`${code}: planted, ${access} '${path}'`), { code });
}
