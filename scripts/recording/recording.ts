import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { maskFile } from './mask-file.js';
import type { Masking } from './masking.js';

/** A recorded machine in memory: nothing is written before all of it is masked. */
export class Recording {
  readonly #files = new Map<string, string | Uint8Array>();
  readonly #links = new Map<string, string>();
  /** What could not be read, in sentences. */
  readonly notes: string[] = [];

  add(path: string, content: string | Uint8Array): void {
    this.#files.set(path, content);
  }

  addLink(path: string, target: string): void {
    this.#links.set(path, target);
  }

  note(sentence: string): void {
    this.notes.push(sentence);
  }

  /** The text of a file recorded so far; empty when there is none. */
  text(path: string): string {
    const content = this.#files.get(path);
    return typeof content === 'string' ? content : '';
  }

  /** Leaves out of the earlier frame what did not change within it. */
  dropUnchanged(frame: string): void {
    for (const path of [...this.#files.keys()].filter((name) => name.startsWith(frame))) {
      if (this.#files.get(path) === this.#files.get(path.slice(frame.length))) this.#files.delete(path);
    }
  }

  /** Masks everything and writes it below `folder`; gives the paths written. */
  write(folder: string, masking: Masking): string[] {
    const written: string[] = [];
    const place = (path: string) => {
      const masked = masking.mask(path);
      mkdirSync(dirname(join(folder, masked)), { recursive: true });
      written.push(masked);
      return join(folder, masked);
    };
    for (const [path, content] of this.#files) {
      writeFileSync(place(path), typeof content === 'string' ? maskFile(masking, path, content) : content);
    }
    for (const [path, target] of this.#links) symlinkSync(masking.mask(target), place(path));
    return written;
  }
}
