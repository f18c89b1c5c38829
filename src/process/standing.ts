/** For how long an event loop has stood, as somebody sees it who looks from time to time. */
export class Standing {
  #beats = -1;
  #stood = 0;

  /**
   * `limit` and `step` in ms: how long it may stand, and how long there is between two looks. `look` is true once it
   * has stood for longer than it meant to wait and the limit together. Time in which nobody looked does not count: the
   * process was stopped, its container paused, the machine asleep.
   */
  constructor(
    private readonly limit: number,
    private readonly step: number,
  ) {}

  look({ beats, next }: { beats: number; next: number | null }, passed: number): boolean {
    if (beats !== this.#beats) this.#stood = 0;
    else this.#stood += Math.min(passed, 2 * this.step);
    this.#beats = beats;
    return next !== null && this.#stood > next + this.limit;
  }

  /** ms. */
  get stood(): number {
    return this.#stood;
  }
}
