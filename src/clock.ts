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

/** Resolves after `ms` milliseconds. */
export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((wake) => clock.setTimer(ms, wake));
}
