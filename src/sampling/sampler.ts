import { pause, within, type Clock } from '../clock.js';
import { asFailure, Failure } from '../failures.js';

/** When something was read. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly epoch: number;
  /** Of the clock's `monotonic()`, ms. */
  readonly at: number;
  /** How long the reading took, ms. */
  readonly took: number;
}

/** A reading is never null: that stands for none. */
export type Known = object | string | number | boolean;

/**
 * The last word on a domain: a reading, or why there is none. A failure that is a fact about the host is a reading
 * as well, of what is known all the same; null where there is nothing to show.
 */
export type Outcome<R extends Known> =
  | (Moment & { readonly ok: true; readonly reading: R })
  | (Moment & { readonly ok: false; readonly failure: Failure; readonly reading: R })
  | (Moment & { readonly ok: false; readonly failure: Failure; readonly reading: null });

/** Whether there is something to show. */
export function hasReading<R extends Known>(
  outcome: Outcome<R>,
): outcome is Outcome<R> & { readonly reading: R } {
  return outcome.reading !== null;
}

export interface SamplerOptions<R extends Known> {
  name: string;
  read: () => R | Promise<R>;
  clock: Clock;
  /** How often to read while somebody is interested, ms. */
  interval: number;
  /** How often to read while nobody is, ms; null is not for the sake of readers. */
  idleInterval: number | null;
  /**
   * How often history wants a reading while nobody asks, where that is not had already, ms, after the last one (null
   * before the first, and of a failure); null is never.
   */
  historyInterval?: ((last: R | null) => number) | null;
  /** The reading of a failure; without it a failure has none. */
  readingOf?: ((failure: Failure, known: R | null) => R) | undefined;
  /** Told of every outcome that is kept. */
  onOutcome?: ((outcome: Outcome<R>) => void) | null;
  /** How long one reading may take, ms. */
  deadline: number;
  /** The reader needs two readings this far apart (ms) before it can tell rates; null where one is enough. */
  primeGap: number | null;
  /** Whether a first reading has anything that is counted; without it every one has. */
  counts?: ((reading: R) => boolean) | undefined;
}

/** How long a request keeps its domain at the short interval, ms. */
const interestSpan = 60_000;
/** How long one who asks waits for what timed out before, ms. */
const moment = 250;
/** The longest pause between two readings of a domain that keeps timing out, ms. */
const longestBackOff = 30_000;

/**
 * Decides when one domain is read and keeps the last outcome, shared by everybody who asks. One reading is in
 * flight at most; a reading that outlives its deadline becomes a `timeout`, and no other is started until it has
 * really ended. A failure is remembered like a value, so a broken domain is not asked more often than a sound one.
 */
export class Sampler<R extends Known> {
  readonly name: string;
  readonly #options: SamplerOptions<R>;
  readonly #clock: Clock;
  #outcome: Outcome<R> | null = null;
  #known: R | null = null;
  #underWay: Promise<Outcome<R>> | null = null;
  /** A reading that outlived its deadline and has not ended yet. */
  #overdue = false;
  #lastStart = -Infinity;
  #lastRaw = -Infinity;
  #lastRequested = -Infinity;
  #timeouts = 0;
  /** Called when `due` changed for another reason than time: somebody asked, or a long reading ended. */
  onWake: () => void = () => undefined;

  constructor(options: SamplerOptions<R>) {
    this.name = options.name;
    this.#options = options;
    this.#clock = options.clock;
    // What is read for history alone is not read at the start.
    if (options.idleInterval === null) this.#lastStart = this.#clock.monotonic();
  }

  /** The last outcome, from memory alone; null before the first. */
  latest(): Outcome<R> | null {
    return this.#outcome;
  }

  /** Whether somebody asked within the last minute. */
  get wanted(): boolean {
    return this.#clock.monotonic() - this.#lastRequested < interestSpan;
  }

  /** Whether this domain is read even while nobody asks. */
  get readsWhenIdle(): boolean {
    return this.#options.idleInterval !== null;
  }

