/** What tells the time. Injected, so that tests advance it by hand and never sleep. */
export interface Clock {
  /** Milliseconds since 1970 (UTC); may jump when the machine's clock is set. */
  epoch(): number;
  /** Milliseconds since an arbitrary instant; never jumps. Durations are measured with it. */
  monotonic(): number;
  /** Calls `wake` once after `delay` milliseconds; the answer cancels that. */
  setTimer(delay: number, wake: () => void): () => void;
}

/** The machine's own clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  epoch: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer: (delay, wake) => {
    const timer = setTimeout(wake, delay).unref();
    return () => clearTimeout(timer);
  },
};

/**
 * What `work` gives or throws, or what `late` gives or throws once it has taken `ms` milliseconds. Late work goes on
 * unseen: `late` ends what can be ended.
 */
export async function within<T, L>(
  clock: Clock,
  ms: number,
  work: Promise<T>,
  late: () => L,
): Promise<T | Awaited<L>> {
  let cancel = (): void => undefined;
  const passed = new Promise<void>((wake) => (cancel = clock.setTimer(ms, wake)));
  try {
    return await Promise.race([work, passed.then(late)]);
  } finally {
    cancel();
  }
}

/**
 * A function that gives what `read` gave last for as long as that is younger than `age` milliseconds, counted from
 * when it was asked. There is one read at a time, shared by all who ask meanwhile, with what the first of them gave.
 * A failure that is thrown is told to all of them and not remembered; one that is to be remembered is given as a value.
 */
export function remembered<A extends readonly unknown[], T>(
  clock: Clock,
  age: number | (() => number),
  read: (...given: A) => T | Promise<T>,
): (...given: A) => Promise<T> {
  const greatestAge = typeof age === 'number' ? () => age : age;
  let last: Promise<T> | null = null;
  let at = -Infinity;
  let isUnderWay = false;
  const start = async (given: A): Promise<T> => {
    at = clock.monotonic();
    isUnderWay = true;
    try {
      return await read(...given);
    } catch (thrown) {
      at = -Infinity;
      throw thrown;
    } finally {
      isUnderWay = false;
    }
  };
  return (...given) => {
    if (last === null || (!isUnderWay && clock.monotonic() - at >= greatestAge())) last = start(given);
    return last;
  };
}

/** The same at once, where what `give` gives is the promise that it gave before and that has been kept since. */
export function atOnce<T>(give: () => Promise<T>): () => T | Promise<T> {
  let kept: { promise: Promise<T>; value: T } | null = null;
  return () => {
    const promise = give();
    if (kept?.promise === promise) return kept.value;
    void promise.then(
      (value) => (kept = { promise, value }),
      () => undefined,
    );
    return promise;
  };
}

/**
 * As `remembered`, of what is read at once: what it gave last, for as long as that is younger than `age` milliseconds and it is
 * given the same (`===`), one by one. What is thrown is not remembered.
 */
export function believed<A extends readonly unknown[], T>(
  clock: Clock,
  age: number,
  read: (...given: A) => T,
): (...given: A) => T {
  let last: { made: T; given: A; at: number } | null = null;
  return (...given) => {
    const at = clock.monotonic();
    if (last === null || at - last.at >= age || !given.every((one, index) => one === last?.given[index])) {
      last = null;
      last = { made: read(...given), given, at };
    }
    return last.made;
  };
}

/** When what is not there is asked for again. */
export interface Seldom<R> {
  /** Whether an answer says that there is nothing. */
  isNothing: (answer: R) => boolean;
  /** The longest pause, ms. */
  longest: number;
  /** Something cheap, looked at each time, that changes when it may be there after all. */
  sign?: () => string;
}

/** The first pause, ms: one reading is left out, then three, seven … */
const first = 2_000;
/** Readings do not come to the millisecond. */
const slack = 100;

/**
 * Asks ever more seldom for what is not there: the answer that there is nothing is given again until a pause has
 * passed, each twice as long as the one before, or until the sign is another. Whatever else is answered, or thrown, is
 * asked for each time.
 */
export function seldom<R>(
  clock: Clock,
  ask: () => Promise<R>,
  { isNothing, longest, sign = () => '' }: Seldom<R>,
): () => R | Promise<R> {
  let nothing: { answer: R; until: number; sign: string } | null = null;
  let pause = first;
  const askNow = async (seen: string, isAgain: boolean): Promise<R> => {
    const at = clock.monotonic();
    const answer = await ask();
    if (!isNothing(answer)) return answer;
    pause = Math.min(longest, isAgain ? pause * 2 : first);
    nothing = { answer, until: at + pause - slack, sign: seen };
    return answer;
  };
  return () => {
    const seen = sign();
    const isAgain = nothing?.sign === seen;
    if (nothing !== null && isAgain && clock.monotonic() < nothing.until) return nothing.answer;
    nothing = null;
    return askNow(seen, isAgain);
  };
}

/** Resolves after `ms` milliseconds. */
export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((wake) => clock.setTimer(ms, wake));
}
