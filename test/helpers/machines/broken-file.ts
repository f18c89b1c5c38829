import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** The error numbers with which kernels refuse files, and a folder in a file's place. */
export const errorNumbers = ['EIO', 'EACCES', 'EOPNOTSUPP', 'EBUSY', 'EISDIR', 'EAGAIN', 'ENODATA'] as const;

const broken = new Map<string, string>();
const whole = { readFileSync: fs.readFileSync, readFile: fs.promises.readFile };
/** Every file that was asked for, while it is set. */
let requested: Set<string> | null = null;

/**
 * Lets reading the file at `path` end in an error of the system with this code, whoever reads it, until what is
 * returned is called. A copy of it from an earlier moment (`before/proc/stat` beside `proc/stat`) is the same file.
 */
export function breakFile(path: string, code: string): () => void {
  if (broken.size === 0) replaceReads(true);
  const places = [path, path.replace(/\/(?=(?:proc|sys|root)\/)/, '/before/')];
  for (const place of places) broken.set(place, code);
  return () => {
    for (const place of places) broken.delete(place);
    if (broken.size === 0 && requested === null) replaceReads(false);
  };
}

/** Which files of the machine recorded in `folder` `action` asks for, there or not, by their paths seen from it. */
export async function filesRequested(folder: string, action: () => Promise<void>): Promise<string[]> {
  requested = new Set();
  replaceReads(true);
  await action();
  const before = `${folder}/`;
  const found = [...requested]
    .filter((path) => path.startsWith(before))
    .map((path) => path.slice(before.length));
  requested = null;
  if (broken.size === 0) replaceReads(false);
  const names = found.map((path) => path.replace(/^before\//, ''));
  return [...new Set(names.filter((name) => /^(?:proc|sys|root|own)\//.test(name)))].sort();
}

/** Nothing but the functions of node:fs themselves can be made to end in a given error of the system. */
function replaceReads(isOn: boolean): void {
  const readFileSync = ((path: fs.PathOrFileDescriptor, ...rest: [fs.ObjectEncodingOptions]) => {
    refuse(path);
    return whole.readFileSync(path, ...rest);
  }) as typeof fs.readFileSync;
  const readFile = (async (path: fs.PathLike, ...rest: [fs.ObjectEncodingOptions]) => {
    refuse(path);
    return whole.readFile(path, ...rest);
  }) as typeof fs.promises.readFile;
  fs.readFileSync = isOn ? readFileSync : whole.readFileSync;
  fs.promises.readFile = isOn ? readFile : whole.readFile;
  syncBuiltinESMExports();
}

function refuse(path: unknown): void {
  if (typeof path !== 'string') return;
  requested?.add(path);
  const code = broken.get(path);
  if (code === undefined) return;
  throw Object.assign(new Error(`${code}: planted, open '${path}'`), { code });
}
