import { Failure } from '../../../failures.js';
import type { DeviceAnswer, Host } from '../../../host/host.js';
import { parseSysfsNumber, parseSysfsText } from '../../../parsers/sysfs-number.js';

/**
 * Files of one card. A file that is absent or refused gives null; one that does not answer in time throws a
 * Failure `timeout`, after which no other file of the card should be opened.
 */
export interface CardFiles {
  raw(path: string): Promise<string | null>;
  /** Trimmed; null when empty. */
  text(path: string): Promise<string | null>;
  number(path: string): Promise<number | null>;
  bytes(path: string): Promise<Uint8Array | null>;
  /** Names in a folder; empty when it is absent or refused. */
  list(path: string): string[];
  /** The same where an empty folder says something: null when it is refused. */
  listed(path: string): string[] | null;
  /** The first refusal that was turned into null. */
  refusal(): Failure | null;
  /** The file that was opened last, seen from the folder that `cardFiles` was given. */
  last(): string;
  /** The same files seen from a folder below: deadline, refusals and the last file are shared. */
  below(folder: string): CardFiles;
}

/** The files below `folder` of /sys, which together may take `deadline` ms. */
export function cardFiles(host: Host, folder: string, deadline: number): CardFiles {
  const end = host.clock.monotonic() + deadline;
  let refused: Failure | null = null;
  let last = '';

  const refuse = (failure: Failure) => {
    if (failure.code === 'timeout') throw failure;
    refused ??= failure;
  };
  const read = async <T>(
    path: string,
    get: (full: string, left: number) => Promise<DeviceAnswer<T>>,
  ): Promise<T | null> => {
    const left = end - host.clock.monotonic();
    if (left <= 0) {
      throw new Failure('timeout', `the files of /sys/${folder} took longer than ${deadline / 1000} s`);
    }
    last = path;
    const answer = await get(`${folder}/${path}`, left);
    if (!(answer instanceof Failure)) return answer;
    refuse(answer);
    return null;
  };
  const listed = (path: string) => {
    const names = host.sys.listAnswer(`${folder}/${path}`);
    if (!(names instanceof Failure)) return names;
    refuse(names);
    return null;
  };
  const seenFrom = (prefix: string): CardFiles => {
    const raw = (path: string) => read(prefix + path, (full, left) => host.sys.deviceText(full, left));
    return {
      raw,
      text: async (path) => parseSysfsText(await raw(path)),
      number: async (path) => parseSysfsNumber(await raw(path)),
      bytes: (path) => read(prefix + path, (full, left) => host.sys.deviceBytes(full, left)),
      list: (path) => listed(prefix + path) ?? [],
      listed: (path) => listed(prefix + path),
      refusal: () => refused,
      last: () => last,
      below: (inner) => seenFrom(`${prefix}${inner}/`),
    };
  };
  return seenFrom('');
}
