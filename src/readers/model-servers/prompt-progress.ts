/** What "now" means, ms. */
const span = 5_000;
const capacity = 24;

/**
 * How fast a prompt is processed. It is told a batch at a time, and a batch may take seconds: between two of them nothing
 * moves. So only the moments at which the count moved are kept, in arrays of fixed size.
 */
export class PromptProgress {
  readonly #times = new Float64Array(capacity);
  readonly #counts = new Float64Array(capacity);
  #steps = 0;
  #last: number | null;

  /** `isFromBeginning`: it began after the poll before the first, and the first count is its own, so that is a step too. */
  constructor(isFromBeginning: boolean) {
    this.#last = isFromBeginning ? 0 : null;
  }

  /** How many tokens of the prompt stood there at a time in ms. */
  take(time: number, count: number): void {
    const before = this.#last;
    this.#last = count;
    if (before === null || count === before) return;
    if (count < before) {
      // What was seen first was what the request before had left.
      this.#steps = 0;
      return;
    }
    this.#times[this.#steps % capacity] = time;
    this.#counts[this.#steps % capacity] = count;
    this.#steps += 1;
  }

  /** Tokens in a second from the first step of the last five seconds to the last; null before there were two. */
  rate(now: number): number | null {
    const last = this.#steps - 1;
    const oldest = Math.max(0, this.#steps - capacity);
    let first = Math.max(oldest, last - 1);
    while (first > oldest && now - this.#timeOf(first - 1) <= span) first -= 1;
    if (first >= last) return null;
    const tokens = this.#countOf(last) - this.#countOf(first);
    const rate = tokens / (this.#timeOf(last) - this.#timeOf(first));
    // A step that is late says that it has become slower: it cannot be faster than one more step by now.
    const late = this.#largestStep(first, last) / Math.max(1, now - this.#timeOf(last));
    return Math.min(rate, late) * 1000;
  }

  #largestStep(first: number, last: number): number {
    let largest = 0;
    for (let step = first + 1; step <= last; step += 1) {
      largest = Math.max(largest, this.#countOf(step) - this.#countOf(step - 1));
    }
    return largest;
  }

  #timeOf(step: number): number {
    return this.#times[step % capacity] ?? 0;
  }

  #countOf(step: number): number {
    return this.#counts[step % capacity] ?? 0;
  }
}
