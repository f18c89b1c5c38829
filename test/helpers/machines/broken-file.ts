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
  const { readFileSync, readdirSync, readlinkSync, statSync } = fs;
  const { readFile } = fs.promises;
  Object.assign(fs, {
    readFileSync: refusing('read', readFileSync),
    readdirSync: refusing('list', readdirSync),
    readlinkSync: refusing('link', readlinkSync),
    statSync: refusing('identity', statSync),
  });
  // Its refusal is a rejection.
  const refusingFile = refusing('read', readFile);
  fs.promises.readFile = (async (...given: Parameters<typeof readFile>) =>
    refusingFile(...given)) as typeof readFile;
  syncBuiltinESMExports();
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