  /** When the next reading should start, in ms of the monotonic clock; Infinity while none should. */
  get due(): number {
    if (this.#underWay !== null || this.#overdue) return Infinity;
    const { interval, idleInterval, historyInterval } = this.#options;
    const pause = this.wanted
      ? interval
      : (idleInterval ?? historyInterval?.(this.#outcome?.reading ?? null) ?? null);
    if (pause === null) return Infinity;
    const backOff = Math.min(longestBackOff, pause * 2 ** this.#timeouts);
    return this.#lastStart + Math.max(pause, backOff);
  }

  /** The greatest age in ms at which a reading still passes for a live one. */
  get greatestAge(): number {
    return this.#options.interval * 3 + this.#options.deadline;
  }

  /** The current outcome for somebody who asks, from memory; null where it has to be read first. */
  fresh(): Outcome<R> | null {
    const now = this.#clock.monotonic();
    const woken = !this.wanted;
    this.#lastRequested = now;
    if (woken) this.onWake();
    return this.#outcome !== null && this.#canServe(this.#outcome, now) ? this.#outcome : null;
  }

  /**
   * The current outcome for somebody who asks: from memory while it is fresh, else of a reading that starts now.
   * Never rejects and never takes longer than the deadline (and the gap between the first two readings); what timed out
   * when it was last asked is waited for a moment only, and then its last word given again.
   */
  async current(): Promise<Outcome<R>> {
    const fresh = this.fresh();
    if (fresh !== null) return fresh;
    const last = this.#outcome;
    if (last === null || this.#timeouts === 0) return this.readNow();
    return within(this.#clock, moment, this.readNow(), () => last);
  }

  #canServe(outcome: Outcome<R>, now: number): boolean {
    const age = now - outcome.at;
    if (age <= this.#options.interval * 2) return true;
    if (outcome.ok) return this.#underWay !== null && age <= this.greatestAge;
    if (this.#underWay === null) return this.#overdue || now < this.due;
    // What takes its time again and again is not waited for; what failed long ago may be well by now.
    return this.#timeouts > 0 || age <= this.greatestAge;
  }

  /** Starts a reading, or joins the one under way. Never rejects. */
  readNow(): Promise<Outcome<R>> {
    if (this.#underWay !== null) return this.#underWay;
    if (this.#overdue && this.#outcome !== null) return Promise.resolve(this.#outcome);
    this.#lastStart = this.#clock.monotonic();
    const reading = this.#read();
    if (!(reading instanceof Promise)) return Promise.resolve(reading);
    this.#underWay = reading;
    void reading.finally(() => {
      this.#underWay = null;
      this.onWake();
    });
    return reading;
  }

  #read(): Outcome<R> | Promise<Outcome<R>> {
    const { primeGap } = this.#options;
    if (primeGap === null || this.#clock.monotonic() - this.#lastRaw < interestSpan) return this.#readOnce();
    return this.#readTwice(primeGap);
  }

  async #readTwice(gap: number): Promise<Outcome<R>> {
    const first = await this.#readOnce(false);
    if (!first.ok || this.#options.counts?.(first.reading) === false) return this.#keep(first);
    await pause(this.#clock, gap);
    return this.#readOnce();
  }

  #readOnce(keep = true): Outcome<R> | Promise<Outcome<R>> {
    const settle = (outcome: Outcome<R>) => (keep ? this.#keep(outcome) : outcome);
    const began = this.#clock.monotonic();
    this.#lastRaw = began;
    try {
      const result = this.#options.read();
      if (!(result instanceof Promise)) return settle(this.#success(result, began));
      return this.#withinDeadline(result, began).then(settle);
    } catch (thrown) {
      return settle(this.#failed(asFailure(thrown), began));
    }
  }

  #withinDeadline(result: Promise<R>, began: number): Promise<Outcome<R>> {
    const { deadline } = this.#options;
    const outcome = result.then(
      (reading) => this.#success(reading, began),
      (thrown: unknown) => this.#failed(asFailure(thrown), began),
    );
    return within(this.#clock, deadline, outcome, () => {
      this.#overdue = true;
      void outcome.finally(() => this.#endOverdue());
      const words = `${this.name} could not be read within ${deadline / 1000} s`;
      return this.#failed(new Failure('timeout', words), began);
    });
  }

  #endOverdue(): void {
    this.#overdue = false;
    this.onWake();
  }

  #success(reading: R, began: number): Outcome<R> {
    return { ok: true, reading, ...this.#momentSince(began) };
  }

  #failed(failure: Failure, began: number): Outcome<R> {
    const moment = this.#momentSince(began);
    const reading = this.#options.readingOf?.(failure, this.#known);
    return reading === undefined
      ? { ok: false, failure, reading: null, ...moment }
      : { ok: false, failure, reading, ...moment };
  }

  #momentSince(began: number): Moment {
    const at = this.#clock.monotonic();
    return { epoch: this.#clock.epoch(), at, took: at - began };
  }

  #keep(outcome: Outcome<R>): Outcome<R> {
    this.#timeouts = !outcome.ok && outcome.failure.code === 'timeout' ? this.#timeouts + 1 : 0;
    this.#outcome = outcome;
    if (outcome.ok) this.#known = outcome.reading;
    this.#options.onOutcome?.(outcome);
    return outcome;
  }
}
