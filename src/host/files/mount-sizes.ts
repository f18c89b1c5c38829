import { Failure } from '../../failures.js';
import type { Helper } from '../helper/helper.js';
import type { methods } from '../helper/file-system.js';
import type { FileSystemSize } from '../host.js';

const deadline = 1_000;

/**
 * How many calls the helper can wait in at once: every mount that hangs holds a thread of libuv's pool. More wait
 * their turn there.
 */
export const waitingThreads = 64;

/** Asks the helper process for the size of the file system at an absolute path; one that hangs costs only itself. */
export class MountSizes {
  readonly #helper: Helper<typeof methods>;
  readonly #underWay = new Map<string, Promise<FileSystemSize>>();
  /** Paths whose last call has not returned yet: asking again would only hold one more thread. */
  readonly #late = new Set<string>();

  constructor(helper: Helper<typeof methods>) {
    this.#helper = helper;
  }

  /** A Failure `timeout` after 1 s, and at once as long as an earlier call has not returned; see `Helper.ask`. */
  ask(path: string): Promise<FileSystemSize> {
    if (this.#late.has(path))
      return Promise.reject(new Failure('timeout', 'an earlier call has not returned'));
    const underWay = this.#underWay.get(path);
    if (underWay !== undefined) return underWay;
    const answer = this.#helper
      .ask('size', [path], deadline, (ended) => {
        this.#late.add(path);
        void ended.then(() => this.#late.delete(path));
      })
      .finally(() => this.#underWay.delete(path));
    this.#underWay.set(path, answer);
    return answer;
  }
}
