import { asFailure, Failure } from '../../failures.js';
import type { Clock } from '../../clock.js';
import type { HttpSource } from '../../host/host.js';
import type { Questions } from './questions.js';
import { lasting, onlyKnown, type RunnerLive } from './reading.js';

/** How a server is asked: over which connection, the one who polls need not know. */
export type Get = HttpSource['get'];

/** How long a poll may take, whatever it asks, ms. */
const usualDeadline = 1_000;
/** Some thousand slots. */
const maxBytes = 2 ** 20;
/** How long a server that did not answer is left alone, ms: twice as long each time. */
const firstPause = 1_000;
const longestPause = 30_000;
/** Readings do not come to the millisecond. */
const slack = 100;

/** Polls one server: one question at a time, and ever more seldom when it does not answer. */
export class RunnerPoller {
  readonly #clock: Clock;
  readonly #questions: Questions;
  readonly #deadline: number;
  #live = onlyKnown('unreachable', { reason: 'it has not been asked yet' });
  #failure: Failure | null = null;
  #hasAnswered = false;
  #underWay: Promise<RunnerLive> | null = null;
  #retryAt = -Infinity;
  #pause = 0;

  constructor(given: { clock: Clock; questions: Questions; deadline?: number }) {
    this.#clock = given.clock;
    this.#questions = given.questions;
    this.#deadline = given.deadline ?? usualDeadline;
  }

  /** What it did when it was last asked; once it does not answer, why, and what is still true. */
  get live(): RunnerLive {
    return this.#live;
  }

  /** Why it did not answer when it was last asked; null when it did. */
  get failure(): Failure | null {
    return this.#failure;
  }

  /** Whether it has ever answered. */
  get hasAnswered(): boolean {
    return this.#hasAnswered;
  }

  /** Whether it is not asked for now, since it did not answer. */
  get isLeftAlone(): boolean {
    return this.#clock.monotonic() < this.#retryAt;
  }

  /** What it does now, unless it is being left alone. Takes no longer than its deadline, and never throws. */
  poll(get: Get): Promise<RunnerLive> {
    if (this.#underWay !== null) return this.#underWay;
    if (this.isLeftAlone) return Promise.resolve(this.#live);
    this.#underWay = this.#poll(get).finally(() => (this.#underWay = null));
    return this.#underWay;
  }

  async #poll(get: Get): Promise<RunnerLive> {
    const clock = this.#clock;
    const end = clock.monotonic() + this.#deadline;
    const late = `it did not answer within ${this.#deadline / 1000} s`;
    const ask = (path: string) => {
      const left = end - clock.monotonic();
      if (left <= 0) throw new Failure('timeout', late);
      return get(path, { deadline: left, maxBytes });
    };
    try {
      this.#live = await this.#questions.poll(ask, clock);
      this.#failure = null;
      this.#hasAnswered = true;
      this.#pause = 0;
    } catch (thrown) {
      this.#failure = asFailure(thrown);
      const { code, message, remedy } = this.#failure;
      // Of its second, parts may have gone to other questions.
      const reason = code === 'timeout' ? late : message;
      this.#live = onlyKnown('unreachable', { ...lasting(this.#live), reason, remedy });
      this.#pause = Math.min(longestPause, this.#pause === 0 ? firstPause : this.#pause * 2);
      this.#retryAt = clock.monotonic() + this.#pause - slack;
    }
    return this.#live;
  }
}
