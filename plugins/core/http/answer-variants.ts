import type { PreparedAnswer } from './prepared-answer.js';

/**
 * Prepared answers that differ by where the client sees this service. No more than `capacity` are kept, those that
 * were asked for last: whoever can choose a host name in a request must not fill the memory with them.
 */
export class AnswerVariants {
  readonly #known = new Map<string, PreparedAnswer>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The variant of that name, which `make` makes when it is not kept. */
  get(name: string, make: () => PreparedAnswer): PreparedAnswer {
    const answer = this.#known.get(name) ?? make();
    // A Map keeps its order: set anew, what was asked for longest ago stays in front.
    this.#known.delete(name);
    this.#known.set(name, answer);
    const [oldest] = this.#known.keys();
    if (this.#known.size > this.#capacity && oldest !== undefined) this.#known.delete(oldest);
    return answer;
  }
}
