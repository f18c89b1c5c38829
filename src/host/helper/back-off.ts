const first = 1_000;
/** Also how long a process must have lived for its death to count as the first again. */
const longest = 60_000;

/** When a process that keeps dying may be started again: after 1 s, 2 s, 4 s … 60 s. All times in ms. */
export class BackOff {
  #startedAt = 0;
  #deaths = 0;
  #notBefore = -Infinity;

  /** A process starts now. */
  started(now: number): void {
    this.#startedAt = now;
  }

  /** The process has gone now. */
  died(now: number): void {
    if (now - this.#startedAt >= longest) this.#deaths = 0;
    this.#notBefore = now + Math.min(longest, first * 2 ** this.#deaths);
    this.#deaths += 1;
  }

  /** How long no other one may be started; 0 when it may. */
  remaining(now: number): number {
    return Math.max(0, this.#notBefore - now);
  }
}
