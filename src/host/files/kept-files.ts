import { closeSync, existsSync, openSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemErrorCode } from '../../failures.js';
import { readOpen } from './bounded-read.js';

/** How many are kept open at most; those that were not read for longest are closed. */
const most = 64;
/** How long one is kept, ms: something else may have been mounted over its place. */
const age = 60_000;

/** Of how many others it is known that they are not to be kept. */
const mostOthers = 1_024;

/** How long it is believed that a file of the kernel is not there, ms: a module that has it may be loaded. */
const absentAge = 5_000;

/** A file that is open. */
interface Kept {
  descriptor: number;
  /** When it was opened, of the clock's `monotonic()`, ms. */
  at: number;
  /** When it was last read. */
  readAt: number;
}

/**
 * Files that are read again and again, and made anew by the kernel for each who reads from their beginning: they stay
 * open, since to open and to close them takes longer than to read them. Other files are opened for each reading: they
 * may be replaced by others under the same name, and so may those of processes. A file of the kernel that is not there is
 * looked for again after five seconds.
 */
export class KeptFiles {
  readonly #now: () => number;
  readonly #lookWhether: (path: string) => boolean;
  readonly #kept = new Map<string, Kept>();
  /** What was thrown for those that were not there, and until when that is believed. */
  readonly #absent = new Map<string, { thrown: unknown; until: number }>();
  /** Until when others are believed to be no files of the kernel. */
  readonly #others = new Map<string, number>();
  #isClosed = false;

  constructor(now: () => number, isMadeAnew = isOfKernel) {
    this.#now = now;
    this.#lookWhether = isMadeAnew;
  }

  /** What is in a file, as `readBounded` gives it. */
  read<T>(path: string, use: (bytes: Buffer) => T): T {
    const now = this.#now();
    const kept = this.#kept.get(path);
    if (kept !== undefined && now - kept.at < age) {
      // What is read seldom is first in the map.
      this.#kept.delete(path);
      this.#kept.set(path, kept);
      kept.readAt = now;
      this.#closeUnread(now);
      try {
        return readOpen(kept.descriptor, 0, use);
      } catch (thrown) {
        // Its device or control group is gone; another one may have its name.
        if (systemErrorCode(thrown) === null) throw thrown;
      }
    }
    this.#close(path);
    const absent = this.#absent.get(path);
    if (absent !== undefined && now < absent.until) throw absent.thrown;
    return this.#readAnew(path, use);
  }

  /** Closes them all; what is read later is not kept. */
  close(): void {
    this.#isClosed = true;
    for (const path of [...this.#kept.keys()]) this.#close(path);
  }

  #readAnew<T>(path: string, use: (bytes: Buffer) => T): T {
    const descriptor = this.#open(path);
    let isKept = false;
    try {
      const got = readOpen(descriptor, null, use);
      isKept = !this.#isClosed && this.#isMadeAnew(path);
      if (isKept) this.#keep(path, descriptor);
      return got;
    } finally {
      if (!isKept) closeSync(descriptor);
    }
  }

  #open(path: string): number {
    try {
      this.#absent.delete(path);
      return openSync(path, 'r');
    } catch (thrown) {
      if (systemErrorCode(thrown) === 'ENOENT' && this.#isMadeAnew(path)) this.#believeAbsent(path, thrown);
      throw thrown;
    }
  }

  #believeAbsent(path: string, thrown: unknown): void {
    if (this.#absent.size >= most) this.#absent.clear();
    this.#absent.set(path, { thrown, until: this.#now() + absentAge });
  }

  /** To look costs more than to read: what is none is believed to be none for a minute. */
  #isMadeAnew(path: string): boolean {
    const now = this.#now();
    if (now < (this.#others.get(path) ?? -Infinity)) return false;
    const isMadeAnew = this.#lookWhether(path);
    if (this.#others.size >= mostOthers) this.#others.clear();
    if (!isMadeAnew) this.#others.set(path, now + age);
    return isMadeAnew;
  }

  #keep(path: string, descriptor: number): void {
    const now = this.#now();
    this.#kept.set(path, { descriptor, at: now, readAt: now });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > most && oldest !== undefined) this.#close(oldest);
  }

  /** Of those that nobody reads any more the one that was read longest ago: it would hold its file system. */
  #closeUnread(now: number): void {
    const [path] = this.#kept.keys();
    if (path !== undefined && now - (this.#kept.get(path)?.readAt ?? now) >= age) this.#close(path);
  }

  #close(path: string): void {
    const kept = this.#kept.get(path);
    if (kept === undefined) return;
    this.#kept.delete(path);
    closeSync(kept.descriptor);
  }
}

/** Types of file systems, as statfs(2) has them: /proc, and control groups of both versions. */
const kernelsOwn = new Set([0x9fa0, 0x27e0eb, 0x63677270]);

/** Files of processes come and go, but for those of this one and the first. */
const ofOtherProcess = /\/(?!1\/)\d+\//;

/** Of what is not there the nearest folder that is tells. */
function isOfKernel(path: string): boolean {
  if (ofOtherProcess.test(path)) return false;
  let place = path;
  while (!existsSync(place) && place !== dirname(place)) place = dirname(place);
  return kernelsOwn.has(statfsSync(place).type);
}
